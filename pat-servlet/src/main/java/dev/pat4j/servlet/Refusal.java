package dev.pat4j.servlet;

/**
 * Every refusal there is, with its status, challenges and text: the one place where outcomes become
 * HTTP. The rows are those of the decision table in the documentation of {@link Judge}.
 *
 * <p>A broken store must not be 401: that says "refused for these credentials" (RFC 9110 section
 * 15.5.2), and git then erases the token its user has saved. For the same reason a missing scope is
 * 403.
 */
enum Refusal {
  /** Row 2. */
  SUSPICIOUS_TARGET(400, Challenge.NONE, "bad request"),
  /** Row 8. */
  CREDENTIALS_TWICE(400, Challenge.INVALID_REQUEST, "bad request"),
  /** Rows 6 and 7. */
  NO_CREDENTIALS(401, Challenge.PLAIN, "authentication required"),
  /** Rows 9, 11 and 13, over Basic. */
  BAD_BASIC(401, Challenge.PLAIN, "bad credentials"),
  /** Rows 10, 11 and 13, over Bearer or token. */
  BAD_BEARER(401, Challenge.INVALID_TOKEN, "bad credentials"),
  /** Row 14. */
  ADDRESS_NOT_ALLOWED(403, Challenge.NONE, "forbidden"),
  /** Row 15. */
  NO_RULE(403, Challenge.NONE, "forbidden"),
  /** Row 16. */
  INSUFFICIENT_SCOPE(403, Challenge.INSUFFICIENT_SCOPE, "insufficient scope"),
  /** No row: a secret is asked for and judged over TLS only, where the host says so. */
  TLS_REQUIRED(403, Challenge.NONE, "TLS required"),
  /** Row 19. */
  THROTTLED(429, Challenge.NONE, "too many failures"),
  /** Rows 12 and 20. */
  UNAVAILABLE(503, Challenge.NONE, "temporarily unavailable");

  /** What is offered in answer. */
  enum Challenge {
    NONE,
    PLAIN,
    INVALID_TOKEN,
    INVALID_REQUEST,
    INSUFFICIENT_SCOPE
  }

  private final int status;
  private final Challenge challenge;
  private final String text;

  Refusal(int status, Challenge challenge, String text) {
    this.status = status;
    this.challenge = challenge;
    this.text = text;
  }

  int status() {
    return status;
  }

  Challenge challenge() {
    return challenge;
  }

  /** The body, less its newline: fixed, so that nothing of a request is ever echoed. */
  String text() {
    return text;
  }
}
