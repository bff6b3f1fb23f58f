package dev.pat4j.cluster.scale;

import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.jdbc.JdbcSchema;
import dev.pat4j.jdbc.JdbcTokenStore;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a verification costs, and a row on disk, as a table in PostgreSQL grows: {@code mvn -q
 * -Pscale}. It starts a server of its own, or fills the empty database of {@code
 * -Ddb=jdbc:postgresql://…}.
 *
 * <p>Every size is measured in the same run, on one connection, over tokens drawn at random from
 * the whole table, without a cache.
 */
public final class ScaleRun {

  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 50_000;

  private ScaleRun() {}

  /** Fills the table to each size in turn, {@code -Dsizes=100000,1000000,10000000} by default. */
  public static void main(String... arguments) throws SQLException {
    List<Integer> sizes =
        Arrays.stream(System.getProperty("sizes", "100000,1000000,10000000").split(",", -1))
            .map(Integer::valueOf)
            .sorted()
            .toList();
    String url = System.getProperty("db", "");
    if (!url.isEmpty()) {
      run(url, sizes);
      return;
    }
    try (PostgresServer server =
        PostgresServer.builder()
            .durable()
            .setting("shared_buffers", "2GB")
            .setting("max_wal_size", "8GB")
            .start()) {
      run(server.newDatabase().url(), sizes);
    }
  }

  private static void run(String url, List<Integer> sizes) throws SQLException {
    try (HikariDataSource database = new HikariDataSource()) {
      database.setJdbcUrl(url);
      database.setMaximumPoolSize(2);
      JdbcSchema.migrate(database);
      run(database, sizes);
    }
  }

  private static void run(HikariDataSource database, List<Integer> sizes) throws SQLException {
    TokenTable table = new TokenTable(database);
    try (PersonalAccessTokens tokens =
        PersonalAccessTokens.builder(JdbcTokenStore.builder(database).build())
            .format(TokenTable.FORMAT)
            .scopes(TokenTable.SCOPES)
            .build()) {
      say(
          "%12s %10s %10s %10s %12s %12s",
          "rows", "p50 µs", "p99 µs", "max µs", "heap B/row", "all B/row");
      for (int size : sizes) {
        table.growTo(size);
        measure(tokens, table, WARM_UP);
        long[] nanos = measure(tokens, table, MEASURED);
        say(
            "%,12d %10.1f %10.1f %10.1f %12.1f %12.1f",
            size,
            micros(nanos, 0.5),
            micros(nanos, 0.99),
            micros(nanos, 1),
            table.bytes("pg_relation_size('pat_token')") / (double) size,
            table.bytes("pg_total_relation_size('pat_token')") / (double) size);
        table
            .indexes()
            .forEach(
                (name, bytes) ->
                    say("%38s %,14d B %8.1f B/row", name, bytes, bytes / (double) size));
      }
    }
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

  private static double micros(long[] sorted, double quantile) {
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * quantile))] / 1_000.0;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
