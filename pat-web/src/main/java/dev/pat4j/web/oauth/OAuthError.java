package dev.pat4j.web.oauth;

/**
 * Why an endpoint does not do what a client asked, in the words of RFC 6749 section 5.2. Nothing
 * has been changed when it is thrown.
 */
public final class OAuthError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  private OAuthError(int status, String code, String description) {
    super(description, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** The request is not of the form it must have. */
  public static OAuthError invalidRequest(String description) {
    return new OAuthError(400, "invalid_request", description);
  }

  /** The token is not one that this client may do this to (RFC 7009 section 2.1). */
  public static OAuthError invalidGrant(String description) {
    return new OAuthError(400, "invalid_grant", description);
  }

  /** Nobody knows who the client is. */
  static OAuthError invalidClient() {
    return new OAuthError(
        401,
        "invalid_client",
        "authenticate as a registered application, by HTTP Basic or by client_id and"
            + " client_secret in the form");
  }

  static OAuthError tooLong(String description) {
    return new OAuthError(413, "invalid_request", description);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String description() {
    return String.valueOf(getMessage());
  }
}
