package dev.pat4j.jdbc;

import java.io.Serial;

/** An id or a digest is taken: the transaction is undone, and its caller told {@code false}. */
final class TakenException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  TakenException() {
    super("taken", null, false, false);
  }
}
