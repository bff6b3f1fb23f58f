package dev.pat4j.examples.cli;

/** Ends a command, and says in one line why and what to do. */
final class Stop extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What was asked is done. */
  static final int DONE = 0;

  /** Refused, or there is no such token; of an audit, that somebody does not comply. */
  static final int REFUSED = 1;

  /** The command line, or a file that it names, makes no sense. */
  static final int USAGE = 2;

  /** The database cannot be reached, opened or understood. */
  static final int DATABASE = 3;

  private final int code;

  private Stop(int code, String message) {
    super(message);
    this.code = code;
  }

  static Stop refused(String message) {
    return new Stop(REFUSED, message);
  }

  static Stop usage(String message) {
    return new Stop(USAGE, message);
  }

  static Stop database(String message) {
    return new Stop(DATABASE, message);
  }

  int code() {
    return code;
  }
}
