package dev.pat4j.jdbc;

import com.zaxxer.hikari.HikariConfig;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.RequiresEngine;
import org.junit.jupiter.api.Nested;

/** PostgreSQL keeps the contract, however its pool is set up. */
class PostgresContractTest {

  @Nested
  @RequiresEngine(Engine.POSTGRESQL)
  class AsItComes extends StoreContract {
    @Override
    Database database() {
      return Engine.POSTGRESQL.newDatabase();
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
  class WithRepeatableReads extends AsItComes {
    @Override
    void configure(HikariConfig config) {
      config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    }
  }

  @Nested
  class SharingRoundTrips extends AsItComes {
    @Override
    JdbcTokenStore.Builder configured(JdbcTokenStore.Builder builder) {
      return builder.shareRoundTrips(1);
    }
  }

  @Nested
  class SharingRoundTripsWithoutAutoCommit extends SharingRoundTrips {
    @Override
    void configure(HikariConfig config) {
      config.setAutoCommit(false);
      config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    }
  }

  @Nested
  @RequiresEngine(Engine.POSTGRESQL_FLOOR)
  class OfTheOldestVersion extends StoreContract {
    @Override
    Database database() {
      return Engine.POSTGRESQL_FLOOR.newDatabase();
    }

    @Override
    void configure(HikariConfig config) {}
  }
}
