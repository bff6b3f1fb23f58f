package dev.pat4j.jdbc;

import dev.pat4j.store.TokenStoreException;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** Which dialect a database speaks, by what it calls itself. */
final class Detection {

  private Detection() {}

  static SqlDialect dialectOf(Transactions transactions) {
    return transactions.read(
        "ask the database for its name", session -> dialectOf(session.connection().getMetaData()));
  }

  private static SqlDialect dialectOf(DatabaseMetaData database) throws SQLException {
    String name = database.getDatabaseProductName();
    String version = database.getDatabaseProductVersion();
    return switch (name) {
      case "PostgreSQL" -> SqlDialect.POSTGRESQL;
      case "H2" -> atLeast(2, 0, SqlDialect.H2, database);
      case "MariaDB" -> atLeast(10, 6, SqlDialect.MARIADB, database);
      // What MySQL's own driver calls MariaDB, too.
      case "MySQL" ->
          version.contains("MariaDB")
              ? SqlDialect.MARIADB
              : atLeast(8, 0, SqlDialect.MYSQL, database);
      default ->
          throw new TokenStoreException(
              "the database calls itself "
                  + name
                  + ", which is none of PostgreSQL, MySQL, MariaDB, H2; if it speaks as one of"
                  + " them, say dialect(...)",
              null);
    };
  }

  private static SqlDialect atLeast(
      int major, int minor, SqlDialect dialect, DatabaseMetaData database) throws SQLException {
    int actual = database.getDatabaseMajorVersion();
    if (actual < major || (actual == major && database.getDatabaseMinorVersion() < minor)) {
      throw new TokenStoreException(
          "the database is "
              + database.getDatabaseProductName()
              + " "
              + database.getDatabaseProductVersion()
              + "; the token store needs "
              + major
              + "."
              + minor
              + " or newer",
          null);
    }
    return dialect;
  }
}
