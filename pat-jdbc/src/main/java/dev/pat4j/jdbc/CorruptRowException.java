package dev.pat4j.jdbc;

import java.io.Serial;

/** A row that no token can be made of; the message says which, why, and what to do. */
final class CorruptRowException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  CorruptRowException(long id, Column column, String rule) {
    super(
        "the row of token "
            + id
            + " is corrupt and is refused: pat_token."
            + column.sql()
            + " "
            + rule
            + "; mend the column, or DELETE FROM pat_token WHERE id = "
            + id);
  }
}
