package dev.pat4j.servlet;

import static java.util.Objects.requireNonNull;

import dev.pat4j.servlet.internal.LogLines;

/**
 * What the user name of a Basic pair has to be. Whatever the policy, the name is evidence of
 * nothing: who the caller is stands in the token's record. Bearer tokens come without a name and
 * are not affected. Immutable and thread-safe.
 */
public final class UserNamePolicy {

  private enum Kind {
    IGNORED,
    OWNER,
    FIXED
  }

  private static final UserNamePolicy IGNORED = new UserNamePolicy(Kind.IGNORED, "");
  private static final UserNamePolicy OWNER = new UserNamePolicy(Kind.OWNER, "");

  private final Kind kind;
  private final String name;

  private UserNamePolicy(Kind kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  /** Any name, or none, or the token itself in its place: the convention of git hosts. */
  public static UserNamePolicy ignored() {
    return IGNORED;
  }

  /** The name of the token's owner, compared exactly; the token must be the password. */
  public static UserNamePolicy mustMatchOwner() {
    return OWNER;
  }

  /**
   * One name for everybody, {@code x-access-token} for example; the token must be the password.
   *
   * @param name compared exactly
   * @throws IllegalArgumentException if it is empty or holds a colon, which a user name cannot
   */
  public static UserNamePolicy fixed(String name) {
    requireNonNull(name, "name");
    if (name.isEmpty() || name.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "user name '"
              + LogLines.printable(name)
              + "' must not be empty nor hold a colon (RFC 7617 section 2)");
    }
    return new UserNamePolicy(Kind.FIXED, name);
  }

  /** Whether these credentials may be verified at all; asked before any store. */
  boolean admits(Credentials credentials) {
    return credentials.carrier() != Credentials.Carrier.BASIC
        || switch (kind) {
          case IGNORED -> true;
          case OWNER -> credentials.user() != null;
          case FIXED -> name.equals(credentials.user());
        };
  }

  /** Whether these credentials, now verified, may be those of this owner. */
  boolean admits(Credentials credentials, String owner) {
    return kind != Kind.OWNER
        || credentials.carrier() != Credentials.Carrier.BASIC
        || owner.equals(credentials.user());
  }

  @Override
  public String toString() {
    return "UserNamePolicy[" + kind + (name.isEmpty() ? "" : " " + LogLines.printable(name)) + "]";
  }
}
