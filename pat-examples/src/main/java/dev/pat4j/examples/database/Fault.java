package dev.pat4j.examples.database;

import java.sql.SQLException;

/** Why a database cannot be opened, whichever driver says so. */
public enum Fault {
  /** Another process has the file. */
  HELD,
  /** The file is none of a database. */
  NO_DATABASE_FILE,
  /** There is no such file, and none was to be made. */
  NO_SUCH_FILE,
  /** The server has no database of this name. */
  NO_SUCH_DATABASE,
  /** The user is unknown, or the password is wrong. */
  CREDENTIALS,
  /** The server asks for a password, and there is none. */
  NO_PASSWORD,
  /** No server answers. */
  UNREACHABLE,
  /** Anything else: the driver's own words must do. */
  OTHER;

  /** What a driver means; the numbers of one driver are no states of another. */
  public static Fault of(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return switch (e.getErrorCode()) {
      case 90020 -> HELD;
      case 90030, 90048 -> NO_DATABASE_FILE;
      case 90146 -> NO_SUCH_FILE;
      case 1049 -> NO_SUCH_DATABASE;
      default ->
          switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "28" -> CREDENTIALS;
            case "3D" -> NO_SUCH_DATABASE;
            // As PostgreSQL's driver says it, when it is asked for a password and has none.
            case "08" -> state.equals("08004") && e.getErrorCode() == 0 ? NO_PASSWORD : UNREACHABLE;
            default -> OTHER;
          };
    };
  }

  /** The driver's own words in one line. */
  public static String said(Exception e) {
    return String.valueOf(e.getMessage()).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }
}
