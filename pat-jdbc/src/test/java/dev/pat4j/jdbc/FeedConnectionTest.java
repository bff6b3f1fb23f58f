package dev.pat4j.jdbc;

import static dev.pat4j.jdbc.Heard.CONNECTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.H2Databases;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.store.ChangeFeed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection on which changes are heard: where it is from, and that none of them is lost. */
@Timeout(120)
class FeedConnectionTest {

  private static final Duration BEAT = Duration.ofMillis(250);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final String NOTIFY = "execute " + Notifications.SEND;

  @Test
  void oneOfAPoolWithoutAutoCommitGoesBackAsItCame() throws Exception {
    try (HikariDataSource pool = manual(H2Databases.inMemory())) {
      Meddler meddler = new Meddler(pool);
      try (FeedConnection connection = FeedConnection.open(meddler.dataSource(), TIMEOUT)) {
        assertEquals(List.of("setAutoCommit true"), meddler.calls("setAutoCommit"));
        connection.prepare("SELECT 1").execute();
        assertEquals(List.of(), meddler.calls("close"));
      }
      assertEquals(
          List.of("setAutoCommit true", "setAutoCommit false"), meddler.calls("setAutoCommit"));
      assertEquals(List.of("close"), meddler.calls("close"));
      try (Connection next = pool.getConnection()) {
        assertEquals(false, next.getAutoCommit());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"getAutoCommit", "setNetworkTimeout", "setAutoCommit"})
  void oneThatCannotBeMadeReadyIsGivenBack(String refused) {
    try (HikariDataSource pool = manual(H2Databases.inMemory())) {
      Meddler meddler = new Meddler(pool);
      SQLException broken = new SQLException("broken", "08006");
      meddler.fail(refused, 1, broken);
      assertSame(
          broken,
          assertThrows(
              SQLException.class, () -> FeedConnection.open(meddler.dataSource(), TIMEOUT)));
      assertEquals(List.of("close"), meddler.calls("close"));
    }
  }

  @Test
  void aLogWithoutItsCounterIsNamedWithTheCureAndNoConnectionKept() {
    DataSource database = H2Databases.inMemory().dataSource();
    JdbcSchema.migrate(database);
    Fresh.execute(database, "DELETE FROM pat_change_counter");
    Meddler meddler = new Meddler(database);
    SQLException said =
        assertThrows(
            SQLException.class, () -> PolledChanges.open(meddler.dataSource(), BEAT, TIMEOUT));
    assertEquals(ChangeLog.NO_COUNTER, said.getMessage());
    assertEquals(1, meddler.calls("close").stream().filter("close"::equals).count());
  }

  @Test
  void changesAreHeardWhereTheHostSaysAndNowhereElse() throws Exception {
    Database database = PostgresServer.shared().newDatabase();
    JdbcSchema.migrate(database.dataSource());
    try (HikariDataSource pool = manual(database)) {
      Meddler store = new Meddler(pool);
      Meddler plain = new Meddler(database.dataSource());
      JdbcTokenStore node =
          JdbcTokenStore.builder(store.dataSource()).listenOn(plain.dataSource()).build();
      Heard heard = new Heard();
      ChangeFeed.Subscription subscription = node.changes().subscribe(heard);
      try {
        assertEquals(CONNECTED, heard.next());
        node.insert(Tokens.plain(1));
        assertEquals(Tokens.plain(1).digest(), heard.next());
      } finally {
        subscription.close();
      }
      assertEquals(1, plain.calls("execute LISTEN").size());
      assertEquals(List.of(), store.calls("execute LISTEN"));
    }
  }

  /** A store on a standby only reads: it can send itself nothing, and must hear all the same. */
  @Test
  void whereTheStoreCannotNotifyTheListenerDoes() throws Exception {
    Database database = PostgresServer.shared().newDatabase();
    Meddler standby = new Meddler(database.dataSource());
    standby.fail(NOTIFY, 1, new SQLException("cannot execute NOTIFY during recovery", "25006"));
    Meddler primary = new Meddler(database.dataSource());
    try (ChangeSource source =
        NotifiedChanges.open(primary.dataSource(), standby.dataSource(), BEAT, TIMEOUT)) {
      source.catchUp(told -> {});
    }
    assertEquals(1, standby.calls(NOTIFY).size());
    assertEquals(1, primary.calls(NOTIFY).size());
  }

  @ParameterizedTest
  @CsvSource({"08006", "42501"})
  void anyOtherFailureToNotifyIsOneOfTheFeed(String state) {
    Database database = PostgresServer.shared().newDatabase();
    Meddler writer = new Meddler(database.dataSource());
    SQLException broken = new SQLException("broken", state);
    writer.fail(NOTIFY, 1, broken);
    Meddler listener = new Meddler(database.dataSource());
    assertSame(
        broken,
        assertThrows(
            SQLException.class,
            () -> NotifiedChanges.open(listener.dataSource(), writer.dataSource(), BEAT, TIMEOUT)));
    assertEquals(1, listener.calls("close").stream().filter("close"::equals).count());
    assertEquals(List.of(), listener.calls(NOTIFY));
  }

  private static HikariDataSource manual(Database database) {
    HikariConfig config = Fresh.config(database);
    config.setAutoCommit(false);
    return new HikariDataSource(config);
  }
}
