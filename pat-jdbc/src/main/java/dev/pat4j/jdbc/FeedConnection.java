package dev.pat4j.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** A connection kept for as long as there is something to hear, in auto-commit mode. */
final class FeedConnection implements AutoCloseable {

  private final Connection connection;
  private final boolean autoCommit;

  private FeedConnection(Connection connection) throws SQLException {
    this.connection = connection;
    this.autoCommit = connection.getAutoCommit();
  }

  /**
   * Opens one on which no answer is waited for longer than this: a server that was stopped, or a
   * network that went silent, closes nothing.
   */
  static FeedConnection open(DataSource dataSource, Duration timeout) throws SQLException {
    Connection connection = connection(dataSource);
    try {
      FeedConnection opened = new FeedConnection(connection);
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
      if (!opened.autoCommit) {
        connection.setAutoCommit(true);
      }
      return opened;
    } catch (SQLException | RuntimeException e) {
      try (connection) {
        throw e;
      }
    }
  }

  private static Connection connection(DataSource dataSource) throws SQLException {
    try {
      return dataSource.getConnection();
    } catch (SQLException e) {
      throw isOfThePool(e) ? exhausted(e) : e;
    }
  }

  /** Whether no database said this: it would have given a state. */
  static boolean isOfThePool(SQLException failure) {
    return Fault.stateOf(failure).isEmpty();
  }

  /** Says what the connection that is kept means for a pool. */
  static SQLException exhausted(Exception cause) {
    return new SQLException(
        "no connection was to be had; if a pool is exhausted: listenOn keeps one connection for"
            + " itself, so give it a DataSource outside the pool, or the pool one connection more",
        cause);
  }

  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  <T> T unwrap(Class<T> driversOwn) throws SQLException {
    return connection.unwrap(driversOwn);
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      if (!autoCommit) {
        connection.setAutoCommit(false);
      }
    }
  }
}
