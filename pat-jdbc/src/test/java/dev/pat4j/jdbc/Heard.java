package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.ChangeFeed;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A subscriber that keeps what it was told, for a test to take in order. */
final class Heard implements ChangeFeed.Subscriber {

  static final String CONNECTED = "connected";
  static final String DISCONNECTED = "disconnected";

  private final LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();

  static TokenDigest digest(int number) {
    return TokenHasher.sha256().digest("row " + number);
  }

  @Override
  public void changed(TokenDigest digest) {
    told.add(digest);
  }

  @Override
  public void connected() {
    told.add(CONNECTED);
  }

  @Override
  public void disconnected() {
    told.add(DISCONNECTED);
  }

  /** The next thing it was told, waiting up to 20 seconds; "nothing" if there was none. */
  Object next() throws InterruptedException {
    Object next = told.poll(20, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  /** It is a moment after it says that it is connected. */
  static void awaitCurrent(ChangeFeed.Subscription subscription) throws InterruptedException {
    for (int i = 0; !subscription.isCurrent(); i++) {
      assertTrue(i < 2_000, "is not current");
      Thread.sleep(10);
    }
  }

  boolean isQuiet() {
    return told.isEmpty();
  }
}
