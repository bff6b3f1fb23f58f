package dev.pat4j.jdbc;

import static dev.pat4j.jdbc.Heard.CONNECTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.store.ChangeFeed.Subscription;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who listens where nothing is said must notice, and say so, and never vouch. */
@Timeout(120)
class ListenElsewhereTest {

  private static final Duration SHORT = Duration.ofSeconds(4);

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("threat 10: who polls another database than the store's is never current")
  void anotherLogIsNotTrusted(Engine engine) throws Exception {
    DataSource own = Fresh.migrated(engine).dataSource();
    DataSource other = Fresh.migrated(engine).dataSource();
    assertDeaf(store(own).listenOn(other).pollEvery(ChangesContract.often()).build(), "listenOn");
  }

  @Test
  @DisplayName("threat 10: who polls another schema of the store's database is never current")
  void theLogOfAnotherSchemaIsNotTrusted() throws Exception {
    Database database = Fresh.migrated(Engine.POSTGRESQL);
    Fresh.execute(database.dataSource(), "CREATE SCHEMA other");
    DataSource other = Fresh.by(database.url() + "&currentSchema=other");
    JdbcSchema.migrate(other);
    assertDeaf(
        store(database.dataSource()).listenOn(other).pollEvery(ChangesContract.often()).build(),
        "schema");
  }

  @Test
  @DisplayName("threat 10: who is notified by another database than the store's is never current")
  void theNotificationsOfAnotherDatabaseAreNotTrusted() throws Exception {
    DataSource own = Fresh.migrated(Engine.POSTGRESQL).dataSource();
    DataSource other = Fresh.migrated(Engine.POSTGRESQL).dataSource();
    assertDeaf(store(own).listenOn(other).build(), "listenOn");
  }

  @Test
  void whoListensToTheVeryDatabaseIsCurrent() throws Exception {
    for (Engine engine : new Engine[] {Engine.H2, Engine.POSTGRESQL}) {
      Database database = Fresh.migrated(engine);
      JdbcTokenStore store =
          store(database.dataSource())
              .listenOn(database.dataSource())
              .pollEvery(SHORT.dividedBy(9))
              .build();
      assertHears(store);
    }
  }

  @Test
  void aStoreThatMayNotWriteIsToldHowToFollowTheLogAllTheSame() throws Exception {
    Database database = Fresh.migrated(Engine.POSTGRESQL);
    HikariConfig config = Fresh.config(database);
    config.setReadOnly(true);
    try (HikariDataSource reading = new HikariDataSource(config)) {
      JdbcTokenStore reader = store(reading).pollEvery(ChangesContract.often()).build();
      assertDeaf(reader, "may not write to the log");
      assertHears(store(database.dataSource()).pollEvery(ChangesContract.often()).build());
      assertHears(reader);
      assertDeaf(
          store(reading).listenOn(database.dataSource()).pollEvery(ChangesContract.often()).build(),
          "leave out listenOn");
    }
  }

  private static JdbcTokenStore.Builder store(DataSource dataSource) {
    return JdbcTokenStore.builder(dataSource).timeout(SHORT);
  }

  private static void assertHears(JdbcTokenStore store) throws InterruptedException {
    Heard heard = new Heard();
    try (Subscription open = store.changes().subscribe(heard)) {
      assertEquals(CONNECTED, heard.next());
      Heard.awaitCurrent(open);
    }
  }

  private static void assertDeaf(JdbcTokenStore store, String cure) throws InterruptedException {
    Heard heard = new Heard();
    try (CapturedLog log = new CapturedLog();
        Subscription open = store.changes().subscribe(heard)) {
      Optional<String> said = Optional.empty();
      for (int i = 0; said.isEmpty(); i++) {
        assertTrue(i < 1_000 && heard.isQuiet(), "it says that it hears");
        assertFalse(open.isCurrent(), "it vouches for what it cannot know");
        Thread.sleep(10);
        said = log.lines(Level.WARN).stream().findFirst();
      }
      assertTrue(log.text().contains(cure), log::text);
    }
  }
}
