package dev.pat4j.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final int EACH = 50_000;

  @Test
  void noAdditionOfAnyThreadIsLost() throws Exception {
    Tally tally = new Tally();
    // More threads than places.
    ExecutorService threads = Executors.newFixedThreadPool(70);
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 0; thread < 70; thread++) {
      running.add(
          threads.submit(
              () -> {
                for (int i = 0; i < EACH; i++) {
                  tally.increment();
                }
              }));
    }
    for (Future<?> thread : running) {
      thread.get();
    }
    threads.shutdown();
    assertEquals(70L * EACH, tally.sum());
  }
}
