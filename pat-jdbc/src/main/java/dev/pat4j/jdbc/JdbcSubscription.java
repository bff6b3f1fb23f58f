package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.ChangeFeed.Subscriber;
import dev.pat4j.store.ChangeFeed.Subscription;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens until it is closed, over one connection after another.
 *
 * <p>What it vouches for is a moment: the one just before it last asked the database whether there
 * was anything left to tell. Every change committed before that has been told, so whoever trusts no
 * longer than the bound beyond it is late by no more than the bound, whatever hung or was stopped
 * since.
 */
final class JdbcSubscription implements Subscription, Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcSubscription.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final ChangeSource.Opener opener;
  private final Subscriber subscriber;
  private final long bound;

  /** Held during a callback: so closing waits for the last one. */
  private final Lock turn = new ReentrantLock();

  private final CountDownLatch closed = new CountDownLatch(1);

  /** In {@link System#nanoTime}; written by the listening thread only. */
  private volatile long vouchedFor;

  private Duration pause = FIRST_PAUSE;
  private boolean troubled;

  JdbcSubscription(ChangeSource.Opener opener, Subscriber subscriber, Duration bound) {
    this.opener = opener;
    this.subscriber = subscriber;
    this.bound = bound.toNanos();
    distrust();
  }

  @Override
  public boolean isCurrent() {
    return isOpen() && System.nanoTime() - vouchedFor < bound;
  }

  @Override
  public void close() {
    turn.lock();
    try {
      closed.countDown();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void run() {
    try {
      while (isOpen()) {
        listenOnce();
        if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
        pause = longer(pause);
      }
    } catch (InterruptedException e) {
      LOG.warn("the thread that listens for changes was interrupted and ends: caches are not used");
      Thread.currentThread().interrupt();
    } finally {
      distrust();
    }
  }

  /** Listens over one connection until it breaks or this is closed. */
  private void listenOnce() throws InterruptedException {
    boolean connected = false;
    try (ChangeSource source = opener.open()) {
      long listening = System.nanoTime();
      tell(Subscriber::connected);
      connected = true;
      vouchedFor = listening;
      recovered();
      while (isOpen()) {
        source.await(closed, this::changed);
        long asked = System.nanoTime();
        source.catchUp(this::changed);
        vouchedFor = asked;
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) { // every one: a feed that ended would never recover
      distrust();
      lost(e);
    }
    distrust();
    if (connected) {
      disconnected();
    }
  }

  private void changed(TokenDigest digest) {
    tell(to -> to.changed(digest));
  }

  /** One who throws may hold something stale: all begins anew, which empties what he holds. */
  private void tell(Callback callback) {
    turn.lock();
    try {
      if (isOpen()) {
        callback.on(subscriber);
      }
    } finally {
      turn.unlock();
    }
  }

  private void disconnected() {
    try {
      tell(Subscriber::disconnected);
    } catch (RuntimeException e) {
      LOG.error("A subscriber of changes failed; it is told again when they can be heard", e);
    }
  }

  private void recovered() {
    if (troubled) {
      LOG.info("changes are heard again");
    }
    troubled = false;
    pause = FIRST_PAUSE;
  }

  private void lost(Throwable cause) {
    if (!isOpen()) {
      return;
    }
    if (troubled) {
      LOG.debug("changes still cannot be heard", cause);
    } else {
      LOG.warn(
          "changes cannot be heard: until they can, the store is asked instead of a cache", cause);
    }
    troubled = true;
  }

  private boolean isOpen() {
    return closed.getCount() > 0;
  }

  private void distrust() {
    vouchedFor = System.nanoTime() - bound;
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private interface Callback {
    void on(Subscriber subscriber);
  }
}
