package dev.pat4j.jdbc;

import static dev.pat4j.jdbc.Heard.CONNECTED;
import static dev.pat4j.jdbc.Heard.DISCONNECTED;
import static dev.pat4j.jdbc.Heard.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.ChangeFeed.Subscriber;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JdbcSubscriptionTest {

  private static final Duration BOUND = Duration.ofSeconds(2);

  private final Scripted source = new Scripted();
  private final Heard heard = new Heard();
  private JdbcSubscription subscription = new JdbcSubscription(source, heard, BOUND);
  private Thread thread = new Thread(subscription, "listener under test");

  @AfterEach
  void end() throws InterruptedException {
    subscription.close();
    source.mayAnswer.release(1_000_000);
    thread.join(20_000);
    assertFalse(thread.isAlive(), "the thread ends when the subscription is closed");
    assertEquals(source.opened.get(), source.closed.get(), "every connection is closed");
  }

  @Test
  void tellsThatItIsConnectedAndThenEveryChange() throws Exception {
    source.mayAnswer.release(1_000_000);
    thread.start();
    source.pending.add(digest(1));
    source.pending.add(digest(2));
    assertEquals(CONNECTED, heard.next());
    assertEquals(digest(1), heard.next());
    assertEquals(digest(2), heard.next());
    await(subscription::isCurrent);
  }

  @Test
  void isNotCurrentBeforeItIsConnected() throws Exception {
    source.refuse = true;
    thread.start();
    await(() -> source.refusals.get() > 1);
    assertFalse(subscription.isCurrent());
    assertTrue(heard.isQuiet(), "it has nothing to say yet");
    source.refuse = false;
    source.mayAnswer.release(1_000_000);
    assertEquals(CONNECTED, heard.next());
    await(subscription::isCurrent);
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNotTrustedLongerThanTheBound() throws Exception {
    thread.start();
    assertEquals(CONNECTED, heard.next());
    await(subscription::isCurrent);
    await(() -> !subscription.isCurrent());
    assertTrue(heard.isQuiet(), "nobody has noticed anything yet");
    source.mayAnswer.release(1_000_000);
    await(subscription::isCurrent);
  }

  @Test
  void vouchesForTheTimeOfItsQuestionAndNotOfTheAnswer() throws Exception {
    thread.start();
    assertEquals(CONNECTED, heard.next());
    await(() -> source.asked.get() == 1);
    await(() -> !subscription.isCurrent());
    // Answered later than the bound: what was committed meanwhile may be missing.
    source.mayAnswer.release();
    await(() -> source.asked.get() == 2);
    assertFalse(subscription.isCurrent());
  }

  @Test
  void aBrokenConnectionIsToldOnceAndReplaced() throws Exception {
    source.mayAnswer.release(1_000_000);
    thread.start();
    assertEquals(CONNECTED, heard.next());
    source.broken = new SQLException("terminated", "57P01");
    assertEquals(DISCONNECTED, heard.next());
    assertEquals(CONNECTED, heard.next());
    await(subscription::isCurrent);
  }

  @Test
  void anUnexpectedFailureEndsNothing() throws Exception {
    source.mayAnswer.release(1_000_000);
    thread.start();
    assertEquals(CONNECTED, heard.next());
    source.unexpected = new IllegalStateException("a driver's bug");
    assertEquals(DISCONNECTED, heard.next());
    assertEquals(CONNECTED, heard.next());
  }

  @Test
  void aSubscriberThatThrowsBeginsAnew() throws Exception {
    source.mayAnswer.release(1_000_000);
    Heard inner = heard;
    AtomicInteger failures = new AtomicInteger();
    subscription =
        new JdbcSubscription(
            source,
            new Subscriber() {
              @Override
              public void changed(TokenDigest digest) {
                failures.incrementAndGet();
                throw new IllegalStateException("cannot keep up");
              }

              @Override
              public void connected() {
                inner.connected();
              }

              @Override
              public void disconnected() {
                inner.disconnected();
              }
            },
            BOUND);
    thread = new Thread(subscription);
    thread.start();
    assertEquals(CONNECTED, heard.next());
    source.pending.add(digest(1));
    assertEquals(DISCONNECTED, heard.next());
    assertEquals(CONNECTED, heard.next());
    assertEquals(1, failures.get());
  }

  @Test
  void nothingIsToldOnceCloseHasReturned() throws Exception {
    source.mayAnswer.release(1_000_000);
    thread.start();
    assertEquals(CONNECTED, heard.next());
    subscription.close();
    subscription.close();
    assertFalse(subscription.isCurrent());
    source.pending.add(digest(1));
    thread.join(20_000);
    assertTrue(heard.isQuiet());
  }

  @Test
  void closeWaitsForTheCallbackThatRuns() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch mayLeave = new CountDownLatch(1);
    subscription =
        new JdbcSubscription(
            source,
            new Subscriber() {
              @Override
              public void changed(TokenDigest digest) {}

              @Override
              public void connected() {
                inside.countDown();
                try {
                  mayLeave.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }

              @Override
              public void disconnected() {}
            },
            BOUND);
    thread = new Thread(subscription);
    thread.start();
    inside.await();
    Thread closing = new Thread(subscription::close);
    closing.start();
    closing.join(100);
    assertTrue(closing.isAlive(), "close has returned during a callback");
    mayLeave.countDown();
    closing.join(20_000);
    assertFalse(closing.isAlive());
  }

  @Test
  void canBeClosedFromACallback() throws Exception {
    source.mayAnswer.release(1_000_000);
    subscription =
        new JdbcSubscription(
            source,
            new Subscriber() {
              @Override
              public void changed(TokenDigest digest) {
                heard.changed(digest);
                subscription.close();
              }

              @Override
              public void connected() {}

              @Override
              public void disconnected() {
                heard.disconnected();
              }
            },
            BOUND);
    thread = new Thread(subscription);
    thread.start();
    source.pending.add(digest(1));
    source.pending.add(digest(2));
    assertEquals(digest(1), heard.next());
    thread.join(20_000);
    assertTrue(heard.isQuiet(), "told after it was closed");
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; !condition.getAsBoolean(); i++) {
      assertTrue(i < 20_000, "has not come to pass within 20 seconds");
      Thread.sleep(1);
    }
  }

  /** Does what the test says; answers only as often as it is allowed to. */
  private static final class Scripted implements ChangeSource.Opener {
    final Semaphore mayAnswer = new Semaphore(0);
    final LinkedBlockingQueue<TokenDigest> pending = new LinkedBlockingQueue<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger refusals = new AtomicInteger();
    final AtomicInteger asked = new AtomicInteger();
    volatile boolean refuse;
    volatile SQLException broken;
    volatile RuntimeException unexpected;

    @Override
    public ChangeSource open() throws SQLException {
      if (refuse) {
        refusals.incrementAndGet();
        throw new SQLException("nobody listens there", "08001");
      }
      opened.incrementAndGet();
      return new Open();
    }

    private final class Open implements ChangeSource {

      @Override
      public void catchUp(Consumer<TokenDigest> told) throws SQLException {
        asked.incrementAndGet();
        mayAnswer.acquireUninterruptibly();
        if (broken != null) {
          SQLException now = broken;
          broken = null;
          throw now;
        }
        if (unexpected != null) {
          RuntimeException now = unexpected;
          unexpected = null;
          throw now;
        }
        for (TokenDigest next = pending.poll(); next != null; next = pending.poll()) {
          told.accept(next);
        }
      }

      @Override
      public void await(CountDownLatch end, Consumer<TokenDigest> told)
          throws InterruptedException {
        boolean ignored = end.await(10, TimeUnit.MILLISECONDS);
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    }
  }
}
