package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.DatabaseServer;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No call waits for a database for ever, and none needs a restart once it is back. */
class TimeoutsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** A statement's time, the grace of the socket's clock, and what a busy machine adds. */
  private static final Duration BOUND = Duration.ofSeconds(20);

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aLockThatSomebodyHoldsIsNotWaitedForForEver(Engine engine) throws SQLException {
    Database database = Fresh.migrated(engine);
    try (HikariDataSource pool = database.pool(2);
        Connection other = database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      JdbcTokenStore store = JdbcTokenStore.builder(pool).timeout(TIMEOUT).build();
      StoredToken row = Tokens.plain(1);
      store.insert(row);
      other.setAutoCommit(false);
      statement.executeUpdate("UPDATE pat_token SET name = 'locked' WHERE id = 1");
      List<Executable> calls =
          List.of(
              () -> store.replace(row, row),
              () -> store.delete(row.id()),
              () -> store.touch(Map.of(row.id(), Tokens.usedAt(Tokens.NOON))));
      for (Executable call : calls) {
        assertFailsInTime(call);
      }
      assertEquals(Optional.of(row), store.findByDigest(row.digest()), "nobody waits to read");
      other.rollback();
      assertTrue(store.replace(row, row), "once it is free");
      assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"POSTGRESQL", "MARIADB", "MYSQL"})
  void aServerThatHangsOrDiesIsAFailureAndThenWorksAgain(Engine engine) {
    Fresh.require(engine);
    try (DatabaseServer server = engine.start();
        HikariDataSource pool = pool(engine, server.newDatabase())) {
      JdbcSchema.migrate(pool);
      JdbcTokenStore store = JdbcTokenStore.builder(pool).timeout(TIMEOUT).build();
      StoredToken row = Tokens.plain(1);
      assertTrue(store.insert(row));
      server.pause();
      assertFailsInTime(() -> store.findByDigest(row.digest()));
      assertFailsInTime(() -> store.replace(row, row));
      server.resume();
      assertEquals(Optional.of(row), store.findByDigest(row.digest()), "after it hung");
      server.kill();
      assertFailsInTime(() -> store.findByDigest(row.digest()));
      server.restart();
      assertEquals(Optional.of(row), store.findByDigest(row.digest()), "after it died");
      server.kill();
      server.restart();
      assertTrue(store.delete(row.id()), "a change as well, over what was a stale connection");
      assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
    }
  }

  @Test
  @DisplayName("a look-up asks for no cancellation, for which PostgreSQL's driver waits")
  void aLookUpWaitsForAHungServerNoLongerThanItsSocket() {
    try (PostgresServer server = PostgresServer.start();
        HikariDataSource pool = pool(server.newDatabase(), BOUND.multipliedBy(3))) {
      JdbcSchema.migrate(pool);
      JdbcTokenStore store = JdbcTokenStore.builder(pool).timeout(TIMEOUT).build();
      StoredToken row = Tokens.plain(1);
      assertTrue(store.insert(row));
      server.pause();
      assertFailsInTime(() -> store.findByDigest(row.digest()));
      assertFailsInTime(() -> store.findById(row.id()));
      server.resume();
      assertEquals(Optional.of(row), store.findByDigest(row.digest()), "after it hung");
    }
  }

  /** PostgreSQL's driver waits ten seconds for a request to cancel, if it is not told otherwise. */
  private static HikariDataSource pool(Engine engine, Database database) {
    return engine == Engine.POSTGRESQL
        ? pool(database, Duration.ofSeconds(1))
        : new HikariDataSource(config(database));
  }

  private static HikariDataSource pool(Database database, Duration cancelSignalTimeout) {
    HikariConfig config = config(database);
    config.addDataSourceProperty("cancelSignalTimeout", cancelSignalTimeout.toSeconds());
    return new HikariDataSource(config);
  }

  private static HikariConfig config(Database database) {
    HikariConfig config = Fresh.config(database);
    config.setConnectionTimeout(TIMEOUT.toMillis());
    config.setValidationTimeout(500);
    return config;
  }

  @Test
  void aTimeoutIsBetweenASecondAndTenMinutes() {
    JdbcTokenStore.Builder builder = JdbcTokenStore.builder(Fresh.by("jdbc:none:"));
    builder.timeout(Duration.ofSeconds(1)).timeout(Duration.ofMinutes(10));
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(999), Duration.ofDays(1))) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> builder.timeout(wrong));
      assertEquals("a timeout is from PT1S to PT10M, not " + wrong, refused.getMessage());
    }
  }

  private static void assertFailsInTime(Executable call) {
    long begun = System.nanoTime();
    assertThrows(TokenStoreException.class, call);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertTrue(took.compareTo(BOUND) < 0, "it took " + took);
  }
}
