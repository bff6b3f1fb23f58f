package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.databases.Database;
import dev.pat4j.store.TokenStore;
import dev.pat4j.testkit.TokenStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract over a pool, which after each case has every connection back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreContract extends TokenStoreContract {

  private HikariDataSource pool;

  /** An empty one. */
  abstract Database database();

  /** What makes this run of the contract another. */
  abstract void configure(HikariConfig config);

  /** What a host says of the store. */
  JdbcTokenStore.Builder configured(JdbcTokenStore.Builder builder) {
    return builder;
  }

  /** What somebody does to the tables before the store is opened. */
  String[] meddling() {
    return new String[0];
  }

  @BeforeAll
  final void open() {
    HikariConfig config = Fresh.config(database());
    config.setMaximumPoolSize(8);
    config.setConnectionTimeout(20_000);
    configure(config);
    pool = new HikariDataSource(config);
    JdbcSchema.migrate(pool);
    Fresh.execute(pool, meddling());
  }

  @Override
  protected final TokenStore createStore() {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true);
      statement.executeUpdate("DELETE FROM pat_token");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return configured(JdbcTokenStore.builder(pool).timeout(Fresh.PATIENCE)).build();
  }

  @AfterEach
  final void everyConnectionWasGivenBack() {
    assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
  }

  @AfterAll
  final void close() {
    pool.close();
  }
}
