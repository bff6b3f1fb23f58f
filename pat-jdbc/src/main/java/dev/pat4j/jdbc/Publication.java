package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** How a transaction says which digests it changes, for the feed of every node to tell it. */
interface Publication {

  /**
   * Says it inside the transaction that is open, as its last act before the commit: what is rolled
   * back was never said.
   *
   * @param transaction prepares its statements, which may wait for no longer than others
   */
  void publish(Preparing transaction, Collection<TokenDigest> changed) throws SQLException;

  /** Prepares a statement in a transaction. */
  interface Preparing {
    PreparedStatement prepare(String sql) throws SQLException;
  }
}
