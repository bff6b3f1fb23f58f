package dev.pat4j.cache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStore;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** One look-up on a thread of its own. */
final class Reader {

  private final FutureTask<Optional<StoredToken>> reading;
  private final Thread thread;
  private volatile boolean leftInterrupted;

  private Reader(TokenStore store, TokenDigest digest) {
    this.reading =
        new FutureTask<>(
            () -> {
              Optional<StoredToken> found = store.findByDigest(digest);
              leftInterrupted = Thread.currentThread().isInterrupted();
              return found;
            });
    this.thread = new Thread(reading, "reader");
    thread.setDaemon(true);
  }

  static Reader of(TokenStore store, TokenDigest digest) {
    Reader reader = new Reader(store, digest);
    reader.thread.start();
    return reader;
  }

  /** Returns once the thread stands still: at a gate, or behind a reader that does. */
  Reader awaitStandstill() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (thread.getState() != Thread.State.WAITING) {
      assertTrue(thread.isAlive() && System.nanoTime() < deadline, "it does not wait");
      Thread.onSpinWait();
    }
    return this;
  }

  /** Returns once the thread stands still, or is over. */
  Reader awaitStandstillOrEnd() {
    while (!reading.isDone() && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return this;
  }

  void interrupt() {
    thread.interrupt();
  }

  boolean wasLeftInterrupted() {
    return leftInterrupted;
  }

  Optional<StoredToken> answer() throws ExecutionException, InterruptedException {
    return reading.get();
  }
}
