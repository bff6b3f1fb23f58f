package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Publishes by a table that every node polls.
 *
 * <p>Each change gets the next number of a counter, whose row is the last lock that a transaction
 * takes and is held until its commit: so the numbers have no gap, and become visible in their
 * order. A reader that has seen one has seen all before it, and can tell by arithmetic when it has
 * missed some. The writer itself deletes what is older than the newest {@value #KEPT}: the table is
 * bounded, and nobody has to sweep it.
 */
final class ChangeLog implements Publication {

  static final int KEPT = 10_000;

  static final String NO_COUNTER =
      "the row of pat_change_counter is missing; INSERT INTO pat_change_counter (id, newest)"
          + " SELECT 1, COALESCE(MAX(seq), 0) FROM pat_change brings it back";

  @Override
  public void publish(Preparing transaction, Collection<TokenDigest> changed) throws SQLException {
    if (changed.isEmpty()) {
      return;
    }
    long newest = advance(transaction, changed.size());
    append(transaction, changed, newest - changed.size());
    prune(transaction, newest - KEPT, changed.size());
  }

  private static long advance(Preparing transaction, int by) throws SQLException {
    try (PreparedStatement update =
        transaction.prepare("UPDATE pat_change_counter SET newest = newest + ? WHERE id = 1")) {
      update.setInt(1, by);
      if (update.executeUpdate() != 1) {
        throw new SQLException(NO_COUNTER);
      }
    }
    try (PreparedStatement select =
            transaction.prepare("SELECT newest FROM pat_change_counter WHERE id = 1");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void append(Preparing transaction, Collection<TokenDigest> changed, long last)
      throws SQLException {
    try (PreparedStatement insert =
        transaction.prepare("INSERT INTO pat_change (seq, digest) VALUES (?, ?)")) {
      long number = last;
      for (TokenDigest digest : changed) {
        number++;
        insert.setLong(1, number);
        insert.setBytes(2, digest.toBytes());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void prune(Preparing transaction, long oldest, int count) throws SQLException {
    if (oldest <= 0) {
      return;
    }
    // From below too, so that it is a short walk along the key and never one over old versions.
    try (PreparedStatement delete =
        transaction.prepare("DELETE FROM pat_change WHERE seq > ? AND seq <= ?")) {
      delete.setLong(1, oldest - count);
      delete.setLong(2, oldest);
      delete.executeUpdate();
    }
  }
}
