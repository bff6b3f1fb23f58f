package dev.pat4j.cache;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.ChangeFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A feed that tells what the test says, when it says so, and vouches for as long as it says. */
final class HandFeed implements ChangeFeed {

  private final List<Subscriber> subscribers = new ArrayList<>();
  private volatile boolean current;
  private final AtomicInteger closed = new AtomicInteger();

  /** Connected and current, and tells nothing by itself. */
  static HandFeed connectedAtOnce() {
    HandFeed feed = new HandFeed();
    feed.current = true;
    return feed;
  }

  /** Not connected yet. */
  static HandFeed silent() {
    return new HandFeed();
  }

  @Override
  public Subscription subscribe(Subscriber subscriber) {
    subscribers.add(subscriber);
    if (current) {
      subscriber.connected();
    }
    return new Subscription() {
      @Override
      public boolean isCurrent() {
        return current;
      }

      @Override
      public void close() {
        current = false;
        closed.incrementAndGet();
        subscribers.remove(subscriber);
      }
    };
  }

  void changed(TokenDigest digest) {
    subscribers.forEach(subscriber -> subscriber.changed(digest));
  }

  void connect() {
    current = true;
    subscribers.forEach(Subscriber::connected);
  }

  void disconnect() {
    current = false;
    subscribers.forEach(Subscriber::disconnected);
  }

  /** Vouches or not, without a word to the subscribers: a network that went silent. */
  void isCurrent(boolean vouches) {
    current = vouches;
  }

  /** Calls back although it does not vouch. */
  void tellDisconnected() {
    subscribers.forEach(Subscriber::disconnected);
  }

  int timesClosed() {
    return closed.get();
  }
}
