package dev.pat4j.benchmarks.jdbc;

import static dev.pat4j.benchmarks.jdbc.Rounds.say;

import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.jdbc.JdbcTokenStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Ten thousand who verify at once: on virtual threads, which must never be pinned to their
 * carriers, and on as many platform threads. Takes Java 21.
 */
final class ThreadKinds {

  private static final int CALLERS = 10_000;
  private static final String PINNED = "jdk.VirtualThreadPinned";

  private final HikariDataSource pool;
  private final String[] known;
  private final boolean quick;

  ThreadKinds(HikariDataSource pool, String[] known, boolean quick) {
    this.pool = pool;
    this.known = known;
    this.quick = quick;
  }

  List<Rounds.Result> run() throws Exception {
    if (!Callers.canBeVirtual()) {
      say("%,d virtual threads are NOT MEASURED: Java %s has none", CALLERS, Runtime.version());
      return List.of();
    }
    List<Rounds.Result> results = new ArrayList<>();
    int sharing = JdbcBenchmarks.POOL;
    for (boolean shared : new boolean[] {false, true}) {
      JdbcTokenStore.Builder builder = JdbcTokenStore.builder(pool);
      JdbcTokenStore store = (shared ? builder.shareRoundTrips(sharing) : builder).build();
      try (PersonalAccessTokens tokens = TokenTable.tokens(store)) {
        results.addAll(
            new Rounds("Threads", Map.of("callers", "10000", "sharing", String.valueOf(shared)))
                .add("platform", () -> rate(tokens, false))
                .add("virtual", () -> rate(tokens, true))
                .run(1, quick ? 2 : 6));
        results.add(pinned(tokens, shared));
      }
    }
    return results;
  }

  private double rate(PersonalAccessTokens tokens, boolean virtual) throws Exception {
    Duration turn = Duration.ofMillis(quick ? 1_000 : 3_000);
    return new Callers(CALLERS, virtual)
        .rate(turn, known.length, JdbcBenchmarks.verify(tokens, known));
  }

  /** However short it was. */
  private Rounds.Result pinned(PersonalAccessTokens tokens, boolean shared) throws Exception {
    Path file = Files.createTempFile("pinned", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(PINNED).withoutThreshold().withStackTrace();
      recording.start();
      rate(tokens, true);
      recording.stop();
      recording.dump(file);
      List<RecordedEvent> events =
          RecordingFile.readAllEvents(file).stream()
              .filter(event -> event.getEventType().getName().equals(PINNED))
              .toList();
      say("  %d times a virtual thread was pinned", events.size());
      events.stream().limit(3).forEach(event -> say("%s", event));
      return new Rounds.Result(
          "Threads.pinned",
          Map.of("callers", "10000", "sharing", String.valueOf(shared)),
          "events",
          List.of((double) events.size()));
    } finally {
      Files.delete(file);
    }
  }
}
