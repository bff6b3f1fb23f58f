package dev.pat4j.cache;

import static dev.pat4j.cache.Rows.digest;
import static dev.pat4j.cache.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.cache.CachingTokenStore.Statistics;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.InMemoryTokenStore;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Made-up tokens by the million. */
class FloodTest {

  private static final int TOKENS = 1_000;
  private static final int JUNK = 1_000_000;

  private final InMemoryTokenStore rows = new InMemoryTokenStore();
  private final SplittableRandom random = new SplittableRandom(28);

  @Test
  @DisplayName("threat 31: a million unknown digests push out no token and stay within bounds")
  void junkPushesOutNothingButJunk() {
    CachingTokenStore cached =
        CachingTokenStore.builder(rows, rows.changes())
            .maximumTokens(TOKENS)
            .maximumUnknown(500)
            .build();
    for (long number = 1; number <= TOKENS; number++) {
      rows.insert(row(number));
      cached.findByDigest(digest(number));
    }
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    long mostHeld = 0;
    for (int i = 0; i < JUNK; i++) {
      assertTrue(cached.findByDigest(junk()).isEmpty());
      if (i % 10_007 == 0) {
        mostHeld = Math.max(mostHeld, cached.statistics().unknown());
      }
    }

    assertEquals(500, mostHeld);
    assertEquals(
        new Statistics(0, 0, TOKENS + JUNK, 0, TOKENS, 500), cached.statistics(), "all were read");
    for (long number = 1; number <= TOKENS; number++) {
      assertTrue(cached.findByDigest(digest(number)).isPresent());
    }
    assertEquals(TOKENS, cached.statistics().hits(), "not one of them was read again");
    Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
    started.removeAll(before);
    assertEquals(Set.of(), started, "room is made by the threads that call");
  }

  private TokenDigest junk() {
    byte[] bytes = new byte[TokenDigest.LENGTH];
    random.nextBytes(bytes);
    return TokenDigest.ofBytes(bytes);
  }
}
