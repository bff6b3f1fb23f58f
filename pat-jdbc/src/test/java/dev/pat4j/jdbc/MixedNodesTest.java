package dev.pat4j.jdbc;

import static dev.pat4j.jdbc.Heard.CONNECTED;
import static dev.pat4j.jdbc.Heard.DISCONNECTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.Engine;
import dev.pat4j.store.ChangeFeed.Subscription;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nodes of one PostgreSQL that follow its changes in different ways, as while one is rolled out.
 */
@Timeout(120)
class MixedNodesTest {

  private final DataSource database = Fresh.migrated(Engine.POSTGRESQL).dataSource();

  @Test
  @DisplayName("threat 10: nodes that follow changes in different ways hear each other")
  void eachHearsEveryOther() throws Exception {
    List<JdbcTokenStore> nodes = List.of(notified(), polling(), unverified());
    Heard byNotice = new Heard();
    Heard byLog = new Heard();
    try (Subscription first = nodes.get(0).changes().subscribe(byNotice);
        Subscription second = nodes.get(1).changes().subscribe(byLog)) {
      assertEquals(CONNECTED, byNotice.next());
      assertEquals(CONNECTED, byLog.next());
      for (int i = 1; i <= nodes.size(); i++) {
        assertTrue(nodes.get(i - 1).insert(Tokens.plain(i)));
        assertEquals(Tokens.digest(i), byNotice.next());
        assertEquals(Tokens.digest(i), byLog.next());
      }
      Heard.awaitCurrent(first);
      Heard.awaitCurrent(second);
    }
  }

  /** What it has not committed yet would be in no log; so nobody begins to read one before. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        Connection.TRANSACTION_READ_COMMITTED,
        Connection.TRANSACTION_REPEATABLE_READ,
        Connection.TRANSACTION_SERIALIZABLE
      })
  void aChangeUnderWayHoldsUpTheFirstWhoPolls(int isolation) throws Exception {
    Heard byLog = new Heard();
    try (Connection writer = database.getConnection()) {
      writer.setAutoCommit(false);
      writer.setTransactionIsolation(isolation);
      new NotifiedLog().publish(writer::prepareStatement, List.of(Tokens.digest(1)));
      try (Subscription late = polling().changes().subscribe(byLog)) {
        Thread.sleep(300);
        assertTrue(byLog.isQuiet() && !late.isCurrent());
        writer.commit();
        assertEquals(CONNECTED, byLog.next());
        new NotifiedLog().publish(writer::prepareStatement, List.of(Tokens.digest(2)));
        writer.commit();
        assertEquals(Tokens.digest(2), byLog.next());
      }
    }
  }

  @Test
  void noLogIsKeptThatNobodyReads() throws Exception {
    JdbcTokenStore writer = polling();
    writer.insert(Tokens.plain(1));
    notified().insert(Tokens.plain(2));
    assertEquals(0, newest());
    Heard byLog = new Heard();
    try (Subscription open = polling().changes().subscribe(byLog)) {
      assertEquals(CONNECTED, byLog.next());
      Heard.awaitCurrent(open);
      assertEquals(1, newest());
    }
    writer.insert(Tokens.plain(3));
    assertEquals(2, newest());
  }

  @Test
  void aLogThatIsEndedUnderAReaderBeginsAgain() throws Exception {
    JdbcTokenStore writer = notified();
    Heard byLog = new Heard();
    try (Subscription open = polling().changes().subscribe(byLog)) {
      assertEquals(CONNECTED, byLog.next());
      writer.insert(Tokens.plain(1));
      assertEquals(Tokens.digest(1), byLog.next());
      Fresh.execute(database, "UPDATE pat_change_counter SET newest = 0; DELETE FROM pat_change");
      assertEquals(DISCONNECTED, byLog.next());
      assertEquals(CONNECTED, byLog.next());
      writer.insert(Tokens.plain(2));
      assertEquals(Tokens.digest(2), byLog.next());
      Heard.awaitCurrent(open);
    }
  }

  @Test
  void manyWritersGoOnWhileTheFirstBeginsToPoll() throws Exception {
    List<JdbcTokenStore> nodes = List.of(notified(), polling(), notified());
    Heard byLog = new Heard();
    List<Thread> writers =
        List.of(0, 1, 2).stream()
            .map(n -> new Thread(() -> write(nodes.get(n), 1_000 * (n + 1)), "writer " + n))
            .toList();
    writers.forEach(Thread::start);
    try (Subscription open = nodes.get(1).changes().subscribe(byLog)) {
      assertEquals(CONNECTED, byLog.next());
      for (Thread writer : writers) {
        writer.join();
      }
      nodes.get(0).insert(Tokens.plain(1));
      Object told = byLog.next();
      while (!told.equals(Tokens.digest(1))) {
        assertTrue(!told.equals(DISCONNECTED) && !told.equals("nothing"), told.toString());
        told = byLog.next();
      }
      Heard.awaitCurrent(open);
    }
    assertEquals(151, rows());
  }

  private static void write(JdbcTokenStore node, int first) {
    for (int i = first; i < first + 50; i++) {
      node.insert(Tokens.plain(i));
    }
  }

  private JdbcTokenStore notified() {
    return JdbcTokenStore.builder(database).build();
  }

  private JdbcTokenStore polling() {
    return JdbcTokenStore.builder(database).pollEvery(ChangesContract.often()).build();
  }

  private JdbcTokenStore unverified() {
    return JdbcTokenStore.builder(database)
        .pollEvery(ChangesContract.often())
        .dialect(SqlDialect.POSTGRESQL)
        .unverified()
        .build();
  }

  private long newest() throws SQLException {
    return number("SELECT newest FROM pat_change_counter");
  }

  private long rows() throws SQLException {
    return number("SELECT COUNT(*) FROM pat_token");
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
