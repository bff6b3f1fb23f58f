package dev.pat4j.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WorkshopTest {

  @Test
  void manyThreadsThatShareTheToolsGetTheirOwnDigests() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int t = 0; t < 64; t++) {
        String prefix = "token " + t + " ";
        tasks.add(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                String text = prefix + i;
                if (!TokenHasher.sha256().digest(text).equals(expected(text))) {
                  return false;
                }
              }
              return true;
            });
      }
      for (Future<Boolean> outcome : threads.invokeAll(tasks)) {
        assertTrue(outcome.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void everyTextIsHashedAsUtf8HoweverLong() throws Exception {
    for (String text :
        List.of("", "a", "\u007F", "\u0080", "\u00E9", "\u0161", "\uD83D\uDE00", "\uD83D")) {
      for (String around : List.of("", "x", "x".repeat(127), "x".repeat(128), "x".repeat(500))) {
        assertEquals(expected(around + text), TokenHasher.sha256().digest(around + text));
      }
    }
  }

  @Test
  void nobodyComputesWithAToolThatFailed() {
    List<String> log = new ArrayList<>();
    Workshop workshop =
        new Workshop(
            () -> {
              log.add("tool");
              boolean[] broken = {false};
              return (text, length, result) -> {
                assertEquals(false, broken[0], "used after it failed");
                broken[0] = text[0] == '!';
                if (broken[0]) {
                  throw new IllegalArgumentException("failed");
                }
              };
            });
    for (int i = 0; i < 5; i++) {
      assertThrows(IllegalArgumentException.class, () -> workshop.digest("!"));
      workshop.digest("fine");
    }
    assertTrue(log.size() > 5, "each that failed was replaced: " + log.size());
  }

  @Test
  void noTextIsLeftBehind() {
    List<byte[]> seen = new ArrayList<>();
    Workshop workshop = new Workshop(() -> (text, length, result) -> seen.add(text));
    workshop.digest("acme_secret");
    assertArrayEquals(new byte[seen.get(0).length], seen.get(0));
  }

  private static TokenDigest expected(String text) throws Exception {
    return TokenDigest.ofBytes(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
