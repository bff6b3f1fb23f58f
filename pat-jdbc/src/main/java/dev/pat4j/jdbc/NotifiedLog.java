package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Publishes on PostgreSQL for whoever hears, however he does: by {@link Notifications} always, and
 * by the {@link ChangeLog} as well from when the first node reads that one, which is when its
 * counter leaves 0. How a node follows changes is thus its own affair: nodes that differ, as they
 * do while a setting is rolled out, hear each other. While nobody polls, no transaction waits for
 * another's turn at the counter.
 *
 * <p>What speaks PostgreSQL's language but does not notify, though it may take the words, has the
 * log alone.
 */
final class NotifiedLog implements Publication {

  /**
   * Finds the counter only while nobody reads the log, and then keeps everybody from beginning to
   * before this transaction ends: who begins moves the counter first.
   */
  private static final String UNREAD =
      "SELECT id FROM pat_change_counter WHERE id = 1 AND newest = 0 FOR SHARE";

  private final Notifications notifications = new Notifications();
  private final ChangeLog log = new ChangeLog();
  private volatile @Nullable Boolean notifies;

  @Override
  public void publish(Preparing transaction, Collection<TokenDigest> changed) throws SQLException {
    if (changed.isEmpty()) {
      return;
    }
    if (notifies(transaction)) {
      notifications.publish(transaction, changed);
      if (isUnread(transaction)) {
        return;
      }
    }
    log.publish(transaction, changed);
  }

  /** Whether the database notifies: CockroachDB and YugabyteDB do not. */
  static boolean isNotifier(Preparing session) throws SQLException {
    try (PreparedStatement select = session.prepare("SELECT version()");
        ResultSet row = select.executeQuery()) {
      row.next();
      String version = row.getString(1);
      return !version.contains("CockroachDB") && !version.contains("-YB-");
    }
  }

  /** Asked at the first change, since the store may have been built before its database was. */
  private boolean notifies(Preparing transaction) throws SQLException {
    Boolean known = notifies;
    if (known == null) {
      known = isNotifier(transaction);
      notifies = known;
    }
    return known;
  }

  private static boolean isUnread(Preparing transaction) throws SQLException {
    try (PreparedStatement select = transaction.prepare(UNREAD);
        ResultSet counter = select.executeQuery()) {
      return counter.next();
    }
  }
}
