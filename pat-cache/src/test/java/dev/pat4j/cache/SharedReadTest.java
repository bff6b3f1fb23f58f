package dev.pat4j.cache;

import static dev.pat4j.cache.Rows.digest;
import static dev.pat4j.cache.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.pat4j.cache.CachingTokenStore.Statistics;
import dev.pat4j.cache.WatchedStore.Gate;
import dev.pat4j.store.StoredToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads that want the same digest at once cost one read. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedReadTest {

  private static final int THREADS = 200;

  private final WatchedStore store = new WatchedStore();
  private final CachingTokenStore cached =
      CachingTokenStore.builder(store, store.rows.changes()).build();
  private final ExecutorService readers = Executors.newCachedThreadPool();

  @AfterEach
  void stopReaders() {
    readers.shutdownNow();
  }

  @RepeatedTest(5)
  void twoHundredThreadsAtOneColdDigestReadItOnce() throws Exception {
    store.rows.insert(row(1));
    assertEquals(Optional.of(row(1)), readAtOnce());
    assertEquals(1, store.reads());
    assertEquals(new Statistics(THREADS - 1, 0, 1, 0, 1, 0), cached.statistics());
  }

  @RepeatedTest(5)
  void twoHundredThreadsAtOneUnknownDigestReadItOnce() throws Exception {
    assertEquals(Optional.empty(), readAtOnce());
    assertEquals(1, store.reads());
    assertEquals(new Statistics(0, THREADS - 1, 1, 0, 0, 1), cached.statistics());
  }

  /** He has found nothing, and before he can begin to read, another has read it. */
  @Test
  void whoComesJustTooLateForAReadNeedsNoOther() throws Exception {
    SlowClock clock = new SlowClock();
    CachingTokenStore slow =
        CachingTokenStore.builder(store, HandFeed.connectedAtOnce()).ticker(clock).build();
    slow.findByDigest(digest(1));
    clock.advance(Duration.ofMinutes(1)); // that there is no such row is forgotten by now
    store.rows.insert(row(1));
    Gate gate = new Gate();
    Reader late = Reader.of(slow, digest(1), () -> clock.stopThisThread(gate));
    gate.awaitReader();
    assertEquals(Optional.of(row(1)), slow.findByDigest(digest(1)));
    store.forgetCalls();
    gate.open();
    assertEquals(Optional.of(row(1)), late.answer());
    assertEquals(0, store.reads());
  }

  /** Two reads of one token, under the digest it had and the one it has, are over together. */
  @Test
  void anIdIsKeptUnderOneDigestAlthoughTwoReadsEndAtOnce() throws Exception {
    SlowClock clock = new SlowClock();
    CachingTokenStore slow =
        CachingTokenStore.builder(store, HandFeed.connectedAtOnce()).ticker(clock).build();
    store.rows.insert(row(1));
    Gate gate = new Gate();
    Reader late = Reader.of(slow, digest(1), () -> clock.stopThisThread(gate));
    gate.awaitReader(); // it has read, and is about to keep the row
    store.rows.replace(row(1), Rows.under(row(1), 2));
    assertTrue(slow.findByDigest(digest(2)).isPresent());
    gate.open();
    late.answer();
    assertEquals(1, slow.statistics().tokens());
    assertEquals(store.rows.findByDigest(digest(2)), slow.findByDigest(digest(2)));
    assertTrue(slow.delete(row(1).id()));
    assertEquals(0, slow.statistics().tokens(), "all that was held of it");
  }

  @Test
  void aSlowReadOfOneDigestHoldsUpNoOther() throws Exception {
    store.rows.insert(row(2));
    Gate gate = store.holdNextRead();
    Reader slow = read(1);
    gate.awaitReader();
    assertEquals(Optional.of(row(2)), read(2).answer());
    gate.open();
    assertEquals(Optional.empty(), slow.answer());
  }

  @Test
  void whoIsInterruptedWhileWaitingReadsForHimselfAndStaysInterrupted() throws Exception {
    store.rows.insert(row(1));
    Gate gate = store.holdNextRead();
    Reader slow = read(1);
    gate.awaitReader();
    Reader waiting = read(1).awaitStandstill();
    waiting.interrupt();
    assertEquals(Optional.of(row(1)), waiting.answer());
    assertTrue(waiting.wasLeftInterrupted());
    gate.open();
    assertEquals(Optional.of(row(1)), slow.answer());
    assertEquals(2, store.reads());
  }

  private Reader read(long number) {
    return Reader.of(cached, digest(number));
  }

  /** What all of them were told. */
  private Optional<StoredToken> readAtOnce() throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<Optional<StoredToken>>> reading = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      reading.add(
          readers.submit(
              () -> {
                start.await();
                return cached.findByDigest(digest(1));
              }));
    }
    Optional<StoredToken> first = reading.get(0).get();
    for (Future<Optional<StoredToken>> read : reading) {
      assertEquals(first, read.get());
    }
    return first;
  }

  /** Stops a thread that asks for the time, for Caffeine does in the midst of things. */
  private static final class SlowClock implements Ticker {
    private final AtomicLong nanos = new AtomicLong();
    private final Map<Thread, Gate> stops = new ConcurrentHashMap<>();

    void advance(Duration time) {
      nanos.addAndGet(time.toNanos());
    }

    void stopThisThread(Gate gate) {
      stops.put(Thread.currentThread(), gate);
    }

    @Override
    public long read() {
      Gate gate = stops.remove(Thread.currentThread());
      if (gate != null) {
        gate.pass();
      }
      return nanos.get();
    }
  }
}
