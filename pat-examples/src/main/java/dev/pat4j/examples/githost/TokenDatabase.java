package dev.pat4j.examples.githost;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.cache.CachingTokenStore;
import dev.pat4j.examples.database.Fault;
import dev.pat4j.examples.githost.Options.Unusable;
import dev.pat4j.jdbc.JdbcEventLog;
import dev.pat4j.jdbc.JdbcSchema;
import dev.pat4j.jdbc.JdbcTokenStore;
import dev.pat4j.store.EventLog;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The tokens in a database, and before it a cache that every node's changes reach: all that a host
 * needs to keep its tokens, alone or as one of many.
 */
final class TokenDatabase implements AutoCloseable {

  /** How long a request waits for a connection before it is answered with 503. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

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
      throw new Unusable("the tokens in " + address + ": " + Fault.said(e));
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static HikariConfig configuration(DatabaseAddress address) {
    HikariConfig pool = address.jdbc().pool("tokens", 10, PATIENCE);
    pool.setValidationTimeout(1_000);
    return pool;
  }

  /**
   * A connection of its own at each call. The first says what is wrong, before a pool repeats it.
   */
  private static DataSource reachable(DatabaseAddress address) {
    try {
      return address.jdbc().reach(PATIENCE);
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

  private static String wrong(SQLException e) {
    String said = " (" + Fault.said(e) + ")";
    return switch (Fault.of(e)) {
      case HELD ->
          "is held open by another process, most likely by a demo that still runs: stop that, or"
              + " give this one a folder of its own with -Ddata=FOLDER";
      case NO_DATABASE_FILE ->
          "is no file of this database"
              + said
              + ": move it away, or choose another folder with -Ddata=FOLDER";
      case NO_SUCH_DATABASE -> "does not exist on that server: create it, or mend its name in -Ddb";
      case CREDENTIALS ->
          "does not accept this user with this password: give them with -Ddb.user=USER and"
              + " -Ddb.password=PASSWORD";
      case NO_PASSWORD ->
          "refuses the connection" + said + ": give -Ddb.user=USER and -Ddb.password=PASSWORD";
      case UNREACHABLE ->
          "cannot be reached"
              + said
              + ": does it run, and are the host and the port in -Ddb right?";
      case NO_SUCH_FILE, OTHER ->
          "cannot be opened" + said + ": look at -Ddb, -Ddb.user and -Ddb.password";
    };
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
