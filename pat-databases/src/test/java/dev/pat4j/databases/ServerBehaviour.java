package dev.pat4j.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every server promises; each kind of server inherits it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerBehaviour {

  private DatabaseServer server;

  /** A server that this test may harm. */
  abstract DatabaseServer start();

  @BeforeAll
  final void started() {
    server = start();
  }

  /** One server for all, since that is quicker, and each test finds it as if it were new. */
  @AfterEach
  final void running() {
    if (!server.isRunning()) {
      server.restart();
    }
  }

  @AfterAll
  final void closed() {
    server.close();
    assertFalse(server.isRunning());
    assertFalse(Files.exists(server.folder));
  }

  @Test
  final void aNewDatabaseIsEmptyAndIsNobodyElses() throws SQLException {
    Database one = server.newDatabase();
    execute(one, "CREATE TABLE t (a INT)");
    Database other = server.newDatabase();
    assertNotEquals(one.address(), other.address());
    assertThrows(SQLException.class, () -> answer(other, "SELECT count(*) FROM t"));
  }

  @Test
  final void aWrongPasswordIsRefused() {
    Database database = server.newDatabase();
    assertThrows(
        SQLException.class,
        () -> database.dataSource(database.user(), "wrong").getConnection().close());
  }

  @Test
  final void theUrlIsAllThatAnotherProcessNeeds() throws SQLException {
    Database database = server.newDatabase();
    try (Connection connection = DriverManager.getConnection(database.url())) {
      assertTrue(connection.isValid(5));
    }
    assertFalse(database.toString().contains(database.password()), database.toString());
  }

  @Test
  final void whatIsPausedAnswersNothingUntilItIsResumed() throws Exception {
    Database database = server.newDatabase();
    ExecutorService elsewhere = Executors.newSingleThreadExecutor();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      server.pause();
      Future<Boolean> answer = elsewhere.submit(() -> statement.execute("SELECT 1"));
      assertThrows(TimeoutException.class, () -> answer.get(300, TimeUnit.MILLISECONDS));
      assertTrue(server.isRunning());
      try (Socket socket = new Socket()) {
        // Taken by the system, not by the server: what a hung host looks like.
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 1_000);
      }
      server.resume();
      assertTrue(answer.get(10, TimeUnit.SECONDS));
    } finally {
      elsewhere.shutdownNow();
    }
    assertEquals("1", answer(database, "SELECT 1"));
  }

  @Test
  final void whatIsKilledComesBackOnItsPortWithEveryCommit() throws SQLException {
    Database database = server.newDatabase();
    execute(database, "CREATE TABLE t (a INT)");
    try (Connection open = database.dataSource().getConnection()) {
      for (int i = 0; i < 100; i++) {
        execute(database, "INSERT INTO t VALUES (" + i + ")");
      }
      server.kill();
      assertFalse(server.isRunning());
      assertThrows(SQLException.class, () -> open.createStatement().execute("SELECT 1"));
    }
    assertThrows(SQLException.class, () -> answer(database, "SELECT 1"));
    server.restart();
    assertEquals("100", answer(database, "SELECT count(*) FROM t"));
  }

  @Test
  final void whatIsPausedCanBeKilledAndRestarted() throws SQLException {
    Database database = server.newDatabase();
    server.pause();
    server.kill();
    server.restart();
    assertEquals("1", answer(database, "SELECT 1"));
    server.pause();
    server.restart();
    assertEquals("1", answer(database, "SELECT 1"));
  }

  @Test
  final void whatIsStoppedEndsItsSessionsAndCanBeRestarted() throws SQLException {
    Database database = server.newDatabase();
    execute(database, "CREATE TABLE t (a INT)");
    try (Connection open = database.dataSource().getConnection()) {
      server.stop();
      assertFalse(server.isRunning());
      assertThrows(SQLException.class, () -> open.createStatement().execute("SELECT 1"));
    }
    server.restart();
    assertEquals("0", answer(database, "SELECT count(*) FROM t"));
  }

  @Test
  final void whatIsNotRunningSaysSo() {
    server.kill();
    IllegalStateException refused = assertThrows(IllegalStateException.class, server::pause);
    assertTrue(refused.getMessage().contains("not running"), refused.getMessage());
  }

  @Test
  final void aPoolOutlivesItsServer() throws SQLException {
    Database database = server.newDatabase();
    server.stop();
    try (HikariDataSource pool = database.pool(2)) {
      pool.setConnectionTimeout(250);
      assertThrows(SQLException.class, () -> pool.getConnection().close());
      pool.setConnectionTimeout(10_000);
      server.restart();
      try (Connection connection = pool.getConnection()) {
        assertTrue(connection.isValid(5));
      }
    }
  }

  static void execute(Database database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String answer(Database database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertTrue(row.next());
      return row.getString(1);
    }
  }
}
