package dev.pat4j.store;

import static java.util.Objects.requireNonNull;

import dev.pat4j.hash.TokenDigest;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribers in this process, on the thread that made the change. It is never disconnected.
 *
 * <p>A subscriber that throws breaks its own promise only: the others are told, the writer goes on,
 * and an error is logged.
 */
final class LocalChangeFeed implements ChangeFeed {

  private static final Logger log = LoggerFactory.getLogger(LocalChangeFeed.class);

  private final List<Open> open = new CopyOnWriteArrayList<>();

  @Override
  public Subscription subscribe(Subscriber subscriber) {
    Open subscription = new Open(requireNonNull(subscriber, "subscriber"));
    subscription.begin();
    return subscription;
  }

  void tell(Collection<TokenDigest> changed) {
    for (TokenDigest digest : changed) {
      open.forEach(subscription -> subscription.tell(digest));
    }
  }

  private final class Open implements Subscription {

    private final Subscriber subscriber;

    /** Held during a callback: so they come one at a time, and closing waits for the last one. */
    private final Lock turn = new ReentrantLock();

    private volatile boolean closed;

    Open(Subscriber subscriber) {
      this.subscriber = subscriber;
    }

    /** Listed before it is connected, so that no change falls between the two. */
    void begin() {
      turn.lock();
      try {
        open.add(this);
        subscriber.connected();
      } finally {
        turn.unlock();
      }
    }

    void tell(TokenDigest digest) {
      turn.lock();
      try {
        if (!closed) {
          subscriber.changed(digest);
        }
      } catch (RuntimeException e) {
        log.error("A subscriber of changes failed; what it holds may be stale", e);
      } finally {
        turn.unlock();
      }
    }

    @Override
    public boolean isCurrent() {
      return !closed;
    }

    @Override
    public void close() {
      turn.lock();
      try {
        closed = true;
        open.remove(this);
      } finally {
        turn.unlock();
      }
    }
  }
}
