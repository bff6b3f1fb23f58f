package dev.pat4j.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;

/** MySQL and MariaDB, which differ in their scripts only. */
final class MySql implements Dialect {

  private static final int MOST_AT_ONCE = 512;

  private static final String UNIQUE_COLUMNS =
      "SELECT MIN(column_name) FROM information_schema.statistics"
          + " WHERE table_schema = DATABASE() AND LOWER(table_name) = 'pat_token'"
          + " AND non_unique = 0 GROUP BY index_name HAVING COUNT(*) = 1";

  private static final int LOCK_SECONDS = 60;
  private static final String LOCK = "SELECT GET_LOCK(CONCAT('pat4j.', DATABASE()), ?)";
  private static final String UNLOCK = "SELECT RELEASE_LOCK(CONCAT('pat4j.', DATABASE()))";

  private final String folder;

  MySql(String folder) {
    this.folder = folder;
  }

  @Override
  public String folder() {
    return folder;
  }

  @Override
  public String unlessTaken(String insert) {
    return insert;
  }

  /** A power of two, so that there are few texts. */
  @Override
  public int touchedAtOnce(int waiting) {
    return Integer.highestOneBit(Math.min(waiting, MOST_AT_ONCE));
  }

  /** Straight, so that rows are locked in the order in which they are listed. */
  @Override
  public String touch(int uses) {
    return "UPDATE ("
        + String.join(
            " UNION ALL ",
            Collections.nCopies(
                uses, "SELECT CAST(? AS SIGNED) AS id, CAST(? AS SIGNED) AS used_at, ? AS origin"))
        + ") used STRAIGHT_JOIN pat_token t ON t.id = used.id"
        + " SET t.last_used_at = used.used_at, t.last_used_from = used.origin"
        + " WHERE t.last_used_at IS NULL OR t.last_used_at < used.used_at";
  }

  @Override
  public String uniqueColumns() {
    return UNIQUE_COLUMNS;
  }

  @Override
  public String widen(String definition) {
    return "ALTER TABLE pat_token MODIFY COLUMN " + definition;
  }

  @Override
  public void lockSchema(Session session) throws SQLException {
    try (PreparedStatement lock = session.prepare(LOCK)) {
      lock.setInt(1, LOCK_SECONDS);
      lock.execute();
    }
  }

  @Override
  public void unlockSchema(Session session) throws SQLException {
    try (PreparedStatement unlock = session.prepare(UNLOCK)) {
      unlock.execute();
    }
  }
}
