/**
 * The durable store on any {@code DataSource}, its schema, and its feed of changes.
 *
 * <pre>{@code
 * JdbcSchema.migrate(dataSource);                            // or Flyway, or Liquibase
 * JdbcTokenStore store = JdbcTokenStore.builder(dataSource)  // the dialect is found out
 *     .timeout(Duration.ofSeconds(2))                        // of every statement
 *     .build();                                              // and the schema verified
 * PersonalAccessTokens tokens = PersonalAccessTokens.builder(store).build();
 * }</pre>
 *
 * <p>The host brings the pool and the driver. PostgreSQL 13, MySQL 8, MariaDB 10.6 and H2 2, or
 * newer, are spoken to in their own words; CockroachDB, YugabyteDB and Citus in those of
 * PostgreSQL.
 *
 * <p>Many nodes, each with a cache, follow one another's changes:
 *
 * <pre>{@code
 * TokenStore cached = CachingTokenStore.builder(store, store.changes()).build();  // pat-cache
 * }</pre>
 *
 * <p>A user who may only read is enough to verify tokens. A host whose users must not create tables
 * has the scripts run by somebody else, and starts with {@link
 * dev.pat4j.jdbc.JdbcSchema#verify(javax.sql.DataSource)}, as {@code build()} does:
 *
 * <pre>{@code
 * JdbcTokenStore.builder(dataSource).build();        // says which script is missing
 * JdbcTokenStore.builder(dataSource)
 *     .dialect(SqlDialect.POSTGRESQL).unverified()   // starts before its database does
 *     .build();
 * }</pre>
 */
@NullMarked
package dev.pat4j.jdbc;

import org.jspecify.annotations.NullMarked;
