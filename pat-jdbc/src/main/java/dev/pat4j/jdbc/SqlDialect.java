package dev.pat4j.jdbc;

/** The databases that the store speaks to, each in its own words. */
public enum SqlDialect {
  /** PostgreSQL 13 or newer, and what speaks its language: CockroachDB, YugabyteDB, Citus. */
  POSTGRESQL(new PostgreSql()),
  /** MySQL 8. */
  MYSQL(new MySql("mysql")),
  /** MariaDB 10.6 or newer. */
  MARIADB(new MySql("mariadb")),
  /** H2 2.x, in a file or in memory. */
  H2(new H2());

  @SuppressWarnings("ImmutableEnumChecker") // none has state
  private final Dialect words;

  SqlDialect(Dialect words) {
    this.words = words;
  }

  Dialect words() {
    return words;
  }
}
