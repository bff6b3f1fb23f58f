package dev.pat4j.jdbc;

import static java.util.stream.Collectors.joining;

import java.util.Collections;

/** The texts of the statements, built once. */
final class Statements {

  static final String SELECT = "SELECT " + Column.names() + " FROM pat_token WHERE ";

  static final String BY_DIGEST = SELECT + "digest = ?";

  static final String BY_ID = SELECT + "id = ?";

  /** What a change must know of the row that it changes, and keeps others from changing. */
  static final String LOCK = "SELECT version, digest FROM pat_token WHERE id = ? FOR UPDATE";

  static final String REPLACE =
      Column.REPLACED.stream()
          .map(column -> column.sql() + " = ?")
          .collect(joining(", ", "UPDATE pat_token SET ", " WHERE id = ?"));

  static final String DELETE = "DELETE FROM pat_token WHERE id = ?";

  private static final String INSERT =
      "INSERT INTO pat_token (" + Column.names() + ") VALUES (" + marks(Column.ALL.size()) + ")";

  final String insert;

  Statements(Dialect dialect) {
    this.insert = dialect.unlessTaken(INSERT);
  }

  static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }
}
