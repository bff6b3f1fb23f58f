package dev.pat4j.benchmarks.jdbc;

import static dev.pat4j.benchmarks.jdbc.Rounds.say;

import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.benchmarks.Summary;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.jdbc.JdbcSchema;
import dev.pat4j.jdbc.JdbcTokenStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a verification costs, and a row on disk, as a table in PostgreSQL grows, to 100,000, a
 * million and ten million rows if no other sizes are given; ten minutes, and some 5 GB of disk in a
 * temporary folder.
 *
 * <pre>{@code
 * taskset -c 0 mvn -q -Pbenchmarks -pl pat-benchmarks -am \
 *     -Dbenchmarks.main=dev.pat4j.benchmarks.jdbc.ScaleRun -Dargs="[SIZE...]"
 * }</pre>
 *
 * <p>On one processor: where there are two, the same round trip takes 20 µs or 85, as the scheduler
 * has caller and server on one of them or on both, and that changes while a table grows.
 *
 * <p>Every size is measured in the same run, on one connection, over tokens drawn at random from
 * the whole table, without a cache. Warm: the tokens of the measured kind were all read before.
 */
public final class ScaleRun {

  private static final Path RESULTS = Path.of("target", "benchmarks-scale.json");
  private static final int KNOWN_EVERY = 100;
  private static final int WARM_UP = 20_000;
  private static final int WARM_UP_PASSES = 5;
  private static final int ROUNDS = 5;
  private static final int EACH = 10_000;

  private final List<Rounds.Result> results = new ArrayList<>();

  private ScaleRun() {}

  /** Fills the table to each size in turn. */
  public static void main(String[] args) throws Exception {
    List<Integer> sizes =
        args.length == 0
            ? List.of(100_000, 1_000_000, 10_000_000)
            : Arrays.stream(args).map(Integer::valueOf).sorted().toList();
    ScaleRun run = new ScaleRun();
    try (PostgresServer server =
            PostgresServer.builder()
                .durable()
                .setting("shared_buffers", "6GB") // a quarter of memory, as PostgreSQL advises
                .setting("max_wal_size", "8GB")
                .start();
        HikariDataSource database = server.newDatabase().pool(2)) {
      JdbcSchema.migrate(database);
      run.grow(database, sizes);
    }
    JmhJson.write(RESULTS, run.results);
    if (args.length == 0) {
      Summary.main(args);
    }
  }

  private void grow(HikariDataSource database, List<Integer> sizes) throws SQLException {
    TokenTable table = new TokenTable(database, KNOWN_EVERY);
    try (PersonalAccessTokens tokens =
        TokenTable.tokens(JdbcTokenStore.builder(database).build())) {
      say("%12s %10s %10s %10s %12s %12s", "rows", "p50 µs", "p99 µs", "x", "table B", "all B");
      double first = 0;
      for (int size : sizes) {
        table.growTo(size);
        // Each page of the table takes longest when this connection first meets it.
        measure(tokens, table, Math.max(WARM_UP, WARM_UP_PASSES * table.known().size()));
        double[] medians = new double[ROUNDS];
        double[] slow = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
          long[] nanos = measure(tokens, table, EACH);
          medians[round] = nanos[EACH / 2] / 1_000.0;
          slow[round] = nanos[EACH / 100 * 99] / 1_000.0;
        }
        double median = Rounds.quantile(medians, 0.5);
        first = first == 0 ? median : first;
        say(
            "%,12d %10.1f %10.1f %10.2f %12.1f %12.1f",
            size,
            median,
            Rounds.quantile(slow, 0.5),
            median / first,
            perRow(table, "pg_relation_size", size),
            perRow(table, "pg_total_relation_size", size));
        keep("tableBytesPerRow", size, "B/row", perRow(table, "pg_relation_size", size));
        keep("allBytesPerRow", size, "B/row", perRow(table, "pg_total_relation_size", size));
        keep("latency", size, "us/op", medians);
        keep("latencyP99", size, "us/op", slow);
        sizes(table, size);
      }
    }
  }

  private static double perRow(TokenTable table, String function, int size) throws SQLException {
    return table.number(function + "('pat_token')") / (double) size;
  }

  private void sizes(TokenTable table, int size) throws SQLException {
    for (Map.Entry<String, Long> index : table.indexes().entrySet()) {
      double each = index.getValue() / (double) size;
      say("%38s %,14d B %8.1f B/row", index.getKey(), index.getValue(), each);
      if (index.getKey().equals("pat_token_digest")) {
        keep("indexBytesPerRow", size, "B/row", each);
      }
    }
  }

  private void keep(String what, int size, String unit, double... scores) {
    results.add(
        new Rounds.Result(
            "Scale." + what,
            Map.of("rows", String.valueOf(size)),
            unit,
            Arrays.stream(scores).boxed().toList()));
  }

  private static long[] measure(PersonalAccessTokens tokens, TokenTable table, int times) {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      String token = table.anyToken();
      long begun = System.nanoTime();
      boolean accepted = tokens.verify(token).fold(known -> true, why -> false);
      nanos[i] = System.nanoTime() - begun;
      if (!accepted) {
        throw new IllegalStateException("a token that was loaded is refused");
      }
    }
    Arrays.sort(nanos);
    return nanos;
  }
}
