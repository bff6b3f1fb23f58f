package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a database that fails: the thing, the rule, the cure; and never a row. */
class FailuresTest {

  private static final String NO_CONNECTION = "the token store got no connection to the database; ";

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "H2", mode = EnumSource.Mode.EXCLUDE)
  void credentialsThatAreWrongAreNamed(Engine engine) {
    DataSource stranger = Fresh.empty(engine).dataSource("pat", "wrong");
    String beginning =
        NO_CONNECTION + "its user or password is not accepted: check those of the DataSource: ";
    assertSaid(beginning, () -> JdbcTokenStore.builder(stranger).build());
    assertSaid(beginning, () -> JdbcSchema.migrate(stranger));
    assertSaid(beginning, () -> unverified(engine, stranger).findById(Tokens.id(1)));
  }

  /** In every language that the driver speaks. */
  @ParameterizedTest
  @CsvSource({
    "POSTGRESQL, en, 'the server refuses it, most often since no user or no password is given'",
    "POSTGRESQL, de, 'the server refuses it, most often since no user or no password is given'",
    "MARIADB,    en, its user or password is not accepted",
    "MYSQL,      en, its user or password is not accepted"
  })
  void aPasswordThatIsNotGivenIsNamed(Engine engine, String language, String said) {
    String url = withoutPassword(Fresh.empty(engine).url());
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(language));
    try {
      assertSaid(
          NO_CONNECTION + said + ": check those of the DataSource: ",
          () -> JdbcTokenStore.builder(Fresh.by(url)).build());
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String withoutPassword(String url) {
    return url.replaceFirst("password=[^&]*", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://127.0.0.1:1/none",
        "jdbc:mariadb://127.0.0.1:1/none",
        "jdbc:mysql://127.0.0.1:1/none",
        "jdbc:h2:tcp://127.0.0.1:1/none"
      })
  void aServerThatIsNotThereIsNamed(String url) {
    String message =
        assertSaid(
            NO_CONNECTION + "check the URL of the DataSource, that the server runs and can be",
            () -> JdbcTokenStore.builder(Fresh.by(url)).build());
    assertTrue(message.contains("(SQLState "), message);
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "H2", mode = EnumSource.Mode.EXCLUDE)
  void aDatabaseThatDoesNotExistIsNamed(Engine engine) {
    Database database = Fresh.empty(engine);
    String url = database.url().replaceFirst("/pat\\d+", "/no_such_database");
    assertSaid(
        NO_CONNECTION + "there is no database of that name: check the URL of the DataSource: ",
        () -> JdbcTokenStore.builder(Fresh.by(url)).build());
  }

  @Test
  void aFileThatHoldsNoDatabaseIsNamed() {
    assertSaid(
        NO_CONNECTION + "there is no database of that name: check the URL of the DataSource: ",
        () -> JdbcTokenStore.builder(Fresh.by("jdbc:h2:mem:none;IFEXISTS=TRUE")).build());
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aTableThatIsMissingIsNamed(Engine engine) {
    JdbcTokenStore store = unverified(engine, Fresh.empty(engine).dataSource());
    String cure =
        ": a table is missing; JdbcSchema.migrate(dataSource) creates it, as do the scripts in"
            + " dev/pat4j/jdbc; if it is there, the connection's schema is another; ";
    String message =
        assertSaid(
            "the token store could not find a token by its id" + cure,
            () -> store.findById(Tokens.id(1)));
    assertTrue(message.toLowerCase(Locale.ROOT).contains("pat_token"), message);
    assertSaid(
        "the token store could not insert a token" + cure, () -> store.insert(Tokens.plain(1)));
    assertSaid(
        "the token store could not record last uses" + cure,
        () -> store.touch(Map.of(Tokens.id(1), Tokens.usedAt(Tokens.NOON))));
    assertSaid(
        "the token store could not find tokens to purge" + cure, () -> store.purge(Tokens.NOON, 1));
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aColumnThatIsMissingIsNamed(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    Fresh.execute(dataSource, "ALTER TABLE pat_token DROP COLUMN last_eight");
    String message =
        assertSaid(
            "the token store could not find a token by its id: a column is missing;"
                + " JdbcSchema.verify(dataSource) says which; ",
            () -> store.findById(Tokens.id(1)));
    assertTrue(message.toLowerCase(Locale.ROOT).contains("last_eight"), message);
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("threat 17: no failure of a database quotes a digest or a row")
  void noFailureQuotesARow(Engine engine) {
    StoredToken row =
        Tokens.of(4_711, "QUOTED").name("QUOTED").attributes(Map.of("k", "QUOTED")).build();
    DataSource narrow = Fresh.migrated(engine).dataSource();
    JdbcTokenStore store = JdbcTokenStore.builder(narrow).build();
    Fresh.execute(narrow, Fresh.alter(engine, "name", "VARCHAR(3)"));
    assertQuotesNothing(row, () -> store.insert(row));
    DataSource strict = Fresh.migrated(engine).dataSource();
    JdbcTokenStore other = JdbcTokenStore.builder(strict).build();
    Fresh.execute(strict, Fresh.require(engine, "revoked_by", "VARCHAR(255)"));
    assertQuotesNothing(row, () -> other.insert(row));
    DataSource taken = Fresh.migrated(engine).dataSource();
    JdbcTokenStore.builder(taken).build().insert(row);
    Transactions transactions = new Transactions(taken, Duration.ofSeconds(5));
    assertQuotesNothing(
        row, () -> transactions.write("insert", session -> insertAgain(session, row, false)));
    assertQuotesNothing(
        row, () -> transactions.write("insert", session -> insertAgain(session, row, true)));
  }

  private static int insertAgain(Session session, StoredToken row, boolean batch)
      throws SQLException {
    String sql =
        "INSERT INTO pat_token (" + Column.names() + ") VALUES (?" + ", ?".repeat(23) + ")";
    try (PreparedStatement insert = session.prepare(sql)) {
      new Parameters(insert).add(row, Column.ALL);
      if (batch) {
        insert.addBatch();
        return insert.executeBatch().length;
      }
      return insert.executeUpdate();
    }
  }

  @Test
  void aMessageThatMayQuoteARowIsWithheldAndItsPlaceKept() {
    SQLException secret =
        new SQLException("ERROR: duplicate key Detail: Key (digest)=(\\x0123)", "23505", 7);
    TokenStoreException failure = Failures.during("insert a token", secret, Duration.ofSeconds(5));
    assertEquals(
        "the token store could not insert a token: SQLException (SQLState 23505)",
        failure.getMessage());
    SQLException kept = (SQLException) failure.getCause();
    assertEquals(
        "java.sql.SQLException, whose message may quote a row and is withheld", kept.getMessage());
    assertEquals("23505", kept.getSQLState());
    assertEquals(7, kept.getErrorCode());
    assertEquals(secret.getStackTrace()[0], kept.getStackTrace()[0]);
    assertEquals(null, kept.getCause());
  }

  @Test
  void batchesQuotedQueriesAndSyntaxErrorsAreWithheldWhateverTheirState() {
    for (SQLException secret :
        new SQLException[] {
          new BatchUpdateException("Batch entry 0 INSERT ... ('QUOTED')", "40001", 0, new int[0]),
          new SQLException("Deadlock\nQuery is: INSERT ... parameters ['QUOTED']", "40001"),
          new SQLException("You have an error near 'QUOTED'", "42000", 1064),
          new SQLException("QUOTED", "HY000", 1366),
          new SQLException("QUOTED")
        }) {
      assertFalse(text(Failures.during("x", secret, Duration.ZERO)).contains("QUOTED"));
    }
  }

  private static void assertQuotesNothing(StoredToken row, Executable call) {
    String text = text(assertThrows(TokenStoreException.class, call));
    String digest = HexFormat.of().formatHex(row.digest().toBytes());
    assertFalse(text.contains("QUOTED"), text);
    assertFalse(text.contains("4711"), text);
    assertFalse(text.toLowerCase(Locale.ROOT).contains(digest.substring(0, 16)), text);
  }

  private static String assertSaid(String beginning, Executable call) {
    String message = assertThrows(TokenStoreException.class, call).getMessage();
    assertEquals(beginning, message.substring(0, Math.min(beginning.length(), message.length())));
    assertTrue(message.matches("(?s).*\\(SQLState [0-9A-Z ]+\\)"), message);
    return message;
  }

  private static String text(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static JdbcTokenStore unverified(Engine engine, DataSource dataSource) {
    return JdbcTokenStore.builder(dataSource).dialect(Fresh.dialect(engine)).unverified().build();
  }
}
