package dev.pat4j.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection borrowed for one piece of work, and given back as it came: with its auto-commit
 * mode, its timeouts, and no transaction open.
 *
 * <p>Two clocks bound every statement. The statement's own ends it in the database and leaves the
 * connection whole. That of the socket comes a little later, for a server that was stopped answers
 * no request to cancel either.
 */
final class Session implements Publication.Preparing, AutoCloseable {

  /** How long each clock runs, reckoned once. */
  record Clocks(int statementSeconds, int socketMillis) {

    private static final Duration GRACE = Duration.ofSeconds(1);

    static Clocks of(Duration timeout) {
      Duration rounded = Duration.ofSeconds(timeout.plusMillis(999).toSeconds());
      return new Clocks(
          Math.toIntExact(rounded.toSeconds()), Math.toIntExact(rounded.plus(GRACE).toMillis()));
    }
  }

  private final Connection connection;
  private final Clocks clocks;
  private final boolean autoCommit;
  private @Nullable Integer networkTimeout;
  private @Nullable Integer queryTimeout;
  private boolean socketIsBound;
  private boolean unfinished;

  private Session(Connection connection, Clocks clocks) throws SQLException {
    this.connection = connection;
    this.clocks = clocks;
    this.autoCommit = connection.getAutoCommit();
  }

  static Session open(DataSource dataSource, Clocks clocks) throws SQLException {
    Connection connection = dataSource.getConnection();
    try {
      Session session = new Session(connection, clocks);
      session.boundTheSocket();
      return session;
    } catch (SQLException | RuntimeException e) {
      try (connection) {
        throw e;
      }
    }
  }

  /** Whatever is done from here on is done by {@link #commit()}, or not at all. */
  void begin() throws SQLException {
    if (autoCommit) {
      connection.setAutoCommit(false);
    }
    unfinished = true;
  }

  void commit() throws SQLException {
    connection.commit();
    unfinished = false;
  }

  /** For what is neither a statement nor the transaction's end. */
  Connection connection() {
    return connection;
  }

  /** Whether the connection says so; not if it can say nothing any more. */
  boolean isReadOnly() {
    try {
      return connection.isReadOnly();
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public PreparedStatement prepare(String sql) throws SQLException {
    return prepare(sql, true);
  }

  /**
   * For the read of a few rows by a unique key, which is never long at work: the socket's clock
   * alone bounds it, where there is one. That of a statement is a timer and, when the server hangs,
   * a request to cancel, for which PostgreSQL's driver waits in its turn.
   */
  PreparedStatement prepareLookUp(String sql) throws SQLException {
    return prepare(sql, !socketIsBound);
  }

  private PreparedStatement prepare(String sql, boolean bounded) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      // Without auto-commit the first statement opens a transaction, a read as well.
      unfinished |= !autoCommit;
      if (bounded) {
        bound(statement);
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      try (statement) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    try (connection) {
      try {
        restore();
      } catch (SQLException e) {
        // It is broken, or else no longer what it was: nobody may have it after this.
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      // It is gone either way; what had to be told of it has been told.
    }
  }

  private void restore() throws SQLException {
    if (unfinished) {
      connection.rollback();
    }
    if (connection.getAutoCommit() != autoCommit) {
      connection.setAutoCommit(autoCommit);
    }
    if (queryTimeout != null) {
      restoreQueryTimeout(queryTimeout);
    }
    if (networkTimeout != null) {
      connection.setNetworkTimeout(Runnable::run, networkTimeout);
    }
  }

  /** H2 keeps it with the connection, and would hand it to whoever has that next. */
  private void restoreQueryTimeout(int before) throws SQLException {
    try (Statement any = connection.createStatement()) {
      if (any.getQueryTimeout() != before) {
        any.setQueryTimeout(before);
      }
    }
  }

  private void bound(Statement statement) throws SQLException {
    try {
      if (queryTimeout == null) {
        queryTimeout = statement.getQueryTimeout();
      }
      statement.setQueryTimeout(clocks.statementSeconds());
    } catch (SQLFeatureNotSupportedException e) {
      // Some drivers cannot with every server. The socket's clock is left.
    }
  }

  private void boundTheSocket() throws SQLException {
    try {
      int before = connection.getNetworkTimeout();
      int longest = clocks.socketMillis();
      connection.setNetworkTimeout(Runnable::run, longest);
      networkTimeout = before;
      // Asked back, for H2 takes it, and has no socket to bound.
      socketIsBound = connection.getNetworkTimeout() == longest;
    } catch (SQLFeatureNotSupportedException e) {
      // There is no socket, or no way to its clock. That of the statement is left.
    }
  }
}
