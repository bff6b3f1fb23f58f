package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.Database;
import dev.pat4j.databases.H2Databases;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStoreException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection is bounded while it is used, and goes back as it came. */
class SessionTest {

  static Stream<Arguments> connections() {
    return Stream.of(H2Databases.inMemory(), PostgresServer.shared().newDatabase())
        .flatMap(
            database ->
                Stream.of(true, false).map(autoCommit -> Arguments.of(database, autoCommit)));
  }

  @ParameterizedTest(name = "{0}, auto-commit {1}")
  @MethodSource("connections")
  void everyCallGivesItBackAsItCame(Database database, boolean autoCommit) throws SQLException {
    JdbcSchema.migrate(database.dataSource());
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(autoCommit);
      connection.setNetworkTimeout(Runnable::run, 12_345);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      endTransaction(connection);
      State before = State.of(connection);
      JdbcTokenStore store = JdbcTokenStore.builder(lending(connection)).build();
      List<Runnable> calls =
          List.of(
              () -> store.insert(Tokens.plain(1)),
              () -> store.insert(Tokens.plain(1)),
              () -> store.findByDigest(Tokens.digest(1)),
              () -> store.findById(Tokens.id(7)),
              () -> store.find(TokenQuery.all()),
              () -> store.replace(Tokens.plain(1), Tokens.plain(1)),
              () -> store.replace(Tokens.plain(1), Tokens.plain(1)),
              () -> store.rotate(Tokens.plain(7), Tokens.plain(7), Tokens.plain(8)),
              () -> store.touch(Map.of(Tokens.id(1), Tokens.usedAt(Tokens.NOON))),
              () -> store.purge(Tokens.NOON, 10),
              () -> store.delete(Tokens.id(1)),
              () -> assertThrows(TokenStoreException.class, () -> store.insert(unkeepable())),
              () -> JdbcSchema.verify(lending(connection)),
              () -> JdbcSchema.migrate(lending(connection)));
      for (Runnable call : calls) {
        call.run();
        assertEquals(before, State.of(connection));
      }
    }
  }

  @Test
  void everyStatementAndTheSocketAreBounded() {
    Meddler meddler = migrated();
    JdbcTokenStore store =
        JdbcTokenStore.builder(meddler.dataSource()).timeout(Duration.ofMillis(1_001)).build();
    meddler.meddle(call -> {});
    store.insert(Tokens.plain(1));
    store.replace(Tokens.plain(1), Tokens.plain(1));
    store.purge(Tokens.NOON, 1);
    int statements = meddler.calls("prepareStatement").size();
    assertTrue(statements >= 5, "statements " + statements);
    assertEquals(statements, meddler.calls("setQueryTimeout 2 ").size());
    assertEquals(
        meddler.calls("getConnection").size(), meddler.calls("setNetworkTimeout 3000").size());
  }

  @Test
  void aDriverThatHasNoTimeoutsIsUsedWithoutThem() {
    Meddler meddler = migrated();
    JdbcTokenStore store = JdbcTokenStore.builder(meddler.dataSource()).build();
    meddler.meddle(
        call -> {
          if (call.contains("Timeout")) {
            throw new SQLFeatureNotSupportedException();
          }
        });
    assertTrue(store.insert(Tokens.plain(1)));
    assertTrue(store.findById(Tokens.id(1)).isPresent());
  }

  @ParameterizedTest
  @CsvSource({"setAutoCommit true", "rollback", "setNetworkTimeout 0"})
  void aConnectionThatCannotBePutBackIsNotGivenToAnybody(String restoring) {
    Meddler meddler = migrated();
    JdbcTokenStore store = JdbcTokenStore.builder(meddler.dataSource()).build();
    store.insert(Tokens.plain(1));
    meddler.fail(restoring, 1, new SQLException("broken", "08006"));
    store.insert(Tokens.plain(1));
    assertEquals(1, meddler.calls("abort").size());
    assertEquals(1, meddler.calls("close").stream().filter("close"::equals).count());
    assertTrue(store.findById(Tokens.id(1)).isPresent());
  }

  @Test
  void aConnectionThatCannotBeBoundedIsGivenBackUnused() {
    Meddler meddler = migrated();
    JdbcTokenStore store = JdbcTokenStore.builder(meddler.dataSource()).build();
    meddler.fail("setNetworkTimeout", 1, new SQLException("no", "HY000"));
    assertThrows(TokenStoreException.class, () -> store.findById(Tokens.id(1)));
    assertEquals(List.of("close"), meddler.calls("close"));
    meddler.fail("getQueryTimeout", 1, new SQLException("no", "HY000"));
    assertThrows(TokenStoreException.class, () -> store.findById(Tokens.id(1)));
    assertEquals(1, meddler.calls("close").stream().filter("close"::equals).count());
    assertEquals(List.of(), meddler.calls("execute"));
  }

  /** What the next one to borrow a connection would notice. */
  private record State(
      boolean autoCommit, int networkTimeout, int queryTimeout, int isolation, boolean open) {

    static State of(Connection connection) throws SQLException {
      try (Statement any = connection.createStatement()) {
        boolean open = isInTransaction(connection);
        int isolation = connection.getTransactionIsolation();
        endTransaction(connection);
        return new State(
            connection.getAutoCommit(),
            connection.getNetworkTimeout(),
            any.getQueryTimeout(),
            isolation,
            open);
      }
    }

    /** PostgreSQL has one time for a whole transaction: another one later means another one. */
    private static boolean isInTransaction(Connection connection) throws SQLException {
      if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
        return connection.unwrap(org.postgresql.core.BaseConnection.class).getTransactionState()
            != org.postgresql.core.TransactionState.IDLE;
      }
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT contains_uncommitted FROM information_schema.sessions"
                  + " WHERE session_id = SESSION_ID()")) {
        var row = select.executeQuery();
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static void endTransaction(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
  }

  private static Meddler migrated() {
    Meddler meddler = new Meddler(H2Databases.inMemory().dataSource());
    JdbcSchema.migrate(meddler.dataSource());
    return meddler;
  }

  private static dev.pat4j.store.StoredToken unkeepable() {
    return Tokens.of(9, "a".repeat(256)).build();
  }

  /** A pool of one connection, which nobody closes. */
  private static DataSource lending(Connection connection) {
    Connection kept =
        (Connection)
            Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) ->
                    method.getName().equals("close") ? null : method.invoke(connection, arguments));
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> kept);
  }
}
