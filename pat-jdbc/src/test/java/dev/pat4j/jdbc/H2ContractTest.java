package dev.pat4j.jdbc;

import com.zaxxer.hikari.HikariConfig;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.H2Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** H2 keeps the contract, in memory and in a file, however its pool is set up. */
class H2ContractTest {

  @Nested
  class AsItComes extends StoreContract {
    @Override
    Database database() {
      return Engine.H2.newDatabase();
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
  class InAFile extends AsItComes {
    @TempDir static Path folder;

    @Override
    Database database() {
      return H2Databases.inFolder(folder);
    }
  }

  /** Owners are exact all the same. */
  @Nested
  class WhichIgnoresCase extends AsItComes {
    @Override
    void configure(HikariConfig config) {
      config.setConnectionInitSql("SET IGNORECASE TRUE");
    }
  }

  @Nested
  class WhichPlaysMySql extends AsItComes {
    @Override
    void configure(HikariConfig config) {
      config.setConnectionInitSql("SET MODE MySQL");
    }
  }
}
