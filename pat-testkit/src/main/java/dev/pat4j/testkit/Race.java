package dev.pat4j.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Assertions;

/** Threads that set out at the same moment. */
final class Race {

  static final int RUNNERS = 8;

  static final String THREAD_NAME = "token store contract";

  /** A store that has not answered by then hangs: its interface asks for bounded waiting. */
  private static final int PATIENCE_SECONDS = 60;

  private static final ExecutorService THREADS = Executors.newCachedThreadPool(Race::daemon);

  private Race() {}

  /** How many of {@link #RUNNERS} attempts, each given its number, returned true. */
  static int winners(IntPredicate attempt) {
    List<Callable<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < RUNNERS; i++) {
      int runner = i;
      attempts.add(() -> attempt.test(runner));
    }
    return (int) run(attempts).stream().filter(won -> won).count();
  }

  /** Runs all of them at once; fails if one of them does or hangs. */
  static void all(List<Runnable> runs) {
    run(runs.stream().map(Executors::callable).toList());
  }

  /** Runs all of them at once and returns their results in order. */
  static <T> List<T> run(List<? extends Callable<T>> runs) {
    CountDownLatch ready = new CountDownLatch(runs.size());
    List<Future<T>> underWay = new ArrayList<>();
    for (Callable<T> run : runs) {
      underWay.add(
          THREADS.submit(
              () -> {
                ready.countDown();
                ready.await();
                return run.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : underWay) {
      results.add(result(future));
    }
    return results;
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, SECONDS);
    } catch (ExecutionException e) {
      return Assertions.fail("a thread failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      return Assertions.fail("no answer after " + PATIENCE_SECONDS + " s: a deadlock?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Assertions.fail("interrupted", e);
    }
  }

  private static Thread daemon(Runnable run) {
    Thread thread = new Thread(run, THREAD_NAME);
    thread.setDaemon(true);
    return thread;
  }
}
