package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pat4j.store.StoredToken;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/** A thread that asks {@link SharedTrips} for one token. */
final class Caller {

  private final long number;
  private final FutureTask<Optional<StoredToken>> asking;
  private final Thread thread;
  private volatile boolean leftInterrupted;

  Caller(SharedTrips trips, long number) {
    this.number = number;
    this.asking =
        new FutureTask<>(
            () -> {
              try {
                return trips.byDigest(Tokens.digest(number));
              } finally {
                leftInterrupted = Thread.interrupted();
              }
            });
    this.thread = new Thread(asking, "caller " + number);
    thread.setDaemon(true);
    thread.start();
  }

  /** Until it is held while it reads, or stands in the line. */
  void awaitWaiting() throws InterruptedException {
    while (true) {
      Object blocker = LockSupport.getBlocker(thread);
      if (blocker instanceof Passenger
          || (blocker != null && blocker.getClass().getName().contains("Semaphore"))) {
        return;
      }
      Thread.sleep(1);
    }
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Whether it was told to stop when it had its answer. */
  boolean wasLeftInterrupted() {
    return leftInterrupted;
  }

  /** The row if its number is positive, and else that there is none. */
  void assertFound() throws Exception {
    assertEquals(number > 0 ? Optional.of(Tokens.plain(number)) : Optional.empty(), asking.get());
  }

  Throwable failure() {
    return assertThrows(ExecutionException.class, asking::get).getCause();
  }
}
