package dev.pat4j.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.store.TokenStore;
import dev.pat4j.testkit.TokenStoreContract;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

class H2MemoryContractTest extends TokenStoreContract {

  private HikariDataSource pool;

  @Override
  protected TokenStore createStore() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID());
    pool = new HikariDataSource(config);
    JdbcSchema.migrate(pool);
    return JdbcTokenStore.builder(pool).build();
  }

  @AfterEach
  void close() {
    pool.close();
  }
}
