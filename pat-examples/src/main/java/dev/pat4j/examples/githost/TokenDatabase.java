package dev.pat4j.examples.githost;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import dev.pat4j.cache.CachingTokenStore;
import dev.pat4j.examples.githost.Options.Unusable;
import dev.pat4j.jdbc.JdbcEventLog;
import dev.pat4j.jdbc.JdbcSchema;
import dev.pat4j.jdbc.JdbcTokenStore;
import dev.pat4j.store.EventLog;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The tokens in a database, and before it a cache that every node's changes reach: all that a host
 * needs to keep its tokens, alone or as one of many.
 */
final class TokenDatabase implements AutoCloseable {

  /** How long a request waits for a connection before it is answered with 503. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final String NO_DATABASE =
      "does not exist on that server: create it, or mend its name in -Ddb";

  /** What is wrong is said here, once: this driver would say it on the console, too. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  static {
    DRIVER.setLevel(Level.OFF);
  }

  private final HikariDataSource pool;
  private final CachingTokenStore store;

  private TokenDatabase(HikariDataSource pool, DataSource plain) {
    this.pool = pool;
    JdbcSchema.migrate(pool);
    JdbcTokenStore kept = JdbcTokenStore.builder(pool).listenOn(plain).build();
    this.store = CachingTokenStore.builder(kept, kept.changes()).build();
  }

  /**
   * Opens it, and makes its tables where they are not there yet.
   *
   * @throws Unusable if that cannot be
   */
  static TokenDatabase open(DatabaseAddress address) {
    DataSource plain = reachable(address);
    HikariDataSource pool = new HikariDataSource(configuration(address));
    try {
      return new TokenDatabase(pool, plain);
    } catch (TokenStoreException e) {
      pool.close();
      throw new Unusable("the tokens in " + address + ": " + oneLine(e));
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static HikariConfig configuration(DatabaseAddress address) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("tokens");
    pool.setDriverClassName(address.driver());
    pool.setJdbcUrl(address.url());
    address.user().ifPresent(pool::setUsername);
    address.password().ifPresent(pool::setPassword);
    pool.setMaximumPoolSize(10);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(PATIENCE.toMillis());
    pool.setValidationTimeout(1_000);
    return pool;
  }

  /**
   * A connection of its own at each call. The first says what is wrong, before a pool repeats it.
   */
  private static DataSource reachable(DatabaseAddress address) {
    try {
      DriverDataSource plain =
          new DriverDataSource(
              address.url(),
              address.driver(),
              new Properties(),
              address.user().orElse(null),
              address.password().orElse(null));
      plain.setLoginTimeout(Math.toIntExact(PATIENCE.toSeconds()));
      plain.getConnection().close();
      return plain;
    } catch (SQLException e) {
      throw new Unusable(address + " " + wrong(e));
    } catch (RuntimeException e) { // the driver makes nothing of the URL
      throw new Unusable(
          "-Ddb="
              + Options.shown(address.toString())
              + " is no address of a database: jdbc:postgresql://HOST/NAME or"
              + " jdbc:mariadb://HOST/NAME");
    }
  }

  /** What a driver means, in words; the numbers of one driver are no states of another. */
  private static String wrong(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String said = " (" + oneLine(e) + ")";
    return switch (e.getErrorCode()) {
      case 90020 ->
          "is held open by another process, most likely by a demo that still runs: stop that, or"
              + " give this one a folder of its own with -Ddata=FOLDER";
      case 90030, 90048 ->
          "is no file of this database"
              + said
              + ": move it away, or choose another folder with -Ddata=FOLDER";
      case 1049 -> NO_DATABASE;
      default ->
          switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "28" ->
                "does not accept this user with this password: give them with -Ddb.user=USER and"
                    + " -Ddb.password=PASSWORD";
            case "3D" -> NO_DATABASE;
            case "08" ->
                refused(e)
                    ? "refuses the connection"
                        + said
                        + ": give -Ddb.user=USER and -Ddb.password=PASSWORD"
                    : "cannot be reached"
                        + said
                        + ": does it run, and are the host and the port in -Ddb right?";
            default -> "cannot be opened" + said + ": look at -Ddb, -Ddb.user and -Ddb.password";
          };
    };
  }

  /** As PostgreSQL's driver says it, when it is asked for a password and has none. */
  private static boolean refused(SQLException e) {
    return "08004".equals(e.getSQLState()) && e.getErrorCode() == 0;
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }

  /** What happened to the tokens, in the same database. */
  EventLog events() {
    return JdbcEventLog.on(pool);
  }

  TokenStore store() {
    return store;
  }

  /** The cache first: it listens on a connection of its own. */
  @Override
  public void close() {
    store.close();
    pool.close();
  }
}
