package dev.pat4j.jdbc;

import com.zaxxer.hikari.HikariConfig;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.RequiresEngine;
import org.junit.jupiter.api.Nested;

/** MariaDB keeps the contract, however its pool is set up. */
class MariaDbContractTest {

  @Nested
  @RequiresEngine(Engine.MARIADB)
  class AsItComes extends StoreContract {
    @Override
    Database database() {
      return Engine.MARIADB.newDatabase();
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

  /** As an administrator may who tidies up: owners are exact all the same. */
  @Nested
  class AfterItsCollationWasChanged extends AsItComes {
    @Override
    String[] meddling() {
      return new String[] {
        "ALTER TABLE pat_token CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
      };
    }
  }

  @Nested
  class WithStatementsPreparedByTheServer extends AsItComes {
    @Override
    void configure(HikariConfig config) {
      config.addDataSourceProperty("useServerPrepStmts", "true");
      config.addDataSourceProperty("cachePrepStmts", "true");
    }
  }
}
