package dev.pat4j.jdbc;

import java.util.Collections;

/** H2, in a file or in memory. */
final class H2 implements Dialect {

  private static final int MOST_AT_ONCE = 512;

  private static final String UNIQUE_COLUMNS =
      "SELECT MIN(column_name) FROM information_schema.index_columns"
          + " WHERE table_schema = SCHEMA() AND LOWER(table_name) = 'pat_token' AND is_unique"
          + " GROUP BY index_name HAVING COUNT(*) = 1";

  @Override
  public String folder() {
    return "h2";
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

  @Override
  public String touch(int uses) {
    return "MERGE INTO pat_token t USING (VALUES "
        + String.join(", ", Collections.nCopies(uses, "(?, ?, ?)"))
        + ") used (id, used_at, origin) ON t.id = used.id"
        + " WHEN MATCHED AND (t.last_used_at IS NULL OR t.last_used_at < used.used_at)"
        + " THEN UPDATE SET last_used_at = used.used_at, last_used_from = used.origin";
  }

  @Override
  public String uniqueColumns() {
    return UNIQUE_COLUMNS;
  }

  @Override
  public String widen(String definition) {
    String[] words = definition.split(" ", -1);
    return "ALTER TABLE pat_token ALTER COLUMN " + words[0] + " SET DATA TYPE " + words[1];
  }

  /** There is no such lock; every statement of a script may be repeated instead. */
  @Override
  public void lockSchema(Session session) {}

  @Override
  public void unlockSchema(Session session) {}
}
