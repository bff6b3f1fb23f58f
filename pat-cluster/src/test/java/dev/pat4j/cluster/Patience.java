package dev.pat4j.cluster;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;

/** Waits for what must come, without an opinion of how fast. */
final class Patience {

  private static final long NANOS = 120_000_000_000L;

  private Patience() {}

  /** What is to become true. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Asks every 20 ms, for two minutes; an answer that fails is none. */
  static void until(String what, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + NANOS;
    while (System.nanoTime() - end < 0) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException notYet) {
        // Asked again.
      }
      Thread.sleep(20);
    }
    fail("not within two minutes: " + what);
  }

  static void untilTime(long nanoTime) throws InterruptedException {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
