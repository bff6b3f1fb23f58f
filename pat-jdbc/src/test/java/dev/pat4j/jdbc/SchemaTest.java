package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.Engine;
import dev.pat4j.store.TokenStoreException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is verified of a schema, and what is said of one that is not as it must be. */
class SchemaTest {

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void whatWasMigratedIsVerified(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    JdbcSchema.verify(dataSource);
    JdbcSchema.verify(dataSource, Fresh.dialect(engine));
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void anEmptyDatabaseIsToldWhichScriptIsMissing(Engine engine) {
    DataSource dataSource = Fresh.empty(engine).dataSource();
    String message =
        "the database has no schema for tokens, and this library needs version 2: run "
            + script(engine)
            + " (it is in the jar) or JdbcSchema.migrate(dataSource), with the schema that the"
            + " connection has now";
    assertWrong(message, () -> JdbcSchema.verify(dataSource));
    assertWrong(message, () -> JdbcTokenStore.builder(dataSource).build());
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void anOlderSchemaIsToldWhichScriptIsMissing(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    Fresh.execute(dataSource, "DELETE FROM pat_schema");
    assertWrong(
        "the database has no schema for tokens, and this library needs version 2",
        () -> JdbcSchema.verify(dataSource));
    JdbcSchema.migrate(dataSource);
    JdbcSchema.verify(dataSource);
    Fresh.execute(dataSource, "DELETE FROM pat_schema WHERE version = 2");
    assertWrong(
        "the schema for tokens has version 1, and this library needs version 2: run "
            + script(engine, 2),
        () -> JdbcSchema.verify(dataSource));
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aNewerSchemaIsLeftAlone(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    Fresh.execute(dataSource, "INSERT INTO pat_schema (version) VALUES (3)");
    String message =
        "the schema for tokens has version 3, written by a newer release of pat4j; this one knows"
            + " version 2: run the newer release on this node too";
    assertWrong(message, () -> JdbcSchema.verify(dataSource));
    assertWrong(message, () -> JdbcSchema.migrate(dataSource));
    assertWrong(message, () -> JdbcTokenStore.builder(dataSource).build());
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aTableThatIsMissingIsNamedAndTheScriptBringsItBack(Engine engine) {
    List<Executable> cases = new ArrayList<>();
    for (String table : List.of("pat_token", "pat_change", "pat_change_counter", "pat_event")) {
      DataSource dataSource = Fresh.migrated(engine).dataSource();
      Fresh.execute(dataSource, "DROP TABLE " + table);
      cases.add(
          () ->
              assertWrong(
                  "the schema for tokens is damaged: there is no table "
                      + table
                      + "; run "
                      + script(engine, table.equals("pat_event") ? 2 : 1)
                      + " again",
                  () -> JdbcSchema.verify(dataSource)));
      cases.add(() -> runScript(engine, dataSource));
      cases.add(() -> JdbcSchema.verify(dataSource));
    }
    assertAll(cases);
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void everyColumnThatIsMissingIsNamedWithItsStatement(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    List<Executable> cases = new ArrayList<>();
    for (String column : List.of("expires_at", "revoked_at", "revocation_reason", "name")) {
      cases.add(
          () -> {
            Fresh.execute(dataSource, "ALTER TABLE pat_token DROP COLUMN " + column);
            String message =
                assertWrong(
                    "the schema for tokens is damaged: there is no pat_token."
                        + column
                        + "; ALTER TABLE pat_token ADD COLUMN "
                        + column
                        + " ",
                    () -> JdbcSchema.verify(dataSource));
            cure(dataSource, message);
            JdbcSchema.verify(dataSource);
          });
    }
    assertAll(cases);
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aColumnThatIsTooShortIsNamedWithItsStatement(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    Fresh.execute(dataSource, Fresh.alter(engine, "name", "VARCHAR(100)"));
    String message =
        assertWrong(
            "the schema for tokens is damaged: pat_token.name holds 100 and must hold 255; ALTER",
            () -> JdbcSchema.verify(dataSource));
    cure(dataSource, message);
    JdbcSchema.verify(dataSource);
    Fresh.execute(dataSource, Fresh.alter(engine, "attributes", "VARCHAR(4000)"));
    message =
        assertWrong(
            "the schema for tokens is damaged: pat_token.attributes holds 4000 and must hold 80000",
            () -> JdbcSchema.verify(dataSource));
    cure(dataSource, message);
    JdbcSchema.verify(dataSource);
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aDigestOfAnotherTypeIsNamedWithItsDefinition(Engine engine) {
    DataSource dataSource = Fresh.empty(engine).dataSource();
    Fresh.execute(
        dataSource,
        statements(engine).stream()
            .map(
                sql ->
                    sql.replaceAll(
                            "digest (BYTEA|VARBINARY|BINARY)(\\(32\\))?", "digest VARCHAR(64)")
                        .replaceAll("OCTET_LENGTH\\(digest\\) = 32", "1 = 1"))
            .toArray(String[]::new));
    String message =
        assertWrong(
            "the schema for tokens is damaged: pat_token.digest is ",
            () -> JdbcSchema.verify(dataSource));
    assertTrue(message.contains("; make it what " + script(engine) + " says: digest "), message);
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aTextOfAnEventThatIsTooShortIsNamedWithItsDefinition(Engine engine) {
    DataSource dataSource = Fresh.empty(engine).dataSource();
    Fresh.execute(
        dataSource,
        statements(engine).stream()
            .map(sql -> sql.replace("detail VARCHAR(255)", "detail VARCHAR(100)"))
            .toArray(String[]::new));
    String message =
        assertWrong(
            "the schema for tokens is damaged: pat_event.detail holds 100 and must hold 255; make",
            () -> JdbcSchema.verify(dataSource));
    assertTrue(message.endsWith(script(engine, 2) + " says: detail VARCHAR(255)"), message);
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void anIdOfAnotherTypeIsNamedWithItsDefinition(Engine engine) {
    DataSource dataSource = Fresh.empty(engine).dataSource();
    Fresh.execute(
        dataSource,
        statements(engine).stream()
            .map(sql -> sql.replace("  id BIGINT", "  id INTEGER"))
            .toArray(String[]::new));
    String message =
        assertWrong(
            "the schema for tokens is damaged: pat_token.id is ",
            () -> JdbcSchema.verify(dataSource));
    assertTrue(message.endsWith(" says: id BIGINT NOT NULL"), message);
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aDigestWithoutItsUniqueIndexIsNamedWithItsStatement(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    boolean mySql = engine == Engine.MYSQL || engine == Engine.MARIADB;
    Fresh.execute(
        dataSource,
        "ALTER TABLE pat_token DROP " + (mySql ? "INDEX" : "CONSTRAINT") + " pat_token_digest",
        // None of these makes the digest alone unique.
        "CREATE INDEX not_unique ON pat_token (digest)",
        "CREATE UNIQUE INDEX with_another ON pat_token (digest, id)");
    String message =
        assertWrong(
            "the schema for tokens is damaged: pat_token.digest has no unique index; CREATE UNIQUE",
            () -> JdbcSchema.verify(dataSource));
    cure(dataSource, message);
    JdbcSchema.verify(dataSource);
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void anIdThatIsNoKeyIsNamedWithItsStatement(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    boolean mySql = engine == Engine.MYSQL || engine == Engine.MARIADB;
    Fresh.execute(
        dataSource,
        "ALTER TABLE pat_token DROP " + (mySql ? "PRIMARY KEY" : "CONSTRAINT pat_token_id"));
    String message =
        assertWrong(
            "the schema for tokens is damaged: pat_token.id is no key; ALTER TABLE pat_token ADD"
                + " PRIMARY KEY (id)",
            () -> JdbcSchema.verify(dataSource));
    cure(dataSource, message);
    JdbcSchema.verify(dataSource);
  }

  private static String assertWrong(String beginning, Executable call) {
    String message = assertThrows(TokenStoreException.class, call).getMessage();
    assertEquals(beginning, message.substring(0, Math.min(beginning.length(), message.length())));
    return message;
  }

  /** Does what the message says, as it says it. */
  private static void cure(DataSource dataSource, String message) {
    Fresh.execute(dataSource, message.substring(message.indexOf("; ") + 2));
  }

  private static String script(Engine engine) {
    return script(engine, 1);
  }

  private static String script(Engine engine, int version) {
    return Script.of(Fresh.dialect(engine), version).path();
  }

  private static List<String> statements(Engine engine) {
    List<String> statements = new ArrayList<>(Script.of(Fresh.dialect(engine), 1).statements());
    statements.addAll(Script.of(Fresh.dialect(engine), 2).statements());
    return statements;
  }

  private static void runScript(Engine engine, DataSource dataSource) {
    Fresh.execute(dataSource, statements(engine).toArray(String[]::new));
  }
}
