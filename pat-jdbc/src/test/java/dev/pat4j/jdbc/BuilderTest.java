package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.store.TokenStoreException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store asks of its database before it is built, and what it must be told. */
class BuilderTest {

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theDialectIsFoundOut(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    assertEquals(
        "JdbcTokenStore[" + Fresh.dialect(engine) + "]",
        JdbcTokenStore.builder(dataSource).build().toString());
  }

  /** Of what databases call themselves, and of what MySQL's driver calls MariaDB. */
  @ParameterizedTest
  @CsvSource({
    "PostgreSQL, 13.0.0, POSTGRESQL",
    "PostgreSQL, 11.2-YB-2.18.1.0-b0, POSTGRESQL",
    "MySQL, 8.0.44, MYSQL",
    "MySQL, 9.4.0, MYSQL",
    "MySQL, 5.5.5-10.6.22-MariaDB-log, MARIADB",
    "MariaDB, 11.8.3-MariaDB, MARIADB",
    "H2, 2.0.202 (2021-11-25), H2"
  })
  void theDialectFollowsFromTheName(String name, String version, SqlDialect dialect) {
    assertEquals(dialect, detect(name, version));
  }

  @ParameterizedTest
  @CsvSource({
    "H2, 1.4.200, 2.0",
    "MySQL, 5.7.44, 8.0",
    "MariaDB, 10.5.29-MariaDB, 10.6",
    "MariaDB, 5.5.68-MariaDB, 10.6"
  })
  void aDatabaseThatIsTooOldIsNamed(String name, String version, String oldest) {
    String message =
        assertThrows(TokenStoreException.class, () -> detect(name, version)).getMessage();
    assertEquals(
        "the database is "
            + name
            + " "
            + version
            + "; the token store needs "
            + oldest
            + " or newer",
        message);
  }

  @Test
  void aDatabaseOfAnotherKindIsNamed() {
    assertEquals(
        "the database calls itself Oracle, which is none of PostgreSQL, MySQL, MariaDB, H2; if it"
            + " speaks as one of them, say dialect(...)",
        assertThrows(TokenStoreException.class, () -> detect("Oracle", "23.0")).getMessage());
  }

  @Test
  void anUnverifiedStoreAsksNothingBeforeItIsUsed() {
    Database database = Fresh.migrated(Engine.H2);
    Meddler meddler = new Meddler(database.dataSource());
    JdbcTokenStore store =
        JdbcTokenStore.builder(meddler.dataSource()).unverified().dialect(SqlDialect.H2).build();
    assertEquals(List.of(), meddler.calls(""));
    assertTrue(store.insert(Tokens.plain(1)));
  }

  @Test
  void anUnverifiedStoreMustBeToldItsDialect() {
    JdbcTokenStore.Builder builder = JdbcTokenStore.builder(Fresh.by("jdbc:none:")).unverified();
    assertEquals(
        "an unverified() store needs its dialect(...) said",
        assertThrows(IllegalStateException.class, builder::build).getMessage());
  }

  @Test
  void theDialectThatIsSaidIsNotFoundOut() {
    Meddler meddler = new Meddler(Fresh.migrated(Engine.H2).dataSource());
    JdbcTokenStore.builder(meddler.dataSource()).dialect(SqlDialect.H2).build();
    assertEquals(List.of(), meddler.calls("getMetaData"));
    JdbcSchema.migrate(meddler.dataSource(), SqlDialect.H2);
    JdbcSchema.verify(meddler.dataSource(), SqlDialect.H2);
    assertEquals(List.of(), meddler.calls("getMetaData"));
    JdbcSchema.verify(meddler.dataSource());
    assertFalse(meddler.calls("getMetaData").isEmpty());
  }

  @Test
  void nothingAcceptsNull() {
    DataSource any = Fresh.by("jdbc:none:");
    assertThrows(NullPointerException.class, () -> JdbcTokenStore.builder(null));
    assertThrows(NullPointerException.class, () -> JdbcTokenStore.builder(any).dialect(null));
    assertThrows(NullPointerException.class, () -> JdbcTokenStore.builder(any).timeout(null));
    assertThrows(NullPointerException.class, () -> JdbcSchema.migrate(null));
    assertThrows(NullPointerException.class, () -> JdbcSchema.migrate(any, null));
    assertThrows(NullPointerException.class, () -> JdbcSchema.verify(null));
    assertThrows(NullPointerException.class, () -> JdbcSchema.verify(any, null));
    assertThrows(NullPointerException.class, () -> JdbcSchema.scripts(null));
  }

  private static SqlDialect detect(String name, String version) {
    String[] numbers = version.replaceFirst("^5\\.5\\.5-", "").split("[^0-9]+", -1);
    DatabaseMetaData database =
        answering(
            DatabaseMetaData.class,
            method ->
                switch (method) {
                  case "getDatabaseProductName" -> name;
                  case "getDatabaseProductVersion" -> version;
                  case "getDatabaseMajorVersion" -> Integer.valueOf(numbers[0]);
                  case "getDatabaseMinorVersion" -> Integer.valueOf(numbers[1]);
                  default -> throw new AssertionError(method);
                });
    Connection connection =
        answering(
            Connection.class,
            method ->
                switch (method) {
                  case "getMetaData" -> database;
                  case "getAutoCommit" -> true;
                  case "getNetworkTimeout" -> 0;
                  default -> null;
                });
    DataSource dataSource = answering(DataSource.class, method -> connection);
    return Detection.dialectOf(new Transactions(dataSource, Duration.ofSeconds(1)));
  }

  private static <T> T answering(Class<T> type, Function<String, Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.apply(method.getName())));
  }
}
