package dev.pat4j.databases;

import static dev.pat4j.databases.PostgresServer.Release.FLOOR;
import static dev.pat4j.databases.PostgresServer.Release.NEWEST;

import java.util.Optional;

/** Every database that tests run on, for a test that runs on several of them. */
public enum Engine {
  /** H2, in memory. */
  H2,
  /** The newest PostgreSQL. */
  POSTGRESQL,
  /** The oldest PostgreSQL that is promised. */
  POSTGRESQL_FLOOR,
  /** The MariaDB of the machine. */
  MARIADB,
  /** Nearly the oldest MySQL 8. */
  MYSQL;

  /** Returns why this engine cannot run on this machine; empty if it can. */
  public Optional<String> missing() {
    return switch (this) {
      case H2 -> Optional.empty();
      case POSTGRESQL -> PostgresServer.missing(NEWEST);
      case POSTGRESQL_FLOOR -> PostgresServer.missing(FLOOR);
      case MARIADB -> MariaDbServer.missing();
      case MYSQL -> MySqlServer.missing();
    };
  }

  /** Makes a new, empty database on this JVM's server. */
  public Database newDatabase() {
    return this == H2 ? H2Databases.inMemory() : shared().newDatabase();
  }

  /**
   * Returns this JVM's server, starting it at the first call.
   *
   * @throws UnsupportedOperationException for H2, which has none
   */
  public DatabaseServer shared() {
    return switch (this) {
      case H2 -> throw noServer();
      case POSTGRESQL -> PostgresServer.shared();
      case POSTGRESQL_FLOOR -> PostgresServer.shared(FLOOR);
      case MARIADB -> MariaDbServer.shared();
      case MYSQL -> MySqlServer.shared();
    };
  }

  /**
   * Starts a server of one's own, which the caller closes.
   *
   * @throws UnsupportedOperationException for H2, which has none
   */
  public DatabaseServer start() {
    return switch (this) {
      case H2 -> throw noServer();
      case POSTGRESQL -> PostgresServer.start();
      case POSTGRESQL_FLOOR -> PostgresServer.builder().release(FLOOR).start();
      case MARIADB -> MariaDbServer.start();
      case MYSQL -> MySqlServer.start();
    };
  }

  private static UnsupportedOperationException noServer() {
    return new UnsupportedOperationException("H2 runs in this JVM, without a server.");
  }
}
