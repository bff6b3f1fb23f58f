package dev.pat4j.examples.quickstart;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.cache.CachingTokenStore;
import dev.pat4j.jdbc.JdbcSchema;
import dev.pat4j.jdbc.JdbcTokenStore;
import javax.sql.DataSource;

/**
 * A node of a host that keeps its tokens in a database: what stands between the marks is an example
 * of the README.
 */
final class DurableHost implements AutoCloseable {

  private final CachingTokenStore cached;
  private final PersonalAccessTokens tokens;

  DurableHost(DataSource pool, DataSource direct) {
    // README: begin
    JdbcSchema.migrate(pool); // or Flyway, or Liquibase, with the scripts in the jar
    JdbcTokenStore store = JdbcTokenStore.builder(pool).listenOn(direct).build();
    cached = CachingTokenStore.builder(store, store.changes()).build();
    tokens = PersonalAccessTokens.builder(cached).build();
    // README: end
  }

  PersonalAccessTokens tokens() {
    return tokens;
  }

  CachingTokenStore cached() {
    return cached;
  }

  /** In this order: what is closed first still writes through what is closed next. */
  @Override
  public void close() {
    // README: begin
    tokens.close(); // writes the last uses that wait
    cached.close(); // stops listening; the pool is yours to close
    // README: end
  }
}
