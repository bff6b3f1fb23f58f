package dev.pat4j.cache;

import static dev.pat4j.cache.Rows.digest;
import static dev.pat4j.cache.Rows.id;
import static dev.pat4j.cache.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.cache.CachingTokenStore.Statistics;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that read, change, use and disconnect as fast as they can: no answer is too old. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoherenceRaceTest {

  private static final int TOKENS = 8;

  private final InMemoryTokenStore rows = new InMemoryTokenStore();
  private final RelayFeed here = new RelayFeed(rows.changes());
  private final RelayFeed there = new RelayFeed(rows.changes());

  /** One of them has no room for all tokens. */
  private final List<CachingTokenStore> nodes =
      List.of(
          CachingTokenStore.builder(rows, here).build(),
          CachingTokenStore.builder(rows, there).maximumTokens(TOKENS / 2).build());

  /** The version that the last change of each token made which is over. */
  private final AtomicLongArray completed = new AtomicLongArray(TOKENS + 1);

  /** How often each token began to be deleted, and how often it was back again. */
  private final AtomicLongArray deleted = new AtomicLongArray(TOKENS + 1);

  private final AtomicLongArray back = new AtomicLongArray(TOKENS + 1);

  private final AtomicBoolean over = new AtomicBoolean();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    over.set(true);
    threads.shutdownNow();
  }

  @Test
  @DisplayName("threats 28, 29: no read is older than a change that was over when it began")
  void noReadIsOlderThanAChangeThatWasOverWhenItBegan() throws Exception {
    for (int number = 1; number <= TOKENS; number++) {
      rows.insert(row(number));
      completed.set(number, 1);
    }
    List<Future<?>> running = new ArrayList<>();
    for (CachingTokenStore node : nodes) {
      running.add(threads.submit(() -> readUntilOver(node)));
      running.add(threads.submit(() -> readUntilOver(node)));
    }
    running.add(threads.submit(this::disconnectUntilOver));
    // Each token is changed by one thread: on this node, on that one, or at the store itself.
    running.add(threads.submit(() -> changeUntilOver(1)));
    running.add(threads.submit(() -> changeUntilOver(2)));
    while (!nodes.stream().allMatch(CoherenceRaceTest::hasSeenEnough)) {
      for (Future<?> thread : running) {
        if (thread.isDone()) {
          thread.get(); // which says what it failed of
        }
      }
      LockSupport.parkNanos(1_000_000);
    }
    over.set(true);
    for (Future<?> thread : running) {
      thread.get();
    }
    for (CachingTokenStore node : nodes) {
      for (int number = 1; number <= TOKENS; number++) {
        // Of uses on the other node it need not know.
        assertEquals(
            rows.findByDigest(digest(number)).map(StoredToken::version),
            node.findByDigest(digest(number)).map(StoredToken::version));
      }
    }
  }

  private static boolean hasSeenEnough(CachingTokenStore node) {
    Statistics statistics = node.statistics();
    return statistics.hits() > 1_000 && statistics.misses() > 1_000 && statistics.bypassed() > 100;
  }

  private void changeUntilOver(int parity) {
    SplittableRandom random = new SplittableRandom(parity);
    List<TokenStore> ways = List.of(nodes.get(0), nodes.get(1), rows);
    while (!over.get()) {
      int number = 1 + random.nextInt(TOKENS / 2) * 2 + parity % 2;
      TokenStore way = ways.get(random.nextInt(ways.size()));
      StoredToken before = rows.findById(id(number)).orElseThrow();
      if (random.nextInt(20) == 0) {
        long version = before.version() + 1;
        deleted.incrementAndGet(number);
        assertTrue(way.delete(id(number)));
        assertTrue(way.insert(row(number).toBuilder().version(version).build()));
        back.incrementAndGet(number);
      } else {
        assertTrue(way.replace(before, before));
      }
      completed.incrementAndGet(number);
    }
  }

  private void readUntilOver(CachingTokenStore node) {
    SplittableRandom random = new SplittableRandom(3);
    while (!over.get()) {
      int number = 1 + random.nextInt(TOKENS);
      long least = completed.get(number);
      long wasBack = back.get(number);
      Optional<StoredToken> found = node.findByDigest(digest(number));
      if (found.isPresent()) {
        long version = found.get().version();
        assertTrue(version >= least, () -> "version " + version + " after " + least);
      } else {
        assertTrue(deleted.get(number) > wasBack, "there all the time, and not found");
      }
      if (random.nextInt(50) == 0) {
        node.touch(Map.of(id(number), Rows.used(random.nextInt(100))));
      }
    }
  }

  private void disconnectUntilOver() {
    while (!over.get()) {
      for (RelayFeed feed : List.of(here, there)) {
        feed.disconnect();
        LockSupport.parkNanos(1_000);
        feed.connect();
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
