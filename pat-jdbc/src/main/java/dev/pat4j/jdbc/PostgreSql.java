package dev.pat4j.jdbc;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, and what speaks its language. */
final class PostgreSql implements Dialect {

  private static final int MOST_AT_ONCE = 1_000;

  /**
   * Each row is written at once, not locked before: that would be a second change of each, and
   * twice the time. Rows are then written in the order of the uses, which are sorted, as long as
   * each is looked up by its id. Should the planner read the whole of a small table instead, two
   * nodes may meet in a deadlock: PostgreSQL ends it after a second, and {@link Transactions} tries
   * again.
   */
  private static final String TOUCH =
      "UPDATE pat_token SET last_used_at = used.at, last_used_from = used.origin"
          + " FROM unnest(?::bigint[], ?::bigint[], ?::text[]) AS used (id, at, origin)"
          + " WHERE pat_token.id = used.id"
          + " AND (pat_token.last_used_at IS NULL OR pat_token.last_used_at < used.at)";

  private static final String UNIQUE_COLUMNS =
      "SELECT a.attname FROM pg_index i"
          + " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
          + " WHERE i.indrelid = 'pat_token'::regclass AND i.indnkeyatts = 1"
          + " AND i.indisunique AND i.indisvalid AND i.indpred IS NULL";

  /** "pat4j" in ASCII, so that it is nobody else's. */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(482671342698)";

  /** Of those who speak PostgreSQL's language some have no such lock, and say either of these. */
  private static final Set<String> NO_LOCKS = Set.of("0A000", "42883");

  @Override
  public String folder() {
    return "postgresql";
  }

  @Override
  public String unlessTaken(String insert) {
    return insert + " ON CONFLICT DO NOTHING";
  }

  @Override
  public int touchedAtOnce(int waiting) {
    return Math.min(waiting, MOST_AT_ONCE);
  }

  @Override
  public String touch(int uses) {
    return TOUCH;
  }

  @Override
  public void bindTouch(PreparedStatement touch, List<Use> uses) throws SQLException {
    touch.setArray(1, array(touch, "bigint", uses, Use::id));
    touch.setArray(2, array(touch, "bigint", uses, Use::at));
    touch.setArray(3, array(touch, "text", uses, Use::origin));
  }

  @Override
  public String uniqueColumns() {
    return UNIQUE_COLUMNS;
  }

  @Override
  public String widen(String definition) {
    String[] words = definition.split(" ", -1);
    return "ALTER TABLE pat_token ALTER COLUMN " + words[0] + " TYPE " + words[1];
  }

  /** Until the end of the transaction, which all of a migration is in. */
  @Override
  public void lockSchema(Session session) throws SQLException {
    try (PreparedStatement lock = session.prepare(LOCK)) {
      lock.execute();
    } catch (SQLException e) {
      if (!NO_LOCKS.contains(Fault.stateOf(e))) {
        throw e;
      }
      // It broke the transaction, in which nothing had been done; the next statement begins one.
      session.connection().rollback();
    }
  }

  @Override
  public void unlockSchema(Session session) {}

  private static Array array(
      PreparedStatement statement,
      String type,
      List<Use> uses,
      Function<Use, @Nullable Object> part)
      throws SQLException {
    return statement.getConnection().createArrayOf(type, uses.stream().map(part).toArray());
  }
}
