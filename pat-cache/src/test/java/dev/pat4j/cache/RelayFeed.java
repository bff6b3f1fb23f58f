package dev.pat4j.cache;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.ChangeFeed;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Tells one subscriber what another feed tells, except while it is cut off. */
final class RelayFeed implements ChangeFeed {

  private final ChangeFeed source;
  private final Lock turn = new ReentrantLock();
  private Optional<Subscriber> told = Optional.empty();
  private volatile boolean connected;

  RelayFeed(ChangeFeed source) {
    this.source = source;
  }

  @Override
  public Subscription subscribe(Subscriber subscriber) {
    told = Optional.of(subscriber);
    Subscription relayed =
        source.subscribe(
            new Subscriber() {
              @Override
              public void changed(TokenDigest digest) {
                inTurn(
                    () -> {
                      if (connected) {
                        subscriber.changed(digest);
                      }
                    });
              }

              @Override
              public void connected() {
                connect();
              }

              @Override
              public void disconnected() {
                disconnect();
              }
            });
    return new Subscription() {
      @Override
      public boolean isCurrent() {
        return connected;
      }

      @Override
      public void close() {
        relayed.close();
      }
    };
  }

  void connect() {
    inTurn(
        () -> {
          told.ifPresent(Subscriber::connected);
          connected = true;
        });
  }

  void disconnect() {
    inTurn(
        () -> {
          connected = false;
          told.ifPresent(Subscriber::disconnected);
        });
  }

  private void inTurn(Runnable callback) {
    turn.lock();
    try {
      callback.run();
    } finally {
      turn.unlock();
    }
  }
}
