/**
 * Personal access tokens in a database: the durable store on any {@link javax.sql.DataSource}, its
 * schema, and the feed of changes that keeps the caches of many nodes true.
 *
 * <p>Begin at {@code JdbcTokenStore}.
 */
@SuppressWarnings("requires-automatic") // the driver of PostgreSQL has no module-info yet
module dev.pat4j.jdbc {
  requires static org.jspecify;
  requires static org.postgresql.jdbc;
  requires transitive dev.pat4j.core;
  requires transitive java.sql;
  requires org.slf4j;

  exports dev.pat4j.jdbc;
}
