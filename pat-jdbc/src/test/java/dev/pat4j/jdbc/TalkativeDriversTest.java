package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Drivers that are told to quote statements and locks in their messages: ours say none of it. */
@Timeout(120)
class TalkativeDriversTest {

  private static final String TALKATIVE =
      "&dumpQueriesOnException=true&includeInnodbStatusInDeadlockExceptions=true"
          + "&includeThreadDumpInDeadlockExceptions=true&sessionVariables=innodb_lock_wait_timeout=1";

  private static final StoredToken ROW =
      Tokens.of(4_711, "hamster")
          .name("hamster")
          .attributes(Map.of("k", "hamster"))
          .lastUse(new LastUse(Tokens.NOON, Optional.of("192.0.2.47")))
          .build();

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"MARIADB", "MYSQL"})
  @DisplayName("threat 17: a driver that quotes statements puts no row into a failure or the log")
  void noStatementIsQuoted(Engine engine) {
    Database database = Fresh.migrated(engine);
    DataSource talkative = Fresh.by(database.url() + TALKATIVE);
    JdbcTokenStore store = JdbcTokenStore.builder(talkative).timeout(Duration.ofSeconds(2)).build();
    Fresh.execute(talkative, Fresh.alter(engine, "name", "VARCHAR(3)"));
    assertSaysNothing(() -> store.insert(ROW));
    Fresh.execute(talkative, "DROP TABLE pat_change");
    assertSaysNothing(() -> store.insert(ROW.toBuilder().name("abc").build()));
    Fresh.execute(talkative, "DROP TABLE pat_token");
    assertSaysNothing(() -> store.insert(ROW));
    assertSaysNothing(() -> store.findByDigest(ROW.digest()));
    assertSaysNothing(() -> store.replace(ROW, ROW));
    assertSaysNothing(
        () -> store.touch(Map.of(ROW.id(), new LastUse(Tokens.NOON, Optional.of("192.0.2.47")))));
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"MARIADB", "MYSQL"})
  @DisplayName("threat 17: a driver that quotes the locks of others puts no row into a failure")
  void noLockIsQuoted(Engine engine) throws Exception {
    Database database = Fresh.migrated(engine);
    DataSource talkative = Fresh.by(database.url() + TALKATIVE);
    JdbcTokenStore store = JdbcTokenStore.builder(talkative).timeout(Duration.ofSeconds(2)).build();
    store.insert(ROW);
    try (Connection other = database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT id FROM pat_token FOR UPDATE");
      assertSaysNothing(() -> store.replace(ROW, ROW));
      assertSaysNothing(() -> store.insert(ROW));
      other.rollback();
    }
    SQLException deadlock = deadlock(database, talkative, store);
    assertTrue(text(deadlock).contains("hamster"), "the driver was to quote: " + text(deadlock));
    assertSaysNothing(
        () -> {
          throw Failures.during("replace a token", deadlock, Duration.ofSeconds(2));
        });
    assertSaysNothing(
        () -> {
          throw Failures.committing("replace a token", deadlock);
        });
  }

  /** Of one who locked the second row and asks for the first with a statement that quotes it. */
  private static SQLException deadlock(
      Database database, DataSource talkative, JdbcTokenStore store) throws Exception {
    store.insert(Tokens.plain(1));
    try (Connection other = database.dataSource().getConnection();
        Connection ours = talkative.getConnection()) {
      other.setAutoCommit(false);
      ours.setAutoCommit(false);
      // He has changed more, so that ours is the one to be undone.
      execute(other, "UPDATE pat_token SET owner = 'hamster', family = family + 1 WHERE id = 4711");
      execute(other, "INSERT INTO pat_change (seq, digest) SELECT 900 + id, digest FROM pat_token");
      execute(ours, "SELECT id FROM pat_token WHERE id = 1 FOR UPDATE");
      CompletableFuture<Boolean> waiting =
          CompletableFuture.supplyAsync(
              () -> execute(other, "SELECT id FROM pat_token WHERE id = 1 FOR UPDATE"));
      Thread.sleep(300);
      SQLException failure =
          assertThrows(
              SQLException.class,
              () -> {
                try (PreparedStatement update =
                    ours.prepareStatement("UPDATE pat_token SET name = ? WHERE id = 4711")) {
                  update.setString(1, "hamster");
                  update.executeUpdate();
                }
              });
      ours.rollback();
      assertTrue(waiting.get());
      return failure;
    }
  }

  private static boolean execute(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          return rows.next();
        }
      }
      return true;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertSaysNothing(Executable call) {
    try (CapturedLog log = new CapturedLog()) {
      String said =
          (text(assertThrows(TokenStoreException.class, call)) + log.text())
              .toLowerCase(Locale.ROOT);
      for (String secret :
          new String[] {
            "hamster",
            "4711",
            "192.0.2.47",
            HexFormat.of().formatHex(ROW.digest().toBytes()).substring(0, 16),
            "parameters ["
          }) {
        assertFalse(said.contains(secret), said);
      }
    }
  }

  private static String text(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
