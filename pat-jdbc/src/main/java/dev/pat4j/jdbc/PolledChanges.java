package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Reads the {@link ChangeLog}, one indexed read at a time. Its numbers have no gap, so a missing
 * one means that this reader was away for too long, or that the log is another one, restored from a
 * backup: then it breaks off, and begins anew.
 */
final class PolledChanges implements ChangeSource {

  private static final int PAGE = 1_000;

  private static final String NEWEST = "SELECT newest FROM pat_change_counter WHERE id = 1";

  /** One row, with the counter, even when nothing is new. */
  private static final String READ =
      "SELECT c.newest, l.seq, l.digest FROM pat_change_counter c"
          + " LEFT JOIN pat_change l ON l.seq > ? WHERE c.id = 1 ORDER BY l.seq LIMIT "
          + PAGE;

  private final FeedConnection connection;
  private final PreparedStatement read;
  private final Duration interval;
  private long last;

  private PolledChanges(FeedConnection connection, Duration interval) throws SQLException {
    this.connection = connection;
    this.interval = interval;
    this.last = newest(connection);
    this.read = connection.prepare(READ);
  }

  /** Begins after the newest change there is. */
  static PolledChanges open(DataSource readFrom, Duration interval, Duration timeout)
      throws SQLException {
    FeedConnection connection = FeedConnection.open(readFrom, timeout);
    try {
      return new PolledChanges(connection, interval);
    } catch (SQLException | RuntimeException e) {
      try (connection) {
        throw e;
      }
    }
  }

  @Override
  public void await(CountDownLatch closed, Consumer<TokenDigest> told) throws InterruptedException {
    boolean ignored = closed.await(interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void catchUp(Consumer<TokenDigest> told) throws SQLException {
    int rows;
    do {
      rows = readPage(told);
    } while (rows == PAGE);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private int readPage(Consumer<TokenDigest> told) throws SQLException {
    read.setLong(1, last);
    try (ResultSet row = read.executeQuery()) {
      int rows = 0;
      while (row.next()) {
        long newest = row.getLong("newest");
        long number = row.getLong("seq");
        if (row.wasNull()) {
          requireNext(newest, last);
          return 0;
        }
        requireNext(number, last + 1);
        told.accept(TokenDigest.ofBytes(row.getBytes("digest")));
        last = number;
        rows++;
      }
      return rows;
    }
  }

  private void requireNext(long number, long expected) throws SQLException {
    if (number != expected) {
      throw new SQLException(
          "the change log goes on at " + number + " where " + expected + " was expected");
    }
  }

  private static long newest(FeedConnection connection) throws SQLException {
    try (PreparedStatement select = connection.prepare(NEWEST);
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new SQLException(ChangeLog.NO_COUNTER);
      }
      return row.getLong(1);
    }
  }
}
