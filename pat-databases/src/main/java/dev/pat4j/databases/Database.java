package dev.pat4j.databases;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/**
 * One database, empty when it was made, of a server or of H2; and the ways to reach it, from here
 * or from another process.
 *
 * <p>Immutable and thread-safe; nothing is null.
 */
public final class Database {

  private final String address;
  private final String user;
  private final String password;
  private final String login;

  /**
   * @param login how this driver's URLs name a user and a password, with two {@code %s}
   */
  Database(String address, String user, String password, String login) {
    this.address = address;
    this.user = user;
    this.password = password;
    this.login = login;
  }

  /** Returns the JDBC URL with user and password in it: all that another process needs. */
  public String url() {
    return address + login.formatted(user, password);
  }

  /** Returns the JDBC URL alone, for whoever is given {@link #user()} and {@link #password()}. */
  public String address() {
    return address;
  }

  /** Returns the name that may do everything in this database. */
  public String user() {
    return user;
  }

  /** Returns the password; a wrong one is refused. */
  public String password() {
    return password;
  }

  /** Returns a plain data source: a connection of its own for each call, no pool. */
  public DataSource dataSource() {
    return dataSource(user, password);
  }

  /** Returns a plain data source for somebody else, who need not exist. */
  public DataSource dataSource(String somebody, String theirPassword) {
    return new UrlDataSource(address, somebody, theirPassword);
  }

  /**
   * Returns a pool of at most so many connections, which the caller closes. It opens none before it
   * is asked, so it can be made while the server is down; it gives up waiting after five seconds,
   * unless it is told otherwise.
   */
  public HikariDataSource pool(int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(5_000);
    return new HikariDataSource(config);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return address + " as " + user;
  }
}
