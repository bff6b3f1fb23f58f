package dev.pat4j.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.jdbc.JdbcTokenStore;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nodes that are killed in the middle of issuing, rotating and revoking: what was acknowledged
 * holds, and what was not is done or not done, never half.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CrashTest {

  private static final int CRASHES = Integer.getInteger("test.crashes", 25);

  private final Database database = PostgresServer.shared().newDatabase();

  @Test
  @DisplayName("kill -9 of a node under load, again and again, undoes nothing and halves nothing")
  void whatWasAcknowledgedHoldsAndNothingIsHalfDone() throws Exception {
    Ledger ledger = new Ledger();
    long began = System.nanoTime();
    try (Victim first = new Victim(database.url(), "first", ledger);
        Victim second = new Victim(database.url(), "second", ledger)) {
      Random random = new Random(9);
      for (int i = 0; i < CRASHES; i++) {
        Victim victim = i % 2 == 0 ? first : second;
        victim.awaitWork();
        Thread.sleep(random.nextInt(50));
        victim.kill();
      }
      first.awaitWork();
      second.awaitWork();
    }
    long seconds = (System.nanoTime() - began) / 1_000_000_000;
    Findings.say(CRASHES + " crashes in " + seconds + " s: " + ledger);
    assertEquals(List.of(), ledger.surprises());
    assertTrue(ledger.unknown() > 0, "no crash hit an operation");
    assertNothingIsLeftOpen();
    assertNoHalfRotation();
    try (NodeProcess node = Cluster.builder(database.url(), "afterwards").start();
        HttpConnection connection = node.connect()) {
      ledger.assertHoldsOn(connection);
    }
  }

  /** The database notices that a client is gone as soon as it looks. */
  private void assertNothingIsLeftOpen() throws Exception {
    Patience.until(
        "no transaction is open, and nothing is locked",
        () ->
            count(
                        "SELECT count(*) FROM pg_stat_activity WHERE xact_start IS NOT NULL"
                            + " AND datname = current_database() AND pid <> pg_backend_pid()")
                    + count(
                        "SELECT count(*) FROM pg_locks WHERE pid <> pg_backend_pid() AND database ="
                            + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                    + count("SELECT count(*) FROM pg_prepared_xacts")
                == 0);
  }

  private void assertNoHalfRotation() {
    Map<TokenId, StoredToken> rows = new HashMap<>();
    try (HikariDataSource pool = database.pool(1)) {
      JdbcTokenStore store = JdbcTokenStore.builder(pool).build();
      TokenQuery query = TokenQuery.all().limit(TokenQuery.MAXIMUM_LIMIT);
      List<StoredToken> page = store.find(query);
      while (!page.isEmpty()) {
        page.forEach(row -> rows.put(row.id(), row));
        page = store.find(query.after(page.get(page.size() - 1).id()));
      }
    }
    Map<TokenId, List<StoredToken>> successors = new HashMap<>();
    for (StoredToken row : rows.values()) {
      row.rotatedFrom()
          .ifPresent(from -> successors.computeIfAbsent(from, id -> new ArrayList<>()).add(row));
    }
    List<String> halves = new ArrayList<>();
    for (StoredToken row : rows.values()) {
      int expected = row.rotatedAt().isPresent() ? 1 : 0;
      int found = successors.getOrDefault(row.id(), List.of()).size();
      if (found != expected) {
        halves.add(row.id() + " was rotated " + expected + " times and has " + found);
      }
    }
    successors.keySet().stream()
        .filter(id -> !rows.containsKey(id))
        .forEach(id -> halves.add(id + " is gone"));
    assertEquals(List.of(), halves);
    assertTrue(!successors.isEmpty(), "nothing was rotated");
  }

  private long count(String sql) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
