package dev.pat4j.jdbc;

import static dev.pat4j.jdbc.Heard.CONNECTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.H2Databases;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.store.ChangeFeed;
import dev.pat4j.store.TokenStoreException;
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
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
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
            SQLException.class,
            () -> PolledChanges.open(meddler.dataSource(), store(database), false, BEAT, TIMEOUT));
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

  /** Nothing shows then that the listener hears what is written where the store reads. */
  @Test
  void aStoreOnAStandbyIsNotVouchedForWhereverItListens() {
    Database database = PostgresServer.shared().newDatabase();
    Meddler standby = new Meddler(database.dataSource());
    standby.fail(NOTIFY, 1, new SQLException("cannot execute NOTIFY during recovery", "25006"));
    Meddler primary = new Meddler(database.dataSource());
    String said =
        assertThrows(
                SQLException.class,
                () ->
                    NotifiedChanges.open(
                        primary.dataSource(), store(standby.dataSource()), BEAT, TIMEOUT))
            .getMessage();
    assertTrue(said.contains("standby") && said.contains("DataSource of the primary"), said);
    assertEquals(List.of(), primary.calls(NOTIFY));
    assertEquals(1, primary.calls("close").stream().filter("close"::equals).count());
  }

  /** The first has nothing left for the listener, the second nothing left for the store. */
  @ParameterizedTest
  @ValueSource(ints = {1, 0})
  void aPoolThatIsExhaustedIsSaidToKeepOneForTheListener(int taken) throws Exception {
    Database database = PostgresServer.shared().newDatabase();
    HikariConfig config = Fresh.config(database);
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(250);
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection busy =
            taken == 1 ? pool.getConnection() : database.dataSource().getConnection()) {
      SQLException said =
          assertThrows(
              SQLException.class, () -> NotifiedChanges.open(pool, store(pool), BEAT, TIMEOUT));
      assertTrue(
          said.getMessage().contains("listenOn keeps one connection for itself"),
          said.getMessage());
      assertEquals(false, busy.isClosed());
    }
  }

  @Test
  void aServerThatIsGoneIsNoExhaustedPool() {
    Meddler meddler = new Meddler(H2Databases.inMemory().dataSource());
    SQLException gone = new SQLException("gone", "08001");
    meddler.fail("getConnection", 1, gone);
    assertSame(
        gone,
        assertThrows(SQLException.class, () -> FeedConnection.open(meddler.dataSource(), TIMEOUT)));
  }

  @ParameterizedTest
  @CsvSource({"08006", "42501"})
  void anyOtherFailureToNotifyIsOneOfTheStore(String state) {
    Database database = PostgresServer.shared().newDatabase();
    Meddler writer = new Meddler(database.dataSource());
    writer.fail(NOTIFY, 2, new SQLException("broken", state));
    Meddler listener = new Meddler(database.dataSource());
    TokenStoreException said =
        assertThrows(
            TokenStoreException.class,
            () ->
                NotifiedChanges.open(
                    listener.dataSource(), store(writer.dataSource()), BEAT, TIMEOUT));
    assertTrue(said.getMessage().contains("(SQLState " + state + ")"), said.getMessage());
    assertEquals(1, listener.calls("close").stream().filter("close"::equals).count());
    assertEquals(List.of(), listener.calls(NOTIFY));
  }

  private static Transactions store(DataSource dataSource) {
    return new Transactions(dataSource, TIMEOUT);
  }

  private static HikariDataSource manual(Database database) {
    HikariConfig config = Fresh.config(database);
    config.setAutoCommit(false);
    return new HikariDataSource(config);
  }
}
