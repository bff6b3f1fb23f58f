package dev.pat4j.jdbc;

import static java.util.stream.Collectors.joining;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The texts of the statements, built once. */
final class Statements {

  static final String SELECT = "SELECT " + Column.names() + " FROM pat_token WHERE ";

  static final String BY_DIGEST = SELECT + "digest = ?";

  /** With room for 2, 4, 8 and so on: few texts, since each connection prepares each of them. */
  private static final List<String> BY_DIGESTS =
      IntStream.iterate(2, room -> room <= SharedTrips.LARGEST, room -> 2 * room)
          .mapToObj(room -> SELECT + "digest IN (" + marks(room) + ")")
          .toList();

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

  /** With at least so many marks, from 1 to {@link SharedTrips#LARGEST}: {@link #room} of them. */
  static String byDigests(int count) {
    return count == 1 ? BY_DIGEST : BY_DIGESTS.get(Integer.numberOfTrailingZeros(room(count)) - 1);
  }

  /** The next power of two. */
  static int room(int count) {
    return count == 1 ? 1 : 2 * Integer.highestOneBit(count - 1);
  }

  static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }
}
