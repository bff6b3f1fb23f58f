package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.store.LoggedEvent;
import dev.pat4j.store.TokenStoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The scripts are run once in effect, however many run them and however often. */
class MigrationTest {

  private static final int NODES = 20;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void twentyNodesMayStartAtOnce(Engine engine) throws Exception {
    DataSource dataSource = Fresh.empty(engine).dataSource();
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService nodes = Executors.newFixedThreadPool(NODES);
    try {
      List<Future<JdbcTokenStore>> stores = new ArrayList<>();
      for (int i = 0; i < NODES; i++) {
        stores.add(
            nodes.submit(
                () -> {
                  go.await();
                  JdbcSchema.migrate(dataSource);
                  return JdbcTokenStore.builder(dataSource).build();
                }));
      }
      go.countDown();
      for (int i = 0; i < NODES; i++) {
        assertTrue(stores.get(i).get().insert(Tokens.plain(i + 1)));
      }
    } finally {
      nodes.shutdownNow();
    }
    assertEquals(2, count(dataSource, "pat_schema"));
    assertEquals(1, count(dataSource, "pat_change_counter"));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aSecondRunOfAScriptChangesNothing(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    store.insert(Tokens.full(1));
    Fresh.execute(dataSource, "UPDATE pat_change_counter SET newest = 17");
    LoggedEvent event = LoggedEvent.of(Tokens.NOON, Tokens.id(1), "ada", LoggedEvent.ISSUED);
    JdbcEventLog.on(dataSource).append(event);
    for (int version = 1; version <= Script.NEWEST; version++) {
      Fresh.execute(
          dataSource,
          Script.of(Fresh.dialect(engine), version).statements().toArray(String[]::new));
    }
    JdbcSchema.verify(dataSource);
    assertEquals(2, count(dataSource, "pat_schema"));
    assertEquals(1, count(dataSource, "pat_change_counter WHERE newest = 17"));
    assertEquals(Tokens.full(1), store.findById(Tokens.id(1)).orElseThrow());
    assertEquals(List.of(event), JdbcEventLog.on(dataSource).latest("ada", Tokens.id(1), 10));
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"POSTGRESQL", "MARIADB", "MYSQL"})
  void aUserWhoMayOnlyUseTheTablesNeedsNoRightToMakeThem(Engine engine) {
    Database database = Fresh.empty(engine);
    DataSource clerk = clerk(engine, database);
    String message =
        assertThrows(TokenStoreException.class, () -> JdbcSchema.migrate(clerk)).getMessage();
    // MySQL does not even say that there is no table.
    String what =
        engine == Engine.POSTGRESQL
            ? "run dev/pat4j/jdbc/postgresql/V1__tokens.sql"
            : "read the version of the schema";
    String beginning = "the token store could not " + what + ": its user may not; GRANT it ";
    assertEquals(beginning, message.substring(0, beginning.length()));
    JdbcSchema.migrate(database.dataSource());
    grant(engine, database);
    JdbcSchema.migrate(clerk);
    JdbcTokenStore store = JdbcTokenStore.builder(clerk).build();
    assertTrue(store.insert(Tokens.full(1)));
    store.touch(Map.of(Tokens.id(1), Tokens.usedAt(Tokens.NOON.plusSeconds(1))));
    assertEquals(1, store.purge(Tokens.NOON.plusSeconds(1), 10));
    JdbcEventLog log = JdbcEventLog.on(clerk);
    log.append(LoggedEvent.of(Tokens.NOON, Tokens.id(1), "ada", LoggedEvent.REVOKED));
    assertEquals(1, log.latest("ada", Tokens.id(1), 10).size());
    assertEquals(1, log.purge(Tokens.NOON.plusSeconds(1), 10));
  }

  /** As some that speak PostgreSQL's language do. */
  @ParameterizedTest
  @ValueSource(strings = {"0A000", "42883"})
  void aDatabaseWithoutAdvisoryLocksIsMigratedAsWell(String state) {
    Meddler meddler = new Meddler(Fresh.empty(Engine.POSTGRESQL).dataSource());
    meddler.fail("execute SELECT pg_advisory", 1, new SQLException("not supported", state));
    JdbcSchema.migrate(meddler.dataSource());
    assertEquals(2, meddler.calls("commit").size());
  }

  @Test
  void theTablesAreMadeWhereTheConnectionIs() {
    Database database = Fresh.empty(Engine.POSTGRESQL);
    Fresh.execute(database.dataSource(), "CREATE SCHEMA tokens", "CREATE SCHEMA elsewhere");
    DataSource tokens = in(database, "tokens");
    JdbcSchema.migrate(tokens);
    JdbcTokenStore.builder(tokens).build();
    assertThrows(TokenStoreException.class, () -> JdbcSchema.verify(database.dataSource()));
    assertEquals(0, count(database.dataSource(), "tokens.pat_token"));
    JdbcSchema.verify(in(database, "elsewhere,tokens"));
  }

  private static DataSource in(Database database, String searchPath) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(database.address());
    dataSource.setUser(database.user());
    dataSource.setPassword(database.password());
    dataSource.setCurrentSchema(searchPath);
    return dataSource;
  }

  /** Somebody who may connect and do nothing else. */
  private static DataSource clerk(Engine engine, Database database) {
    if (engine == Engine.POSTGRESQL) {
      Fresh.execute(
          database.dataSource(),
          "DROP ROLE IF EXISTS clerk",
          "CREATE ROLE clerk LOGIN PASSWORD 'clerk'");
    } else {
      Fresh.execute(
          database.dataSource(),
          "DROP USER IF EXISTS clerk@127.0.0.1",
          "CREATE USER clerk@127.0.0.1 IDENTIFIED BY 'clerk'",
          "GRANT SHOW VIEW ON *.* TO clerk@127.0.0.1");
    }
    return database.dataSource("clerk", "clerk");
  }

  private static void grant(Engine engine, Database database) {
    String who = engine == Engine.POSTGRESQL ? "clerk" : "clerk@127.0.0.1";
    // MySQL 8.0.12 lets nobody SELECT ... FOR UPDATE who has his rights from a table alone.
    String all =
        engine == Engine.MYSQL ? "*" : "pat_token, pat_change, pat_change_counter, pat_event";
    for (String table : all.split(", ", -1)) {
      Fresh.execute(
          database.dataSource(), "GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO " + who);
    }
    Fresh.execute(database.dataSource(), "GRANT SELECT ON pat_schema TO " + who);
  }

  private static int count(DataSource dataSource, String from) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
