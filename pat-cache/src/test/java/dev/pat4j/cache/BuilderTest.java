package dev.pat4j.cache;

import static dev.pat4j.cache.Rows.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pat4j.cache.CachingTokenStore.Statistics;
import dev.pat4j.store.ChangeFeed;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BuilderTest {

  private final WatchedStore store = new WatchedStore();
  private final CachingTokenStore.Builder builder =
      CachingTokenStore.builder(store, store.rows.changes());

  @Test
  void nothingIsNull() {
    ChangeFeed feed = store.rows.changes();
    assertThrows(
        NullPointerException.class,
        () -> CachingTokenStore.builder(BuilderTest.<WatchedStore>nothing(), feed));
    assertThrows(
        NullPointerException.class,
        () -> CachingTokenStore.builder(store, BuilderTest.<ChangeFeed>nothing()));
    assertThrows(NullPointerException.class, () -> builder.maximumAge(nothing()));
    assertThrows(NullPointerException.class, () -> builder.unknownAge(nothing()));
  }

  @Test
  void boundsAreBounds() {
    assertRefused(
        "maximumTokens must be at least 1, not 0; it is a number of entries",
        () -> builder.maximumTokens(0));
    assertRefused(
        "maximumUnknown must be at least 0, not -1; it is a number of entries",
        () -> builder.maximumUnknown(-1));
    assertRefused(
        "maximumAge must be positive, not PT0S; to hold nothing, use the store itself",
        () -> builder.maximumAge(Duration.ZERO));
    assertRefused(
        "maximumAge must be positive, not PT-1S; to hold nothing, use the store itself",
        () -> builder.maximumAge(Duration.ofSeconds(-1)));
    assertRefused(
        "unknownAge must be positive, not PT0S; maximumUnknown(0) holds none",
        () -> builder.unknownAge(Duration.ZERO));
  }

  @Test
  void theLargestBoundsAreFine() {
    CachingTokenStore cached =
        builder
            .maximumTokens(Integer.MAX_VALUE)
            .maximumUnknown(Integer.MAX_VALUE)
            .maximumAge(Duration.ofSeconds(Long.MAX_VALUE))
            .unknownAge(Duration.ofSeconds(Long.MAX_VALUE))
            .build();
    store.insert(Rows.row(1));
    cached.findByDigest(digest(1));
    cached.findByDigest(digest(1));
    assertEquals(1, cached.statistics().hits());
  }

  @Test
  void theDefaultAgesAreTenMinutesAndTenSeconds() {
    AtomicLong nanos = new AtomicLong();
    CachingTokenStore cached = builder.ticker(nanos::get).build();
    store.insert(Rows.row(1));
    cached.findByDigest(digest(1));
    cached.findByDigest(digest(2));
    nanos.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
    assertEquals(new Statistics(0, 0, 2, 0, 1, 1), cached.statistics());
    nanos.addAndGet(1);
    assertEquals(new Statistics(0, 0, 2, 0, 1, 0), cached.statistics());
    nanos.set(Duration.ofMinutes(10).toNanos() - 1);
    assertEquals(1, cached.statistics().tokens());
    nanos.addAndGet(1);
    assertEquals(0, cached.statistics().tokens());
  }

  @Test
  void eachBuildSubscribesForItself() {
    HandFeed feed = HandFeed.connectedAtOnce();
    CachingTokenStore.Builder twice = CachingTokenStore.builder(store, feed);
    CachingTokenStore one = twice.build();
    CachingTokenStore other = twice.build();
    one.findByDigest(digest(1));
    other.findByDigest(digest(1));
    store.rows.insert(Rows.row(1));
    feed.changed(digest(1));
    assertEquals(store.rows.findByDigest(digest(1)), one.findByDigest(digest(1)));
    assertEquals(store.rows.findByDigest(digest(1)), other.findByDigest(digest(1)));
  }

  private static void assertRefused(String message, Executable setting) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, setting).getMessage());
  }

  /** Null where the types forbid it, as a careless caller would hand it in. */
  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T nothing() {
    return null;
  }
}
