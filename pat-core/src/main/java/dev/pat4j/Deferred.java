package dev.pat4j;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the writing that no request waits for, an interval after there first was some. Has no thread
 * and no timer of its own while there is nothing to write.
 */
final class Deferred {

  private static final Logger LOG = LoggerFactory.getLogger(Deferred.class);

  private final LastUses lastUses;
  private final Rekeying rekeying;
  private final Executor later;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ReentrantLock flushing = new ReentrantLock();
  private volatile boolean closed;

  Deferred(LastUses lastUses, Rekeying rekeying, Duration interval, Executor executor) {
    this.lastUses = lastUses;
    this.rekeying = rekeying;
    this.later =
        CompletableFuture.delayedExecutor(
            interval.toMillis(), TimeUnit.MILLISECONDS, task -> submit(task, executor));
  }

  /** Sees to it that a flush follows. */
  void schedule() {
    if (!closed && scheduled.compareAndSet(false, true)) {
      later.execute(this::run);
    }
  }

  /** An executor that refuses is asked again after the next use; the timer would not tell us. */
  private void submit(Runnable task, Executor executor) {
    try {
      executor.execute(task);
    } catch (RuntimeException e) {
      scheduled.set(false);
      LOG.warn("the executor refused to write last uses; they are kept for the next try", e);
    }
  }

  /** Writes what waits, now. */
  void flush() {
    flushing.lock();
    try {
      rekeying.flush();
      lastUses.flush();
    } finally {
      flushing.unlock();
    }
  }

  void close() {
    closed = true;
    flushing.lock();
    try {
      rekeying.flush();
      lastUses.close();
    } finally {
      flushing.unlock();
    }
  }

  private void run() {
    scheduled.set(false);
    if (closed) {
      return;
    }
    try {
      flush();
    } finally {
      if (!lastUses.isEmpty() || !rekeying.isEmpty()) {
        schedule();
      }
    }
  }
}
