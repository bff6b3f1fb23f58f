package dev.pat4j.examples.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The database, as it was named.
 *
 * @param user empty if the URL says it, or nobody need
 * @param password likewise
 */
record Address(String url, Optional<String> user, Optional<String> password) {

  private static final int PATIENCE_SECONDS = 5;

  private static final Map<String, String> DRIVERS =
      Map.of(
          "jdbc:h2:", "org.h2.Driver",
          "jdbc:postgresql:", "org.postgresql.Driver",
          "jdbc:mariadb:", "org.mariadb.jdbc.Driver");

  /** What is wrong is said here, once: this driver would say it on the console, too. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  static {
    DRIVER.setLevel(Level.OFF);
  }

  /**
   * A pool of few connections, to a database that is there.
   *
   * @param create whether a file of H2 that does not exist is made
   * @throws Stop if it cannot be opened
   */
  HikariDataSource open(boolean create) {
    String driver = driver();
    String full = create || !driver.startsWith("org.h2") ? url : existing(url);
    try {
      DriverDataSource plain =
          new DriverDataSource(
              full, driver, new Properties(), user.orElse(null), password.orElse(null));
      plain.setLoginTimeout(PATIENCE_SECONDS);
      plain.getConnection().close();
    } catch (SQLException e) {
      throw Stop.database(this + " " + wrong(e));
    } catch (RuntimeException e) { // the driver makes nothing of the URL
      throw notAnAddress();
    }
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("pat");
    pool.setDriverClassName(driver);
    pool.setJdbcUrl(full);
    user.ifPresent(pool::setUsername);
    password.ifPresent(pool::setPassword);
    pool.setMaximumPoolSize(2);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(PATIENCE_SECONDS * 1_000L);
    return new HikariDataSource(pool);
  }

  private String driver() {
    return DRIVERS.entrySet().stream()
        .filter(driver -> url.startsWith(driver.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(this::notAnAddress);
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
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String said = " (" + String.valueOf(e.getMessage()) + ")";
    return switch (e.getErrorCode()) {
      case 90020 -> "is held open by another process: stop that one first";
      case 90146 -> "does not exist: mend --db, or let --migrate make it";
      case 1049 -> "does not exist on that server: mend its name in --db";
      default ->
          switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "28" ->
                "does not accept this user with this password: say --user, and the password in"
                    + " PAT_DB_PASSWORD or a --password-file";
            case "3D" -> "does not exist on that server: mend its name in --db";
            case "08" ->
                "cannot be reached" + said + ": does it run, and are host and port in --db right?";
            default -> "cannot be opened" + said;
          };
    };
  }

  /** Without its parameters, and without whatever stands before the host. */
  @Override
  public String toString() {
    return url.replaceFirst("(?s)//.*@", "//").replaceFirst("(?s)[?;].*", "");
  }
}
