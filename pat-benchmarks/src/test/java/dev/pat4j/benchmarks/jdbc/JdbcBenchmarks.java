package dev.pat4j.benchmarks.jdbc;

import static dev.pat4j.benchmarks.jdbc.Rounds.say;

import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.benchmarks.Summary;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.jdbc.JdbcSchema;
import dev.pat4j.jdbc.JdbcTokenStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Runs all that takes a database, but for {@link ScaleRun}, on Java 25 on virtual threads, too. No
 * result of an earlier run stays behind.
 *
 * <pre>{@code
 * mvn -q -Pbenchmarks -pl pat-benchmarks -am -Dbenchmarks.jvm=-Xmx3g \
 *     -Dbenchmarks.main=dev.pat4j.benchmarks.jdbc.JdbcBenchmarks \
 *     -Dargs="[--quick] [--out FILE] [look-ups] [callers] [threads] [last-uses]"
 * }</pre>
 */
public final class JdbcBenchmarks {

  /** What can be asked for. */
  public static final List<String> PARTS = List.of("look-ups", "callers", "threads", "last-uses");

  /** What most pools are, and as many round trips as are then shared. */
  static final int POOL = 8;

  private static final int ROWS = 100_000;

  /** Short, and many of them, since the ratio of two is only as good as they were alike. */
  private static final Duration TURN = Duration.ofMillis(400);

  private final boolean quick;
  private final List<Rounds.Result> results = new ArrayList<>();

  private JdbcBenchmarks(boolean quick) {
    this.quick = quick;
  }

  public static void main(String[] args) throws Exception {
    List<String> given = new ArrayList<>(Arrays.asList(args));
    boolean quick = given.remove("--quick");
    int out = given.indexOf("--out");
    Path file = Path.of(out < 0 ? "target/benchmarks-jdbc.json" : given.get(out + 1));
    if (out >= 0) {
      given.subList(out, out + 2).clear();
    }
    Files.deleteIfExists(file);
    JdbcBenchmarks benchmarks = new JdbcBenchmarks(quick);
    say("Java %s, PostgreSQL, a pool of %d", Runtime.version(), POOL);
    try (PostgresServer server =
        PostgresServer.builder()
            .setting("shared_buffers", "2GB")
            .setting("max_wal_size", "8GB")
            .start()) {
      benchmarks.run(server, given);
    }
    JmhJson.write(file, benchmarks.results);
    say("written to %s", file);
    if (given.isEmpty()) {
      Summary.main(args);
    }
    System.exit(0); // whatever the threads of the last turn still do
  }

  private void run(PostgresServer server, List<String> wanted) throws Exception {
    try (HikariDataSource pool = pool(server)) {
      TokenTable table = new TokenTable(pool, ROWS / 10_000);
      table.growTo(ROWS);
      String[] known = table.known().toArray(new String[0]);
      if (isWanted(wanted, "look-ups")) {
        lookUps(pool, known, 1);
        lookUps(pool, known, POOL);
      }
      if (isWanted(wanted, "callers")) {
        callers(pool, known, false);
        if (Callers.canBeVirtual()) {
          callers(pool, known, true);
        }
      }
      if (isWanted(wanted, "threads")) {
        results.addAll(new ThreadKinds(pool, known, quick).run());
      }
    }
    if (isWanted(wanted, "last-uses")) {
      results.addAll(new LastUseWrites(server, 1_000, POOL, quick).run());
      if (!quick) {
        results.addAll(new LastUseWrites(server, 1_000_000, POOL, false).run());
      }
    }
  }

  private static boolean isWanted(List<String> wanted, String part) {
    return wanted.isEmpty() || wanted.contains(part);
  }

  static HikariDataSource pool(PostgresServer server) {
    HikariDataSource pool = server.newDatabase().pool(POOL);
    pool.setConnectionTimeout(30_000);
    JdbcSchema.migrate(pool);
    return pool;
  }

  /** A verification without a cache, beside the same row read by a bare SELECT. */
  private void lookUps(HikariDataSource pool, String[] known, int threads) throws Exception {
    JdbcTokenStore store = JdbcTokenStore.builder(pool).build();
    JdbcTokenStore sharing = JdbcTokenStore.builder(pool).shareRoundTrips(POOL).build();
    try (PersonalAccessTokens tokens = TokenTable.tokens(store);
        PersonalAccessTokens shared = TokenTable.tokens(sharing)) {
      Callers callers = new Callers(threads, false);
      add(
          new Rounds("LookUp", Map.of("threads", String.valueOf(threads)))
              .add("bareSelect", turn(callers, known.length, bare(pool, known)))
              .add("verify", turn(callers, known.length, verify(tokens, known)))
              .add("verifySharing", turn(callers, known.length, verify(shared, known))));
    }
  }

  /** As many callers as a busy server has. */
  private void callers(HikariDataSource pool, String[] known, boolean virtual) throws Exception {
    JdbcTokenStore sharing = JdbcTokenStore.builder(pool).shareRoundTrips(POOL).build();
    JdbcTokenStore halfSharing = JdbcTokenStore.builder(pool).shareRoundTrips(POOL / 2).build();
    try (PersonalAccessTokens alone = TokenTable.tokens(JdbcTokenStore.builder(pool).build());
        PersonalAccessTokens shared = TokenTable.tokens(sharing);
        PersonalAccessTokens half = TokenTable.tokens(halfSharing)) {
      for (int count : new int[] {64, 256}) {
        Callers callers = new Callers(count, virtual);
        String kind = virtual ? "virtual" : "platform";
        add(
            new Rounds("Callers", Map.of("callers", String.valueOf(count), "threads", kind))
                .add("bareSelect", turn(callers, known.length, bare(pool, known)))
                .add("verify", turn(callers, known.length, verify(alone, known)))
                .add("verifySharing8", turn(callers, known.length, verify(shared, known)))
                .add("verifySharing4", turn(callers, known.length, verify(half, known))));
      }
    }
  }

  private void add(Rounds rounds) throws Exception {
    results.addAll(rounds.run(4, quick ? 6 : 20));
  }

  private static Rounds.Turn turn(Callers callers, int bound, IntConsumer operation) {
    return () -> callers.rate(TURN, bound, operation);
  }

  private static IntConsumer bare(HikariDataSource pool, String[] known) {
    BareSelect select = new BareSelect(pool);
    byte[][] digests =
        Arrays.stream(known)
            .map(token -> TokenTable.digest(token).toBytes())
            .toArray(byte[][]::new);
    return number -> select.read(digests[number]);
  }

  static IntConsumer verify(PersonalAccessTokens tokens, String[] known) {
    return number -> {
      if (!tokens.verify(known[number]).fold(accepted -> true, why -> false)) {
        throw new IllegalStateException("a token that was loaded is refused");
      }
    };
  }
}
