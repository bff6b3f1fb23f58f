package dev.pat4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Verified;
import dev.pat4j.cache.CachingTokenStore;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.TokenStore;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * The guard of the hot path that needs no clock: how many bytes a verification allocates, which is
 * the same on every machine once the compiler is done. When that is, differs; so it is measured
 * again and again until it is within the bound, and fails when it never is.
 */
class AllocationTest {

  private static final int BATCH = 20_000;
  private static final int BATCHES = 500;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aGoodTokenInMemoryTakesItsOutcomeAndNothingElse() {
    assertAtMost(48, new InMemoryTokenStore(), TokenHasher.sha256());
  }

  @Test
  void aGoodTokenUnderHmacTakesWhatThePlatformTakesForAMacToo() {
    assertAtMost(96, new InMemoryTokenStore(), TokenHasher.hmacSha256("k1", new byte[32]));
  }

  @Test
  void aGoodTokenInTheCacheTakesNoMore() {
    InMemoryTokenStore store = new InMemoryTokenStore();
    try (CachingTokenStore cached = CachingTokenStore.builder(store, store.changes()).build()) {
      assertAtMost(48, cached, TokenHasher.sha256());
    }
  }

  @Test
  void aMalformedTokenTakesNothing() {
    PersonalAccessTokens library =
        Population.library(new InMemoryTokenStore(), TokenHasher.sha256());
    assertAtMost(0, library, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl");
    assertAtMost(0, library, "acme_3xQ9kT0vLmZr8YbWcD5nHsJ1fGpA7u000000");
  }

  private void assertAtMost(long bytes, TokenStore store, TokenHasher hasher) {
    PersonalAccessTokens library = Population.library(store, hasher);
    String token = Population.issue(library, 1)[0];
    assertTrue(library.verify(token) instanceof Verified);
    assertAtMost(bytes, library, token);
  }

  private void assertAtMost(long bytes, PersonalAccessTokens library, String presented) {
    long least = Long.MAX_VALUE;
    for (int batch = 0; batch < BATCHES && least > bytes; batch++) {
      least = Math.min(least, bytesForEach(library, presented));
    }
    assertTrue(least <= bytes, least + " bytes for each, however often");
  }

  private long bytesForEach(PersonalAccessTokens library, String presented) {
    long before = threads.getCurrentThreadAllocatedBytes();
    int verified = 0;
    for (int i = 0; i < BATCH; i++) {
      verified += library.verify(presented, "192.0.2.7") instanceof Verified ? 1 : 0;
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / BATCH;
    assertTrue(verified == 0 || verified == BATCH, verified + " of " + BATCH);
    return each;
  }
}
