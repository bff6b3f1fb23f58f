package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.store.TokenStoreException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A connection that would make two owners one, or show what was never committed, is refused. */
class FaithfulConnectionTest {

  @Test
  @DisplayName("threat 15: a connection in another character set merged two owners")
  void aConnectionThatAltersTextsIsRefused() {
    Fresh.require(Engine.MYSQL);
    Database database = Fresh.migrated(Engine.MYSQL);
    HikariConfig config = Fresh.config(database);
    config.addDataSourceProperty("characterEncoding", "ISO-8859-1");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      assertSays("two owners may become one", pool);
    }
  }

  @Test
  void aConnectionThatReadsWhatMayBeUndoneIsRefused() {
    HikariConfig config = Fresh.config(Fresh.migrated(Engine.H2));
    config.setTransactionIsolation("TRANSACTION_READ_UNCOMMITTED");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      assertSays("READ COMMITTED", pool);
    }
  }

  private static void assertSays(String what, HikariDataSource pool) {
    String said =
        assertThrows(TokenStoreException.class, () -> JdbcTokenStore.builder(pool).build())
            .getMessage();
    assertTrue(said.contains(what), said);
  }
}
