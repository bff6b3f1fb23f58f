package dev.pat4j.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Presents a token over and over, on one connection, until it is no longer accepted. */
final class Hammer {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FutureTask<Outcome> task;
  private final CountDownLatch warm;

  /**
   * How it ended; times are those of {@link System#nanoTime}.
   *
   * @param accepted how often it was
   * @param lastAcceptedSent when the last request that was accepted had been sent
   * @param refusal the first answer that was none of acceptance
   */
  record Outcome(int accepted, long lastAcceptedSent, HttpConnection.Answer refusal) {}

  private Hammer(HttpConnection connection, String secret, int warmAfter) {
    warm = new CountDownLatch(warmAfter);
    task = new FutureTask<>(() -> untilRefused(connection, secret));
  }

  /**
   * Begins, and returns when the token was accepted twice: so the node holds it in memory by now.
   *
   * @throws IOException if it is not accepted
   */
  static Hammer warm(HttpConnection connection, String secret)
      throws IOException, InterruptedException {
    Hammer hammer = new Hammer(connection, secret, 2);
    new Thread(hammer.task, "hammer").start();
    while (!hammer.warm.await(1, TimeUnit.MILLISECONDS)) {
      if (hammer.task.isDone()) {
        throw new IOException("never accepted: " + hammer.outcome().refusal());
      }
    }
    return hammer;
  }

  /**
   * Waits until the token is refused.
   *
   * @throws IOException if it never is, or the connection breaks
   */
  Outcome outcome() throws IOException, InterruptedException {
    try {
      return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the hammer broke", e.getCause());
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new IOException("still accepted after " + PATIENCE, e);
    }
  }

  private Outcome untilRefused(HttpConnection connection, String secret) throws IOException {
    int accepted = 0;
    long last = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      HttpConnection.Answer answer = connection.whoAmI(secret);
      if (answer.status() != 200) {
        return new Outcome(accepted, last, answer);
      }
      accepted++;
      last = answer.sent();
      warm.countDown();
    }
    throw new IOException("interrupted while the token was still accepted");
  }
}
