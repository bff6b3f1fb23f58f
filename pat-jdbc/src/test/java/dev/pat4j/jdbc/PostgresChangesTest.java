package dev.pat4j.jdbc;

import dev.pat4j.databases.PostgresServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;

class PostgresChangesTest {

  @Nested
  class Notified extends ChangesContract {

    @Override
    DataSource createDatabase() {
      return PostgresServer.shared().newDatabase().dataSource();
    }
  }

  @Nested
  class Polled extends ChangesContract {

    @Override
    DataSource createDatabase() {
      return PostgresServer.shared().newDatabase().dataSource();
    }

    @Override
    JdbcTokenStore.Builder configure(JdbcTokenStore.Builder builder) {
      return builder.pollEvery(often());
    }
  }
}
