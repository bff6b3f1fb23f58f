package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.RequiresEngine;
import dev.pat4j.store.EventLog;
import dev.pat4j.store.LoggedEvent;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStoreException;
import dev.pat4j.testkit.EventLogContract;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The log keeps its contract on every database, and what else is asked of one in a database. */
class JdbcEventLogTest {

  private static final TokenId ID = new TokenId(7);

  /** Over a pool, which after each case has every connection back. */
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class OnAPool extends EventLogContract {
    private HikariDataSource pool;

    abstract Engine engine();

    void configure(HikariConfig config) {}

    @BeforeAll
    final void open() {
      HikariConfig config = Fresh.config(Fresh.migrated(engine()));
      config.setMaximumPoolSize(8);
      config.setConnectionTimeout(20_000);
      configure(config);
      pool = new HikariDataSource(config);
    }

    @Override
    protected final EventLog createLog() {
      EventLog log = JdbcEventLog.on(pool);
      log.purge(Instant.MAX, Integer.MAX_VALUE);
      return log;
    }

    @AfterEach
    final void everyConnectionWasGivenBack() {
      assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
    }

    @AfterAll
    final void close() {
      pool.close();
    }
  }

  @Nested
  class OnH2 extends OnAPool {
    @Override
    Engine engine() {
      return Engine.H2;
    }
  }

  @Nested
  class OnH2WhichIgnoresCaseWithoutAutoCommit extends OnH2 {
    @Override
    void configure(HikariConfig config) {
      config.setConnectionInitSql("SET IGNORECASE TRUE");
      config.setAutoCommit(false);
    }
  }

  @Nested
  @RequiresEngine(Engine.POSTGRESQL)
  class OnPostgreSql extends OnAPool {
    @Override
    Engine engine() {
      return Engine.POSTGRESQL;
    }
  }

  @Nested
  @RequiresEngine(Engine.POSTGRESQL)
  class OnPostgreSqlSerializable extends OnPostgreSql {
    @Override
    void configure(HikariConfig config) {
      config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    }
  }

  @Nested
  @RequiresEngine(Engine.MARIADB)
  class OnMariaDb extends OnAPool {
    @Override
    Engine engine() {
      return Engine.MARIADB;
    }
  }

  @Nested
  @RequiresEngine(Engine.MYSQL)
  class OnMySql extends OnAPool {
    @Override
    Engine engine() {
      return Engine.MYSQL;
    }
  }

  private static LoggedEvent event(String kind) {
    return LoggedEvent.of(Tokens.NOON, ID, "ada", kind);
  }

  @Test
  void entriesOutliveTheProcessAndAreSeenByEveryNode() {
    DataSource dataSource = Fresh.migrated(Engine.H2).dataSource();
    JdbcEventLog.on(dataSource).append(event("issued"));
    assertEquals(List.of(event("issued")), JdbcEventLog.on(dataSource).latest("ada", ID, 10));
  }

  @Test
  void aRowThatCannotBeReadIsLeftOutAndNamed() {
    DataSource dataSource = Fresh.migrated(Engine.H2).dataSource();
    JdbcEventLog log = JdbcEventLog.on(dataSource);
    for (String kind : List.of("a", "b", "c", "d")) {
      log.append(event(kind));
    }
    Fresh.execute(
        dataSource,
        "UPDATE pat_event SET kind = 'NO KIND' WHERE kind = 'a'",
        "UPDATE pat_event SET happened_at = 9223372036854775807 WHERE kind = 'b'",
        "UPDATE pat_event SET detail = '' WHERE kind = 'c'");
    try (CapturedLog captured = new CapturedLog()) {
      assertEquals(List.of(event("d")), log.latest("ada", ID, 10));
      assertEquals(3, captured.lines(Level.ERROR).size());
    }
  }

  @Test
  void aDatabaseWithoutTheTableSaysWhatToDo() {
    JdbcEventLog log = JdbcEventLog.on(Fresh.empty(Engine.H2).dataSource());
    TokenStoreException e =
        assertThrows(TokenStoreException.class, () -> log.append(event("issued")));
    assertTrue(e.getMessage().contains("migrate"), e.getMessage());
  }

  @Test
  void anInstantThatCannotBeKeptIsRefused() {
    JdbcEventLog log = JdbcEventLog.on(Fresh.migrated(Engine.H2).dataSource());
    LoggedEvent late = LoggedEvent.of(Instant.MAX, ID, "ada", "issued");
    assertThrows(IllegalArgumentException.class, () -> log.append(late));
  }
}
