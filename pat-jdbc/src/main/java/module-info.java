/**
 * Personal access tokens in a database: the durable store on any {@link javax.sql.DataSource}, its
 * schema, and the feed of changes that keeps the caches of many nodes true.
 *
 * <p>Begin at {@code JdbcTokenStore}.
 */
@SuppressWarnings({
  "requires-automatic", // the driver of PostgreSQL has no module-info yet
  "opens" // packages of scripts hold no class
})
module dev.pat4j.jdbc {
  requires static org.jspecify;
  requires static org.postgresql.jdbc;
  requires transitive dev.pat4j.core;
  requires transitive java.sql;
  requires org.slf4j;

  exports dev.pat4j.jdbc;

  // The scripts, for whatever else runs them.
  opens dev.pat4j.jdbc.h2;
  opens dev.pat4j.jdbc.mariadb;
  opens dev.pat4j.jdbc.mysql;
  opens dev.pat4j.jdbc.postgresql;
}
