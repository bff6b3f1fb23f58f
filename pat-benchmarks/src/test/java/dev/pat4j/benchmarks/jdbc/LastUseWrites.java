package dev.pat4j.benchmarks.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.jdbc.JdbcTokenStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;

/**
 * What it costs to know when each token was last used, with so many that are: nothing, in memory
 * and in batches once a minute as the library does, and by a write for each request as others do.
 *
 * <p>Each has a table of its own. Of the second two minutes are measured in which each token is
 * written twice: it has been at work for a while before, so that what was used then is written
 * within them, and is over before another one's turn. What a turn leaves to vacuum and to write to
 * the disk is done before the next, so that nobody has another one's work to do.
 */
final class LastUseWrites {

  /** In the year 9000: no use is later, so none is recorded. */
  private static final String NEVER_AGAIN = "UPDATE pat_token SET last_used_at = 221845392000000";

  private static final String WRITE =
      "UPDATE pat_token SET last_used_at = ?, last_used_from = ? WHERE digest = ?";

  private final PostgresServer server;
  private final int active;
  private final int threads;
  private final boolean quick;

  LastUseWrites(PostgresServer server, int active, int threads, boolean quick) {
    this.server = server;
    this.active = active;
    this.threads = threads;
    this.quick = quick;
  }

  List<Rounds.Result> run() throws Exception {
    try (HikariDataSource untouched = JdbcBenchmarks.pool(server);
        HikariDataSource batched = JdbcBenchmarks.pool(server);
        HikariDataSource written = JdbcBenchmarks.pool(server);
        PersonalAccessTokens without = TokenTable.tokens(store(untouched));
        PersonalAccessTokens before = TokenTable.tokens(store(written))) {
      IntConsumer verifying = JdbcBenchmarks.verify(without, filled(untouched, true));
      String[] used = filled(batched, false);
      String[] known = filled(written, true);
      IntConsumer writing = writing(written, JdbcBenchmarks.verify(before, known), known);
      Callers callers = new Callers(threads, false);
      Duration turn = Duration.ofSeconds(quick ? 5 : 20);
      Map<String, String> parameters =
          Map.of("active", String.valueOf(active), "threads", String.valueOf(threads));
      for (IntConsumer each : List.of(verifying, writing)) {
        callers.rate(Duration.ofSeconds(3), active, each);
      }
      return new Rounds("LastUse", parameters)
          .add("untracked", () -> callers.rate(turn, active, verifying))
          .add("batched", () -> settled(batched, recording(callers, batched, used)))
          .add("writePerRequest", () -> settled(written, callers.rate(turn, active, writing)))
          .run(0, quick ? 1 : 2);
    }
  }

  private double recording(Callers callers, HikariDataSource pool, String[] used) throws Exception {
    try (PersonalAccessTokens tokens = TokenTable.tokens(store(pool))) {
      IntConsumer recording = JdbcBenchmarks.verify(tokens, used);
      callers.rate(Duration.ofSeconds(20), active, recording);
      return callers.rate(Duration.ofMinutes(quick ? 1 : 2), active, recording);
    } // which writes what is left
  }

  private static double settled(HikariDataSource pool, double measured) throws SQLException {
    TokenTable table = new TokenTable(pool, 1);
    table.execute("VACUUM (ANALYZE) pat_token");
    table.execute("CHECKPOINT");
    return measured;
  }

  private static JdbcTokenStore store(HikariDataSource pool) {
    return JdbcTokenStore.builder(pool).build();
  }

  private String[] filled(HikariDataSource pool, boolean neverAgain) throws SQLException {
    TokenTable table = new TokenTable(pool, 1);
    table.growTo(active);
    if (neverAgain) {
      table.execute(NEVER_AGAIN);
      table.execute("VACUUM FULL ANALYZE pat_token");
    }
    return table.known().toArray(new String[0]);
  }

  private static IntConsumer writing(HikariDataSource pool, IntConsumer verify, String[] known) {
    return number -> {
      verify.accept(number);
      try (Connection connection = pool.getConnection();
          PreparedStatement write = connection.prepareStatement(WRITE)) {
        write.setLong(1, 221_845_392_000_000L + ThreadLocalRandom.current().nextInt(1_000));
        write.setString(2, "192.0.2.7");
        write.setBytes(3, TokenTable.digest(known[number]).toBytes());
        write.executeUpdate();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
