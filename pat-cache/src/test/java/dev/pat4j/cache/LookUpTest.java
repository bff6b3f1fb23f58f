package dev.pat4j.cache;

import static dev.pat4j.cache.Rows.digest;
import static dev.pat4j.cache.Rows.id;
import static dev.pat4j.cache.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.pat4j.cache.CachingTokenStore.Statistics;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is held, for how long, and what is not. */
class LookUpTest {

  private final WatchedStore store = new WatchedStore();
  private final AtomicLong nanos = new AtomicLong();

  private final CachingTokenStore cached =
      CachingTokenStore.builder(store, store.rows.changes())
          .maximumAge(Duration.ofMinutes(10))
          .unknownAge(Duration.ofSeconds(10))
          .ticker(nanos::get)
          .build();

  @Test
  void theFirstLookUpReadsTheStoreAndNoOtherDoes() {
    store.rows.insert(row(1));
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.of(row(1)), cached.findByDigest(digest(1)));
    }
    assertEquals(List.of("findByDigest"), store.calls());
    assertEquals(new Statistics(4, 0, 1, 0, 1, 0), cached.statistics());
  }

  @Test
  @DisplayName("threat 31: an unknown digest costs one read, however often it is presented")
  void anUnknownDigestIsReadOnce() {
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.empty(), cached.findByDigest(digest(1)));
    }
    assertEquals(List.of("findByDigest"), store.calls());
    assertEquals(new Statistics(0, 4, 1, 0, 0, 1), cached.statistics());
  }

  @Test
  void aTokenIsReadAgainAtItsMaximumAge() {
    store.rows.insert(row(1));
    cached.findByDigest(digest(1));
    after(Duration.ofMinutes(10).minusNanos(1));
    cached.findByDigest(digest(1));
    assertEquals(1, store.reads(), "a nanosecond before");
    after(Duration.ofNanos(1));
    cached.findByDigest(digest(1));
    assertEquals(2, store.reads(), "at its age, although it was used all the time");
  }

  @Test
  void anUnknownDigestIsReadAgainAtItsAge() {
    cached.findByDigest(digest(1));
    after(Duration.ofSeconds(10).minusNanos(1));
    cached.findByDigest(digest(1));
    assertEquals(1, store.reads(), "a nanosecond before");
    after(Duration.ofNanos(1));
    cached.findByDigest(digest(1));
    assertEquals(2, store.reads(), "at its age");
  }

  @Test
  void whatHasExpiredIsNotCountedAsHeld() {
    store.rows.insert(row(1));
    cached.findByDigest(digest(1));
    cached.findByDigest(digest(2));
    after(Duration.ofSeconds(10));
    assertEquals(1, cached.statistics().tokens());
    assertEquals(0, cached.statistics().unknown());
    after(Duration.ofMinutes(10));
    assertEquals(0, cached.statistics().tokens());
  }

  @Test
  void onlyTheLookUpByDigestIsAnsweredFromMemory() {
    store.rows.insert(row(1));
    for (int i = 0; i < 2; i++) {
      cached.findByDigest(digest(1));
      cached.findById(id(1));
      cached.find(TokenQuery.all());
    }
    assertEquals(List.of("findByDigest", "findById", "find", "findById", "find"), store.calls());
  }

  @Test
  void aFailureIsHandedOnAndLeavesNothingBehind() {
    store.rows.insert(row(1));
    TokenStoreException down = new TokenStoreException("down", null);
    store.failAfterNextCall(down);
    assertSame(down, assertThrows(TokenStoreException.class, () -> cached.findByDigest(digest(1))));
    assertEquals(new Statistics(0, 0, 1, 0, 0, 0), cached.statistics());
    assertEquals(Optional.of(row(1)), cached.findByDigest(digest(1)));
    assertEquals(Optional.of(row(1)), cached.findByDigest(digest(1)));
    assertEquals(2, store.reads());
  }

  @Test
  void aFailureForAnUnknownDigestIsNoAnswerEither() {
    store.failAfterNextCall(new IllegalStateException("down"));
    assertThrows(IllegalStateException.class, () -> cached.findByDigest(digest(1)));
    assertEquals(0, cached.statistics().unknown());
    store.rows.insert(row(1));
    assertEquals(Optional.of(row(1)), cached.findByDigest(digest(1)));
  }

  @Test
  void theRowOfAnotherIsHandedOnForTheLibraryToRefuseButNotKept() {
    TokenStore wrong = mock(TokenStore.class);
    when(wrong.findByDigestAfresh(any())).thenReturn(Optional.of(row(2)));
    CachingTokenStore cache = CachingTokenStore.builder(wrong, HandFeed.connectedAtOnce()).build();
    assertEquals(Optional.of(row(2)), cache.findByDigest(digest(1)));
    assertEquals(Optional.of(row(2)), cache.findByDigest(digest(1)));
    verify(wrong, times(2)).findByDigestAfresh(digest(1));
    assertEquals(0, cache.statistics().tokens());
  }

  @Test
  void anAnswerOfNullIsAFailureThatLeavesNothingBehind() {
    TokenStore wrong = mock(TokenStore.class);
    when(wrong.findByDigestAfresh(any())).thenReturn(null).thenReturn(Optional.of(row(1)));
    CachingTokenStore cache = CachingTokenStore.builder(wrong, HandFeed.connectedAtOnce()).build();
    assertThrows(NullPointerException.class, () -> cache.findByDigest(digest(1)));
    assertEquals(Optional.of(row(1)), cache.findByDigest(digest(1)));
  }

  @Test
  void anIdIsHeldUnderOneDigestOnly() {
    // Two digests of one id: one of the rows is late, and it is not known which.
    TokenStore torn = mock(TokenStore.class);
    StoredToken rekeyed = Rows.under(row(1), 2);
    when(torn.findByDigestAfresh(digest(1))).thenReturn(Optional.of(row(1)));
    when(torn.findByDigestAfresh(digest(2))).thenReturn(Optional.of(rekeyed));
    CachingTokenStore cache = CachingTokenStore.builder(torn, HandFeed.connectedAtOnce()).build();
    cache.findByDigest(digest(1));
    cache.findByDigest(digest(2));
    assertEquals(1, cache.statistics().tokens());
    cache.findByDigest(digest(2));
    verify(torn, times(1)).findByDigestAfresh(digest(2));
    cache.findByDigest(digest(1));
    verify(torn, times(2)).findByDigestAfresh(digest(1));
  }

  /** They are held under the first eight bytes. */
  @Test
  void digestsThatBeginAlikeAreToldApart() {
    StoredToken one = row(1).toBuilder().digest(TokenDigest.ofWords(7, 1, 1, 1), "sha256").build();
    StoredToken two = row(2).toBuilder().digest(TokenDigest.ofWords(7, 1, 1, 2), "sha256").build();
    store.rows.insert(one);
    store.rows.insert(two);
    for (int i = 0; i < 2; i++) {
      assertEquals(Optional.of(one), cached.findByDigest(one.digest()));
      assertEquals(Optional.of(two), cached.findByDigest(two.digest()));
      assertEquals(Optional.empty(), cached.findByDigest(TokenDigest.ofWords(7, 1, 1, 3)));
    }
    cached.touch(Map.of(one.id(), Rows.used(1), two.id(), Rows.used(2)));
    assertTrue(cached.delete(two.id()));
    assertEquals(Optional.empty(), cached.findByDigest(two.digest()));
    assertTrue(cached.delete(one.id()));
    assertEquals(Optional.empty(), cached.findByDigest(one.digest()));
  }

  @Test
  void tokensMakeRoomForOthersBeyondTheMaximum() {
    CachingTokenStore small =
        CachingTokenStore.builder(store, store.rows.changes()).maximumTokens(10).build();
    for (long number = 1; number <= 100; number++) {
      store.rows.insert(row(number));
      small.findByDigest(digest(number));
    }
    assertEquals(10, small.statistics().tokens());
  }

  @Test
  void aTokenInUseStaysWhileOthersComeAndGo() {
    CachingTokenStore small =
        CachingTokenStore.builder(store, store.rows.changes())
            .maximumTokens(10)
            .maximumAge(Duration.ofDays(30))
            .ticker(nanos::get)
            .build();
    store.rows.insert(row(1));
    for (long number = 2; number <= 1_000; number++) {
      small.findByDigest(digest(1));
      store.rows.insert(row(number));
      small.findByDigest(digest(number));
      after(Duration.ofSeconds(20));
    }
    assertEquals(1_000, store.reads(), "each was read once, also the one that was used each time");
    assertEquals(10, small.statistics().tokens());
  }

  /** Between two questions to what decides it, a row is found without one. */
  @Test
  void aTokenThatIsPutOutIsGoneHoweverLatelyItWasUsed() {
    CachingTokenStore small =
        CachingTokenStore.builder(store, store.rows.changes())
            .maximumTokens(1)
            .ticker(nanos::get)
            .build();
    for (long number = 1; number <= 50; number++) {
      store.rows.insert(row(number));
      small.findByDigest(digest(number));
      small.findByDigest(digest(number));
    }
    store.forgetCalls();
    for (long number = 1; number <= 50; number++) {
      small.findByDigest(digest(number));
    }
    assertTrue(store.reads() >= 49, () -> store.reads() + " of 50, and there is room for one");
  }

  @Test
  void whatMadeRoomIsHeldNowhere() throws Exception {
    List<WeakReference<StoredToken>> read = new ArrayList<>();
    TokenStore store = mock(TokenStore.class);
    when(store.findByDigestAfresh(any()))
        .thenAnswer(
            call -> {
              StoredToken fresh = row(read.size() + 1);
              read.add(new WeakReference<>(fresh));
              return Optional.of(fresh);
            });
    CachingTokenStore small =
        CachingTokenStore.builder(store, HandFeed.connectedAtOnce()).maximumTokens(10).build();
    for (long number = 1; number <= 100; number++) {
      small.findByDigest(digest(number));
    }
    clearInvocations(store); // which the mock holds
    for (int i = 0; read.stream().filter(row -> row.get() != null).count() > 10; i++) {
      assertTrue(i < 100, "rows that were evicted are still in memory");
      System.gc();
      Thread.sleep(50);
    }
    assertEquals(10, small.statistics().tokens());
  }

  @Test
  void unknownDigestsNeedNotBeHeldAtAll() {
    CachingTokenStore none =
        CachingTokenStore.builder(store, store.rows.changes()).maximumUnknown(0).build();
    none.findByDigest(digest(1));
    none.findByDigest(digest(1));
    assertEquals(new Statistics(0, 0, 2, 0, 0, 0), none.statistics());
  }

  @Test
  void severalCachesMayStandBeforeOneStoreAndOneBeforeAnother() {
    InMemoryTokenStore rows = new InMemoryTokenStore();
    CachingTokenStore inner = CachingTokenStore.builder(rows, rows.changes()).build();
    CachingTokenStore outer = CachingTokenStore.builder(inner, rows.changes()).build();
    outer.insert(row(1));
    outer.findByDigest(digest(1));
    outer.findByDigest(digest(1));
    assertEquals(1, outer.statistics().hits());
    assertEquals(new Statistics(0, 0, 0, 1, 0, 0), inner.statistics(), "what two hold is older");
    assertTrue(rows.delete(id(1)));
    assertEquals(Optional.empty(), outer.findByDigest(digest(1)));
  }

  /** What one cache holds for the length of its bound, the other would hold for its maximum age. */
  @Test
  @DisplayName(
      "threat 10: of two caches, the one that is told first learns nothing old of the other")
  void aCacheKeepsNothingThatAnotherBeneathItRemembers() {
    HandFeed late = HandFeed.connectedAtOnce();
    HandFeed early = HandFeed.connectedAtOnce();
    CachingTokenStore inner = CachingTokenStore.builder(store, late).build();
    CachingTokenStore outer = CachingTokenStore.builder(inner, early).build();
    store.rows.insert(row(1));
    inner.findByDigest(digest(1));
    outer.findByDigest(digest(1));
    store.rows.replace(row(1), Rows.revoked(row(1)));
    early.changed(digest(1));
    outer.findByDigest(digest(1));
    late.changed(digest(1));
    assertTrue(outer.findByDigest(digest(1)).orElseThrow().revocation().isPresent());
  }

  private void after(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
