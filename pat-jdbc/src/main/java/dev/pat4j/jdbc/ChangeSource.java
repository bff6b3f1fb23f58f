package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** One connection over which changes are heard, from the moment it was opened. */
interface ChangeSource extends AutoCloseable {

  /**
   * Tells every change that was committed before this call and has not been told; fails if it
   * cannot be sure of that.
   */
  void catchUp(Consumer<TokenDigest> told) throws SQLException;

  /**
   * Waits until there may be changes, telling those that have come; for a beat at most, and no
   * longer than one when this latch falls.
   */
  void await(CountDownLatch closed, Consumer<TokenDigest> told)
      throws SQLException, InterruptedException;

  @Override
  void close() throws SQLException;

  /** Opens one: what is committed after it has returned is heard. */
  interface Opener {
    ChangeSource open() throws SQLException;
  }
}
