package dev.pat4j.jdbc;

/** The databases that the store speaks to, each in its own words. */
public enum SqlDialect {
  /** PostgreSQL 13 or newer, and what speaks its language: CockroachDB, YugabyteDB, Citus. */
  POSTGRESQL,
  /** MySQL 8. */
  MYSQL,
  /** MariaDB 10.6 or newer. */
  MARIADB,
  /** H2 2.x, in a file or in memory. */
  H2
}
