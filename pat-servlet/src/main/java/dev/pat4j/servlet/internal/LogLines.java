package dev.pat4j.servlet.internal;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Makes what came from a request, or from an exception, fit for one line of a log or a message. */
public final class LogLines {

  private static final int LONGEST = 200;

  private LogLines() {}

  /** At most 200 characters, and only visible ASCII and blanks: nothing breaks or forges a line. */
  public static String printable(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST) + 1);
    for (int i = 0; i < text.length() && i < LONGEST; i++) {
      char c = text.charAt(i);
      line.append(c >= 0x20 && c <= 0x7E ? c : '?');
    }
    return text.length() > LONGEST ? line.append("...").toString() : line.toString();
  }

  /**
   * A copy of this failure and its causes to be logged, in which the secret is replaced wherever a
   * message repeats it. The stack traces are the original ones.
   */
  public static Throwable withoutSecret(Throwable failure, String secret) {
    return copy(failure, secret, 0);
  }

  private static Throwable copy(Throwable failure, String secret, int depth) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    String safe = secret.isEmpty() ? message : message.replace(secret, "***");
    Throwable cause = failure.getCause();
    Throwable deeper = cause == null || depth == 8 ? null : copy(cause, secret, depth + 1);
    Redacted copy = new Redacted(failure.getClass().getName() + ": " + printable(safe), deeper);
    copy.setStackTrace(failure.getStackTrace());
    return copy;
  }

  /** Only ever handed to a logger. */
  private static final class Redacted extends Throwable {
    @Serial private static final long serialVersionUID = 1L;

    Redacted(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the message names the class it is a copy of
    public String toString() {
      return String.valueOf(getMessage());
    }
  }
}
