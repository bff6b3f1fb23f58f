package dev.pat4j.examples.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.examples.database.Fault;
import dev.pat4j.examples.database.JdbcAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The database, as it was named.
 *
 * @param user empty if the URL says it, or nobody need
 * @param password likewise
 */
record Address(String url, Optional<String> user, Optional<String> password) {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * A pool of few connections, to a database that is there.
   *
   * @param create whether a file of H2 that does not exist is made
   * @throws Stop if it cannot be opened
   */
  HikariDataSource open(boolean create) {
    String full = create || !url.startsWith("jdbc:h2:") ? url : existing(url);
    JdbcAddress database = new JdbcAddress(full, user, password);
    if (!database.isKnown()) {
      throw notAnAddress();
    }
    try {
      database.reach(PATIENCE);
    } catch (SQLException e) {
      throw Stop.database(this + " " + wrong(e));
    } catch (RuntimeException e) { // the driver makes nothing of the URL
      throw notAnAddress();
    }
    return new HikariDataSource(database.pool("pat", 2, PATIENCE));
  }

  private Stop notAnAddress() {
    return Stop.usage(
        "'"
            + this
            + "' is no address of a database that is known here: jdbc:postgresql://HOST/NAME,"
            + " jdbc:mariadb://HOST/NAME or jdbc:h2:./FILE");
  }

  /** A slip of the finger in a file's name must not make a new, empty database. */
  private static String existing(String url) {
    return url.toUpperCase(Locale.ROOT).contains(";IFEXISTS=") ? url : url + ";IFEXISTS=TRUE";
  }

  private static String wrong(SQLException e) {
    String said = " (" + Fault.said(e) + ")";
    return switch (Fault.of(e)) {
      case HELD -> "is held open by another process: stop that one first";
      case NO_SUCH_FILE -> "does not exist: mend --db, or let --migrate make it";
      case NO_SUCH_DATABASE -> "does not exist on that server: mend its name in --db";
      case CREDENTIALS, NO_PASSWORD ->
          "does not accept this user with this password: say --user, and the password in"
              + " PAT_DB_PASSWORD or a --password-file";
      case UNREACHABLE ->
          "cannot be reached" + said + ": does it run, and are host and port in --db right?";
      case NO_DATABASE_FILE, OTHER -> "cannot be opened" + said;
    };
  }

  /** Without anything secret. */
  @Override
  public String toString() {
    return new JdbcAddress(url, user, password).toString();
  }
}
