package dev.pat4j.benchmarks.jdbc;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/** Threads that do the same again and again. */
final class Callers {

  private final int count;
  private final boolean virtual;

  /**
   * @param virtual whether the threads are virtual, which takes Java 21
   */
  Callers(int count, boolean virtual) {
    this.count = count;
    this.virtual = virtual;
  }

  static boolean canBeVirtual() {
    return Runtime.version().feature() >= 21;
  }

  /** How often a second all of them together do it, each time with a number below the bound. */
  double rate(Duration turn, int bound, IntConsumer operation) throws Exception {
    CountDownLatch ready = new CountDownLatch(count);
    CountDownLatch over = new CountDownLatch(count);
    CountDownLatch begin = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    LongAdder done = new LongAdder();
    long[] end = new long[1];
    Runnable caller =
        () -> {
          try {
            ready.countDown();
            begin.await();
            while (System.nanoTime() < end[0]) {
              operation.accept(ThreadLocalRandom.current().nextInt(bound));
              done.increment();
            }
          } catch (InterruptedException | RuntimeException e) {
            failure.set(e);
          } finally {
            over.countDown();
          }
        };
    for (int started = 0; started < count; started++) {
      start(caller);
    }
    ready.await();
    long begun = System.nanoTime();
    end[0] = begun + turn.toNanos();
    begin.countDown();
    over.await();
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (failure.get() != null) {
      throw new IllegalStateException("a caller fell", failure.get());
    }
    return done.sum() / seconds;
  }

  private void start(Runnable caller) throws Exception {
    if (virtual) {
      // By reflection, since this is compiled for Java 17.
      Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
      start.invoke(null, caller);
    } else {
      new Thread(caller).start();
    }
  }
}
