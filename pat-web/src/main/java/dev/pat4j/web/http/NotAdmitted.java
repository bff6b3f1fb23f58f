package dev.pat4j.web.http;

/**
 * Why a caller was not let in: each servlet says it in the words of its own protocol. Nothing has
 * been read or changed when it is thrown.
 */
public final class NotAdmitted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What stands against the caller. */
  public enum Reason {
    /** The request carries a token, and a token is nobody here. */
    TOKEN,
    /** There are no credentials. */
    NO_CREDENTIALS,
    /** There are some, and they are of nobody. */
    BAD_CREDENTIALS,
    /** The password is right, and the second factor is missing or wrong; the detail is its kind. */
    SECOND_FACTOR,
    /** The client failed too often; the detail is how many seconds to wait. */
    THROTTLED,
    /** A page of another site had the browser send it. */
    CROSS_ORIGIN
  }

  private final Reason reason;
  private final String detail;

  NotAdmitted(Reason reason, String detail) {
    super(reason.name(), null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  /** What stands against the caller. */
  public Reason reason() {
    return reason;
  }

  /** As the reason says; empty otherwise. */
  public String detail() {
    return detail;
  }
}
