package dev.pat4j.jdbc;

import dev.pat4j.store.LastUse;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStoreException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes last uses, a bounded number of them in each transaction. On a read-only database they are
 * dropped, and that is said once: verification needs no write, so nothing else is lost.
 */
final class Touch {

  private static final Logger LOG = LoggerFactory.getLogger(Touch.class);

  private final Transactions transactions;
  private final Dialect dialect;
  private final AtomicBoolean dropping = new AtomicBoolean();

  Touch(Transactions transactions, Dialect dialect) {
    this.transactions = transactions;
    this.dialect = dialect;
  }

  void write(Map<TokenId, LastUse> uses) {
    List<Use> sorted = Use.sorted(uses);
    for (int from = 0; from < sorted.size(); ) {
      int to = from + dialect.touchedAtOnce(sorted.size() - from);
      List<Use> some = sorted.subList(from, to);
      if (!isWritten(some)) {
        return;
      }
      from = to;
    }
  }

  private boolean isWritten(List<Use> uses) {
    try {
      transactions.write("record last uses", session -> write(session, uses));
    } catch (TokenStoreException e) {
      if (Failures.faultIn(e) == Fault.READ_ONLY) {
        warn();
        return false;
      }
      throw e;
    }
    dropping.set(false);
    return true;
  }

  private void warn() {
    if (!dropping.getAndSet(true)) {
      LOG.warn(
          "the database is read-only: tokens are verified, but their last uses are not recorded."
              + " This is said once; give the store a DataSource of the primary to record them");
    }
  }

  private int write(Session session, List<Use> uses) throws SQLException {
    try (PreparedStatement touch = session.prepare(dialect.touch(uses.size()))) {
      dialect.bindTouch(touch, uses);
      return touch.executeUpdate();
    }
  }
}
