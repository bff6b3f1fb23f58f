package dev.pat4j.cache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStore;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One look-up on a thread of its own. */
final class Reader {

  private final FutureTask<Optional<StoredToken>> reading;
  private final Thread thread;
  private volatile boolean leftInterrupted;
  private @Nullable Object stoodAt;

  private Reader(TokenStore store, TokenDigest digest, Runnable first) {
    this.reading =
        new FutureTask<>(
            () -> {
              first.run();
              Optional<StoredToken> found = store.findByDigest(digest);
              leftInterrupted = Thread.currentThread().isInterrupted();
              return found;
            });
    this.thread = new Thread(reading, "reader");
    thread.setDaemon(true);
  }

  static Reader of(TokenStore store, TokenDigest digest) {
    return of(store, digest, () -> {});
  }

  /** Does this first, on the same thread. */
  static Reader of(TokenStore store, TokenDigest digest, Runnable first) {
    Reader reader = new Reader(store, digest, first);
    reader.thread.start();
    return reader;
  }

  /**
   * Returns once the thread stands still: at a gate, or behind a reader that does; elsewhere than
   * it stood when this returned before.
   */
  Reader awaitStandstill() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    @Nullable Object at = null;
    while (at == null || at == stoodAt || thread.getState() != Thread.State.WAITING) {
      assertTrue(thread.isAlive() && System.nanoTime() < deadline, "it does not wait");
      Thread.onSpinWait();
      at = LockSupport.getBlocker(thread);
    }
    stoodAt = at;
    return this;
  }

  /** Returns once the thread stands still, or is over. */
  Reader awaitStandstillOrEnd() {
    while (!reading.isDone() && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return this;
  }

  boolean isOver() {
    return reading.isDone();
  }

  void interrupt() {
    thread.interrupt();
  }

  boolean wasLeftInterrupted() {
    return leftInterrupted;
  }

  Optional<StoredToken> answer() throws ExecutionException, InterruptedException {
    try {
      return reading.get(30, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }
}
