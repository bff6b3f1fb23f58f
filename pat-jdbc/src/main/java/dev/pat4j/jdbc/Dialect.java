package dev.pat4j.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** What one database says otherwise than the others. All else is the same plain SQL for all. */
interface Dialect {

  /** The folder of its scripts, beside this class. */
  String folder();

  /** An insert as this database words one that does nothing, and says so, if a key is taken. */
  String unlessTaken(String insert);

  /** How many of so many last uses that wait, at least one, are to be written by one statement. */
  int touchedAtOnce(int waiting);

  /**
   * The statement that writes so many last uses, as a rule in ascending order of id, so that nodes
   * which write at once wait for each other, and only where the row has none or an earlier one.
   */
  String touch(int uses);

  /** Fills it in, with uses in ascending order of id: for each, if not said, its three values. */
  default void bindTouch(PreparedStatement touch, List<Use> uses) throws SQLException {
    Parameters parameters = new Parameters(touch);
    for (Use use : uses) {
      parameters.add(use.id()).add(use.at()).add(use.origin());
    }
  }

  /** The columns of {@code pat_token} that have a unique index of their own. */
  String uniqueColumns();

  /** The statement that makes a column of {@code pat_token} as wide as this definition says. */
  String widen(String definition);

  /** Waits until nobody else migrates, and keeps others from it until the connection is closed. */
  void lockSchema(Session session) throws SQLException;

  /** Lets the next one migrate. */
  void unlockSchema(Session session) throws SQLException;
}
