package dev.pat4j.web.http;

/**
 * Why a request is not carried out: thrown where it is noticed, and written as an answer by the
 * servlet, in the words of its own protocol. Nothing has been changed when it is thrown.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * A refusal.
   *
   * @param status of HTTP
   * @param message for the client: names the rule and the way out, never a secret
   */
  public Refusal(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The status to answer with. */
  public int status() {
    return status;
  }

  /** What to tell the client. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
