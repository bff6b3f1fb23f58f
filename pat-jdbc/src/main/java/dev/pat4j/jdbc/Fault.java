package dev.pat4j.jdbc;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a failure of a database means, whichever database it was: by its SQLState (ISO/IEC 9075-2,
 * section 24), and by its own number where the state says nothing. The numbers of one are no
 * numbers of another.
 */
enum Fault {
  /** The database undid the work for the sake of another; the same may succeed now. */
  TRANSIENT,
  /** The connection was, or is now, broken. */
  STALE,
  /** A unique key has the value already. */
  DUPLICATE,
  /** The database takes no writes. */
  READ_ONLY,
  /** It took too long. */
  TIMEOUT,
  /** A table is not there. */
  NO_TABLE,
  /** A column is not there. */
  NO_COLUMN,
  /** The user may not do this. */
  DENIED,
  /** The user or the password is not accepted. */
  CREDENTIALS,
  /** The server answers, and does not go on: as when it asks for a password and none was given. */
  REFUSED,
  /** There is no such database. */
  NO_DATABASE,
  /** Anything else. */
  OTHER;

  /** MySQL and MariaDB: a lock was not to be had in time, a deadlock. */
  private static final Set<Integer> MYSQL_LOCKS = Set.of(1205, 1213);

  /** H2: a lock was not to be had in time; PostgreSQL: the same; H2: changed by another. */
  private static final Set<String> LOCKS = Set.of("55P03", "90131");

  private static final int H2_LOCK = 50_200;

  /** The state of a transaction that may not write. */
  static final String READ_ONLY_STATE = "25006";

  /** MySQL and MariaDB: an option of the server makes it so; H2: an option of the URL does. */
  private static final Set<Integer> READ_ONLY_CODES = Set.of(1290, 1792, 1836, 90_097);

  /**
   * PostgreSQL's driver says so when it has no password to answer with; in words, but those of the
   * user's language. MySQL and MariaDB say so when they have too many connections.
   */
  private static final String REJECTED_STATE = "08004";

  private static final int TOO_MANY_CONNECTIONS = 1040;

  /** PostgreSQL and H2; MySQL and MariaDB when interrupted, or by either one's own limit. */
  private static final Set<String> CANCELLED = Set.of("57014", "70100");

  private static final Set<Integer> TIMEOUTS = Set.of(1969, 3024);

  /** PostgreSQL: ended by an administrator, a crash, a start, or idleness; H2: closed. */
  private static final Set<String> ENDED =
      Set.of("57P01", "57P02", "57P03", "57P05", "90067", "90098", "90121");

  /** MariaDB: killed; MySQL: ended for idleness. */
  private static final Set<Integer> ENDED_CODES = Set.of(1927, 4031);

  private static final Set<String> TABLES = Set.of("42P01", "42S02", "42S03", "42S04");
  private static final Set<String> COLUMNS = Set.of("42703", "42S22");

  private static final int NO_ACCESS = 1045;
  private static final Set<Integer> ACCESS_DENIED = Set.of(1044, 1142, 1143, 1227, 90_096);
  private static final int DEEPEST = 100;
  private static final Set<Integer> DATABASES = Set.of(1049, 90_146, 90_149);

  static Fault of(SQLException failure) {
    SQLException told = telling(failure);
    String state = stateOf(told);
    int code = told.getErrorCode();
    if (isLock(state, code)) {
      return TRANSIENT;
    }
    if (ENDED.contains(state) || ENDED_CODES.contains(code)) {
      return STALE;
    }
    if (isTimeout(told, state, code)) {
      return TIMEOUT;
    }
    if (READ_ONLY_CODES.contains(code) || state.equals(READ_ONLY_STATE)) {
      return READ_ONLY;
    }
    if (state.startsWith("08")) {
      return state.equals(REJECTED_STATE) && !isFull(failure) ? REFUSED : STALE;
    }
    if (state.equals("23505") || code == 1062) {
      return DUPLICATE;
    }
    return ofNames(state, code);
  }

  /** The state of this failure, or of the one in it that has one; empty if none has. */
  static String stateOf(SQLException failure) {
    String state = telling(failure).getSQLState();
    return state == null ? "" : state;
  }

  private static Fault ofNames(String state, int code) {
    if (DATABASES.contains(code) || state.equals("3D000")) {
      return NO_DATABASE;
    }
    if (ACCESS_DENIED.contains(code) || state.equals("42501")) {
      return DENIED;
    }
    if (code == NO_ACCESS || state.startsWith("28")) {
      return CREDENTIALS;
    }
    if (TABLES.contains(state)) {
      return NO_TABLE;
    }
    return COLUMNS.contains(state) ? NO_COLUMN : OTHER;
  }

  /** 40003 leaves open what became of the transaction. */
  private static boolean isLock(String state, int code) {
    return code == H2_LOCK
        || MYSQL_LOCKS.contains(code)
        || LOCKS.contains(state)
        || (state.startsWith("40") && !state.equals("40003"));
  }

  private static boolean isTimeout(SQLException told, String state, int code) {
    return told instanceof SQLTimeoutException
        || CANCELLED.contains(state)
        || TIMEOUTS.contains(code)
        || causes(told).anyMatch(SocketTimeoutException.class::isInstance);
  }

  /** A pool repeats the state of what it met, not its number. */
  private static boolean isFull(SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException inner && inner.getErrorCode() == TOO_MANY_CONNECTIONS) {
        return true;
      }
    }
    return false;
  }

  /** Pools and batches wrap the failure that has the state in one that has none. */
  private static SQLException telling(SQLException failure) {
    SQLException told = failure;
    for (int depth = 0; depth < DEEPEST && told.getSQLState() == null; depth++) {
      if (told.getNextException() != null) {
        told = told.getNextException();
      } else if (told.getCause() instanceof SQLException cause) {
        told = cause;
      } else {
        return told;
      }
    }
    return told;
  }

  /** A failure and its causes; nothing forbids that they go round in a circle. */
  static Stream<Throwable> causes(Throwable failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause).limit(DEEPEST);
  }
}
