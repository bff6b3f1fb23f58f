package dev.pat4j.examples.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.util.DriverDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A database, as it was named.
 *
 * @param user empty if the URL says it, or nobody need
 * @param password likewise
 */
public record JdbcAddress(String url, Optional<String> user, Optional<String> password) {

  /** By how their URLs begin. */
  private static final Map<String, String> DRIVERS =
      Map.of(
          "jdbc:h2:", "org.h2.Driver",
          "jdbc:postgresql:", "org.postgresql.Driver",
          "jdbc:mariadb:", "org.mariadb.jdbc.Driver");

  /** What is wrong is said by the examples, once: this driver would say it on the console, too. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  static {
    DRIVER.setLevel(Level.OFF);
  }

  /** Whether there is a driver here that knows such URLs. */
  public boolean isKnown() {
    return driver().isPresent();
  }

  /**
   * A connection of its own at each call, of which one was made now.
   *
   * @throws SQLException if there is none to be had
   * @throws RuntimeException if the driver makes nothing of the URL
   */
  public DataSource reach(Duration patience) throws SQLException {
    DriverDataSource plain =
        new DriverDataSource(
            url,
            driver().orElseThrow(),
            new Properties(),
            user.orElse(null),
            password.orElse(null));
    plain.setLoginTimeout(Math.toIntExact(patience.toSeconds()));
    plain.getConnection().close();
    return plain;
  }

  /** For a pool of so many connections. */
  public HikariConfig pool(String name, int most, Duration patience) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setDriverClassName(driver().orElseThrow());
    pool.setJdbcUrl(url);
    user.ifPresent(pool::setUsername);
    password.ifPresent(pool::setPassword);
    pool.setMaximumPoolSize(most);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(patience.toMillis());
    return pool;
  }

  private Optional<String> driver() {
    return DRIVERS.entrySet().stream()
        .filter(driver -> url.startsWith(driver.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Without its parameters, and without whatever stands before the host. */
  @Override
  public String toString() {
    return url.replaceFirst("(?s)//.*@", "//").replaceFirst("(?s)[?;].*", "");
  }
}
