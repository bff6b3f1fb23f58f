package dev.pat4j.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Removes what was dead before some time, in steps that are bounded: each finds candidates by the
 * two indexes, locks them in ascending order of id, looks whether they still are dead, and removes
 * those in one transaction.
 */
final class Purge {

  private static final int MOST_AT_ONCE = 500;

  private static final String REVOKED =
      "SELECT id FROM pat_token WHERE revoked_at < ? ORDER BY revoked_at LIMIT ?";

  private static final String EXPIRED =
      "SELECT id FROM pat_token WHERE expires_at < ? ORDER BY expires_at LIMIT ?";

  private static final String LOCK = "SELECT id, digest FROM pat_token";

  private static final String STILL_DEAD =
      " AND (revoked_at < ? OR expires_at < ?) ORDER BY id FOR UPDATE";

  private static final String DELETE = "DELETE FROM pat_token";

  private final Transactions transactions;
  private final Publication publication;
  private final long deadBefore;

  Purge(Transactions transactions, Publication publication, long deadBefore) {
    this.transactions = transactions;
    this.publication = publication;
    this.deadBefore = deadBefore;
  }

  int run(int limit) {
    int removed = 0;
    while (removed < limit) {
      int step = Math.min(limit - removed, MOST_AT_ONCE);
      List<Long> candidates =
          transactions.read("find tokens to purge", session -> candidates(session, step));
      if (candidates.isEmpty()) {
        break;
      }
      removed += transactions.write("purge tokens", session -> remove(session, candidates));
    }
    return removed;
  }

  /** A power of two of them, so that there are few texts. */
  private List<Long> candidates(Session session, int most) throws SQLException {
    Collection<Long> ids = new TreeSet<>(ids(session, REVOKED, most));
    if (ids.size() < most) {
      ids.addAll(ids(session, EXPIRED, most));
    }
    return ids.stream().limit(Integer.highestOneBit(Math.min(ids.size(), most))).toList();
  }

  private List<Long> ids(Session session, String sql, int most) throws SQLException {
    try (PreparedStatement select = session.prepare(sql)) {
      new Parameters(select).add(deadBefore).add((long) most);
      List<Long> ids = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
      return ids;
    }
  }

  private int remove(Session session, List<Long> candidates) throws SQLException {
    Map<Long, byte[]> dead = lock(session, candidates);
    if (dead.isEmpty()) {
      return 0;
    }
    try (PreparedStatement delete = session.prepare(DELETE + in(candidates))) {
      // Those that live are not deleted: the first of the dead stands in their places.
      List<Long> ids = new ArrayList<>(dead.keySet());
      Parameters parameters = new Parameters(delete);
      for (int i = 0; i < candidates.size(); i++) {
        parameters.add(ids.get(i < ids.size() ? i : 0));
      }
      delete.executeUpdate();
    }
    publication.publish(session, Digests.of(dead.values()));
    return dead.size();
  }

  /** Those that are still there and still dead, with their digests. */
  private Map<Long, byte[]> lock(Session session, List<Long> candidates) throws SQLException {
    try (PreparedStatement select = session.prepare(LOCK + in(candidates) + STILL_DEAD)) {
      Parameters parameters = new Parameters(select);
      for (Long id : candidates) {
        parameters.add(id);
      }
      parameters.add(deadBefore).add(deadBefore);
      Map<Long, byte[]> dead = new LinkedHashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          dead.put(rows.getLong(1), rows.getBytes(2));
        }
      }
      return dead;
    }
  }

  private static String in(List<Long> ids) {
    return " WHERE id IN (" + Statements.marks(ids.size()) + ")";
  }
}
