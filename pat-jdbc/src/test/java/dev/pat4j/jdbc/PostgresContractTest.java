package dev.pat4j.jdbc;

import com.zaxxer.hikari.HikariConfig;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.PostgresServer;
import org.junit.jupiter.api.Nested;

/** PostgreSQL keeps the contract, however its pool is set up. */
class PostgresContractTest {

  static void connect(HikariConfig config, Database database) {
    config.setJdbcUrl(database.address());
    config.setUsername(database.user());
    config.setPassword(database.password());
  }

  @Nested
  class Newest extends StoreContract {
    @Override
    protected void configure(HikariConfig config) {
      connect(config, PostgresServer.shared().newDatabase());
    }
  }

  @Nested
  class WithoutAutoCommit extends Newest {
    @Override
    protected void configure(HikariConfig config) {
      super.configure(config);
      config.setAutoCommit(false);
    }
  }

  @Nested
  class Serializable extends Newest {
    @Override
    protected void configure(HikariConfig config) {
      super.configure(config);
      config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    }
  }

  @Nested
  class WithRepeatableReads extends Newest {
    @Override
    protected void configure(HikariConfig config) {
      super.configure(config);
      config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    }
  }
}
