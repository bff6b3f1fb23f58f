package dev.pat4j;

/**
 * A token that was just issued, regenerated or rotated: its record, and the secret this one time.
 * Thread-safe.
 */
public final class IssuedToken {

  private final Secret secret;
  private final AccessToken token;

  IssuedToken(Secret secret, AccessToken token) {
    this.secret = secret;
    this.token = token;
  }

  /** What to show to the owner, once. */
  public Secret secret() {
    return secret;
  }

  /** The token's record: what was really granted, which may be less than was asked for. */
  public AccessToken token() {
    return token;
  }

  /** Id and owner. */
  @Override
  public String toString() {
    return "IssuedToken[" + token + "]";
  }
}
