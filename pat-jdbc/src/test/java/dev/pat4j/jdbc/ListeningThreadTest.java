package dev.pat4j.jdbc;

import static dev.pat4j.jdbc.Heard.CONNECTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.ChangeFeed.Subscriber;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What may befall the thread that listens: it goes on, or is no longer believed. */
@Timeout(60)
class ListeningThreadTest {

  private static final Duration BOUND = Duration.ofSeconds(20);

  private final Heard heard = new Heard();
  private final Quiet source = new Quiet();

  @Test
  void oneThatIsInterruptedEndsAndIsNoLongerBelieved() throws Exception {
    JdbcSubscription subscription = new JdbcSubscription(() -> source, heard, BOUND);
    Thread thread = new Thread(subscription, "listener under test");
    try (CapturedLog log = new CapturedLog()) {
      thread.start();
      assertEquals(CONNECTED, heard.next());
      while (!subscription.isCurrent()) {
        Thread.onSpinWait();
      }
      thread.interrupt();
      thread.join(20_000);
      assertFalse(subscription.isCurrent(), "long before its bound");
      assertEquals(
          List.of(
              "WARN the thread that listens for changes was interrupted and ends:"
                  + " caches are not used"),
          log.lines(Level.INFO));
    }
    assertTrue(source.closed, "its connection is closed");
  }

  @Test
  void aSubscriberThatCannotBearToBeDisconnectedIsConnectedAgain() throws Exception {
    JdbcSubscription subscription =
        new JdbcSubscription(
            () -> source,
            new Subscriber() {
              @Override
              public void changed(TokenDigest digest) {}

              @Override
              public void connected() {
                heard.connected();
              }

              @Override
              public void disconnected() {
                throw new IllegalStateException("a subscriber's bug");
              }
            },
            BOUND);
    Thread thread = new Thread(subscription, "listener under test");
    try (CapturedLog log = new CapturedLog()) {
      thread.start();
      assertEquals(CONNECTED, heard.next());
      source.broken.set(true);
      assertEquals(CONNECTED, heard.next());
      assertTrue(
          log.lines(Level.ERROR).get(0).startsWith("ERROR A subscriber of changes failed"),
          log::text);
    } finally {
      subscription.close();
      thread.join(20_000);
    }
    assertFalse(thread.isAlive());
  }

  /** Nothing ever changes; it breaks once if it is told to. */
  private static final class Quiet implements ChangeSource {
    final AtomicBoolean broken = new AtomicBoolean();
    volatile boolean closed;

    @Override
    public void await(CountDownLatch end, Consumer<TokenDigest> told) throws InterruptedException {
      boolean ignored = end.await(5, TimeUnit.MILLISECONDS);
    }

    @Override
    public void catchUp(Consumer<TokenDigest> told) throws SQLException {
      if (broken.getAndSet(false)) {
        throw new SQLException("terminated", "57P01");
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
