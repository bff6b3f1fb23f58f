package dev.pat4j.jdbc;

import com.zaxxer.hikari.HikariConfig;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.RequiresEngine;
import org.junit.jupiter.api.Nested;

/** MySQL keeps the contract, however its pool is set up. */
class MySqlContractTest {

  @Nested
  @RequiresEngine(Engine.MYSQL)
  class AsItComes extends StoreContract {
    @Override
    Database database() {
      return Engine.MYSQL.newDatabase();
    }

    @Override
    void configure(HikariConfig config) {}
  }

  @Nested
  class WithoutAutoCommit extends AsItComes {
    @Override
    void configure(HikariConfig config) {
      config.setAutoCommit(false);
    }
  }

  @Nested
  class Serializable extends AsItComes {
    @Override
    void configure(HikariConfig config) {
      config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    }
  }

  @Nested
  class WithCommittedReads extends AsItComes {
    @Override
    void configure(HikariConfig config) {
      config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    }
  }
}
