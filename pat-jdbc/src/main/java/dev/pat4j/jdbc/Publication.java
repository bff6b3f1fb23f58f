package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** How a transaction says which digests it changes, for the feed of every node to tell it. */
interface Publication {

  /**
   * Says it inside the transaction that is open on this connection, as its last act before the
   * commit: what is rolled back was never said.
   */
  void publish(Connection connection, Collection<TokenDigest> changed) throws SQLException;
}
