package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.H2Databases;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where nothing can be written, tokens are verified all the same. */
class ReadOnlyTest {

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"POSTGRESQL", "MARIADB", "MYSQL"})
  void aPoolThatOnlyReadsIsEnoughToVerify(Engine engine) {
    Database database = Fresh.migrated(engine);
    String token = issue(database.dataSource());
    HikariConfig config = Fresh.config(database);
    config.setReadOnly(true);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      assertVerifiesWithoutWriting(pool, token);
    }
  }

  /** As on a standby: the server says so, whatever the connection says. */
  @Test
  void aDatabaseOfPostgresThatIsReadOnlyIsEnoughToVerify() {
    Database database = Fresh.migrated(Engine.POSTGRESQL);
    String token = issue(database.dataSource());
    HikariConfig config = Fresh.config(database);
    config.setConnectionInitSql("SET default_transaction_read_only = on");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      assertVerifiesWithoutWriting(pool, token);
    }
  }

  @Test
  void aFileOfH2ThatIsReadOnlyIsEnoughToVerify(@TempDir Path folder) {
    Database database = H2Databases.inFolder(folder);
    JdbcSchema.migrate(database.dataSource());
    String token = issue(database.dataSource());
    assertVerifiesWithoutWriting(Fresh.by(database.url() + ";ACCESS_MODE_DATA=r"), token);
  }

  @Test
  void theWarningComesAgainIfItCouldWriteInBetween() {
    Database database = Fresh.migrated(Engine.POSTGRESQL);
    Meddler meddler = new Meddler(database.dataSource());
    JdbcTokenStore store = JdbcTokenStore.builder(meddler.dataSource()).build();
    store.insert(Tokens.plain(1));
    SQLException readOnly = new SQLException("read-only", "25006");
    try (CapturedLog log = new CapturedLog()) {
      for (int times : new int[] {2, 0, 1}) {
        meddler.fail("executeUpdate UPDATE", times, readOnly);
        store.touch(Map.of(Tokens.id(1), Tokens.usedAt(Tokens.NOON)));
        store.touch(Map.of(Tokens.id(1), Tokens.usedAt(Tokens.NOON)));
      }
      assertEquals(2, log.lines(Level.WARN).size(), log::text);
    }
  }

  private static void assertVerifiesWithoutWriting(DataSource dataSource, String token) {
    JdbcSchema.verify(dataSource);
    JdbcSchema.migrate(dataSource);
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    PersonalAccessTokens tokens = PersonalAccessTokens.builder(store).build();
    try (CapturedLog log = new CapturedLog()) {
      for (int i = 0; i < 3; i++) {
        assertInstanceOf(Verified.class, tokens.verify(token, "192.0.2.1"));
        tokens.flush();
        store.touch(Map.of(Tokens.id(1), Tokens.usedAt(Tokens.NOON)));
      }
      assertEquals(
          List.of(
              "WARN the database is read-only: tokens are verified, but their last uses are not"
                  + " recorded. This is said once; give the store a DataSource of the primary to"
                  + " record them"),
          log.lines(Level.INFO));
    }
    assertEquals(1, store.find(TokenQuery.all()).size());
    List<Executable> changes =
        List.of(
            () -> store.insert(Tokens.plain(1)),
            () -> store.delete(store.find(TokenQuery.all()).get(0).id()),
            () -> tokens.ownedBy("ada").rename(store.find(TokenQuery.all()).get(0).id(), "b"));
    for (Executable change : changes) {
      String message = assertThrows(TokenStoreException.class, change).getMessage();
      assertTrue(
          message.contains(
              ": the database is read-only; give the store a DataSource of the primary to write; "),
          message);
    }
  }

  private static String issue(DataSource dataSource) {
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    return PersonalAccessTokens.builder(store)
        .build()
        .issue(TokenRequest.forOwner("ada").neverExpires().build())
        .secret()
        .reveal();
  }
}
