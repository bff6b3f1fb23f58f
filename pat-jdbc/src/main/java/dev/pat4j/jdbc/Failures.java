package dev.pat4j.jdbc;

import dev.pat4j.store.TokenStoreException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * The exceptions of the store: each names what failed, how, and the way out.
 *
 * <p>Databases quote values in their messages: {@code Key (digest)=(\x…) already exists}. Where
 * that may be, the message is withheld, and what is left of the failure is its place.
 */
final class Failures {

  /**
   * Of these classes of SQLState no database quotes a row: connections, transactions, credentials,
   * names of tables and columns, permissions, resources, and what an operator does.
   */
  private static final Set<String> WITHOUT_VALUES =
      Set.of("08", "0A", "25", "28", "3D", "3F", "40", "42", "53", "54", "55", "57", "58");

  /** MySQL and MariaDB quote a statement, values and all, where its grammar ends. */
  private static final int SYNTAX = 1064;

  /** A setting of MariaDB's driver adds the statement, values and all, to every message. */
  private static final String QUOTED_QUERY = "Query is:";

  private Failures() {}

  /** No connection was to be had. */
  static TokenStoreException connecting(Exception cause) {
    String how =
        switch (faultOf(cause)) {
          case CREDENTIALS -> "its user or password is not accepted: check those of the DataSource";
          case REFUSED ->
              "the server refuses it, most often since no user or no password is given: check those"
                  + " of the DataSource";
          case NO_DATABASE -> "there is no database of that name: check the URL of the DataSource";
          case DENIED -> "its user may not connect: GRANT it that";
          default ->
              "check the URL of the DataSource, that the server runs and can be reached from here,"
                  + " and that the pool is neither closed nor exhausted";
        };
    return new TokenStoreException(
        "the token store got no connection to the database; " + how + ": " + said(cause), cause);
  }

  /** A statement failed. */
  static TokenStoreException during(String what, SQLException cause, Duration timeout) {
    Fault fault = Fault.of(cause);
    return new TokenStoreException(
        "the token store could not " + what + ": " + how(fault, timeout) + said(cause),
        withoutValues(cause));
  }

  /** Nobody knows what became of the transaction. */
  static TokenStoreException committing(String what, SQLException cause) {
    return new TokenStoreException(
        "the token store tried to "
            + what
            + ", and lost the database while committing: it may have been done or not; "
            + said(cause),
        withoutValues(cause));
  }

  /** What was at fault in a failure that came from here. */
  static Fault faultIn(TokenStoreException failure) {
    return failure.getCause() instanceof SQLException cause ? Fault.of(cause) : Fault.OTHER;
  }

  private static String how(Fault fault, Duration timeout) {
    return switch (fault) {
      case TRANSIENT -> "others held its locks again and again; try again; ";
      case STALE -> "the connection broke; ";
      case READ_ONLY ->
          "the database is read-only; give the store a DataSource of the primary to write; ";
      case TIMEOUT ->
          "the database did not answer within "
              + timeout.toMillis()
              + " ms; see what blocks it, or raise timeout(...); ";
      case NO_TABLE ->
          "a table is missing; JdbcSchema.migrate(dataSource) creates it, as do the scripts in"
              + " dev/pat4j/jdbc; if it is there, the connection's schema is another; ";
      case NO_COLUMN -> "a column is missing; JdbcSchema.verify(dataSource) says which; ";
      case DENIED ->
          "its user may not; GRANT it SELECT, INSERT, UPDATE and DELETE on pat_token, pat_change and"
              + " pat_change_counter, SELECT on pat_schema, and whoever migrates the right to create"
              + " tables; ";
      default -> "";
    };
  }

  /** What the database said, if that can be told, and its SQLState. */
  private static String said(Exception cause) {
    if (!(cause instanceof SQLException failure)) {
      return String.valueOf(cause.getMessage());
    }
    String state = Fault.stateOf(failure);
    String words =
        mayQuoteValues(failure) ? failure.getClass().getSimpleName() : firstLine(failure);
    return words + " (SQLState " + (state.isEmpty() ? "not given" : state) + ")";
  }

  /** Without what is beneath it as well, of which nobody knows what it says. */
  private static SQLException withoutValues(SQLException cause) {
    String words =
        mayQuoteValues(cause) ? "whose message may quote a row and is withheld" : firstLine(cause);
    SQLException stripped =
        new SQLException(
            cause.getClass().getName() + ", " + words, Fault.stateOf(cause), cause.getErrorCode());
    stripped.setStackTrace(cause.getStackTrace());
    return stripped;
  }

  /** Settings of MySQL's driver append statements and the locks of others, rows and all, below. */
  private static String firstLine(SQLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static boolean mayQuoteValues(SQLException failure) {
    String state = Fault.stateOf(failure);
    return state.length() < 2
        || !WITHOUT_VALUES.contains(state.substring(0, 2))
        || failure.getErrorCode() == SYNTAX
        || failure instanceof BatchUpdateException
        || String.valueOf(failure.getMessage()).contains(QUOTED_QUERY);
  }

  private static Fault faultOf(Exception cause) {
    return Fault.causes(cause)
        .filter(SQLException.class::isInstance)
        .findFirst()
        .map(failure -> Fault.of((SQLException) failure))
        .orElse(Fault.OTHER);
  }
}
