package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.TokenStoreException;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Reads the {@link ChangeLog}, one indexed read at a time. Its numbers have no gap, so a missing
 * one means that this reader was away for too long, or that the log is another one, restored from a
 * backup: then it breaks off, and begins anew.
 *
 * <p>Where it reads with another data source than the store's, it first has the store write
 * something random, and must find that: another database, another schema of it, or a replica that
 * lags, has a log without a gap, too. The store writes it as well if nothing was ever written: that
 * begins a log which is kept only if somebody reads it.
 */
final class PolledChanges implements ChangeSource {

  private static final int PAGE = 1_000;

  private static final String NEWEST = "SELECT newest FROM pat_change_counter WHERE id = 1";

  /** One row, with the counter, even when nothing is new. */
  private static final String READ =
      "SELECT c.newest, l.seq, l.digest FROM pat_change_counter c"
          + " LEFT JOIN pat_change l ON l.seq > ? WHERE c.id = 1 ORDER BY l.seq LIMIT "
          + PAGE;

  private static final String ELSEWHERE =
      "what the store wrote is not in the log of changes that is read: listenOn(...) must be given a"
          + " connection to the database and schema that the store writes to, and to no replica";

  private static final String MAY_NOT_WRITE =
      "the store may not write to the log of changes, so this node cannot show that it reads the one"
          + " that others write: let its user write to pat_change and pat_change_counter; or leave"
          + " out listenOn(...), and wait until another node has written";

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

  /**
   * Begins after the newest change there is.
   *
   * @param store writes as the store does
   * @param same whether it does so with the data source that is read from
   */
  static PolledChanges open(
      DataSource readFrom, Transactions store, boolean same, Duration interval, Duration timeout)
      throws SQLException {
    FeedConnection connection = FeedConnection.open(readFrom, timeout);
    try {
      PolledChanges changes = new PolledChanges(connection, interval);
      if (!same || changes.last == 0) {
        changes.requireHearing(store);
      }
      return changes;
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

  private void requireHearing(Transactions store) throws SQLException {
    TokenDigest sent = write(store);
    AtomicBoolean heard = new AtomicBoolean();
    catchUp(digest -> heard.compareAndSet(false, digest.equals(sent)));
    if (!heard.get()) {
      throw new SQLException(ELSEWHERE);
    }
  }

  /** A digest of no token, for nobody to find. */
  private static TokenDigest write(Transactions store) throws SQLException {
    byte[] random = new byte[TokenDigest.LENGTH];
    new SecureRandom().nextBytes(random);
    TokenDigest digest = TokenDigest.ofBytes(random);
    try {
      return store.write(
          "write to the log of changes",
          session -> {
            new ChangeLog().publish(session, List.of(digest));
            return digest;
          });
    } catch (TokenStoreException e) {
      Fault fault = Failures.faultIn(e);
      if (fault == Fault.READ_ONLY || fault == Fault.DENIED) {
        throw new SQLException(MAY_NOT_WRITE, e);
      }
      throw e;
    }
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
