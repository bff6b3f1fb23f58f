package dev.pat4j.jdbc;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** H2 keeps the contract, wherever it keeps its rows and however its pool is set up. */
class H2ContractTest {

  @Nested
  class InMemory extends StoreContract {
    @Override
    protected void configure(HikariConfig config) {
      config.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID());
    }
  }

  @Nested
  class InAFile extends StoreContract {
    @TempDir static Path folder;

    @Override
    protected void configure(HikariConfig config) {
      config.setJdbcUrl("jdbc:h2:file:" + folder.resolve("tokens"));
    }
  }

  @Nested
  class WithoutAutoCommit extends InMemory {
    @Override
    protected void configure(HikariConfig config) {
      super.configure(config);
      config.setAutoCommit(false);
    }
  }

  @Nested
  class Serializable extends InMemory {
    @Override
    protected void configure(HikariConfig config) {
      super.configure(config);
      config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    }
  }

  @Nested
  class WithRepeatableReads extends InMemory {
    @Override
    protected void configure(HikariConfig config) {
      super.configure(config);
      config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    }
  }
}
