package dev.pat4j.servlet;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What the Authorization lines of a request amount to. Only {@link Kind#PRESENTED} holds a secret,
 * which {@link #toString()} never shows.
 */
final class Credentials {

  enum Kind {
    /** No Authorization line: row 6 of the decision table. */
    ABSENT,
    /** A scheme that this filter does not speak, or none at all: row 7. */
    FOREIGN,
    /** More than one line: row 8. */
    DUPLICATED,
    /** A known scheme, and nothing in it that could be a token: rows 9 and 10. */
    MALFORMED,
    /** A string that only a verifier can judge: rows 11 to 17. */
    PRESENTED
  }

  /** How the secret travelled, which decides the challenge that answers it. */
  enum Carrier {
    BASIC,
    /** Also the scheme {@code token}, which is the same under another name. */
    BEARER
  }

  static final Credentials ABSENT = new Credentials(Kind.ABSENT, Carrier.BEARER, null, null);
  static final Credentials FOREIGN = new Credentials(Kind.FOREIGN, Carrier.BEARER, null, null);
  static final Credentials DUPLICATED =
      new Credentials(Kind.DUPLICATED, Carrier.BEARER, null, null);
  static final Credentials MALFORMED_BASIC =
      new Credentials(Kind.MALFORMED, Carrier.BASIC, null, null);
  static final Credentials MALFORMED_BEARER =
      new Credentials(Kind.MALFORMED, Carrier.BEARER, null, null);

  private final Kind kind;
  private final Carrier carrier;
  private final @Nullable String token;
  private final @Nullable String user;

  private Credentials(Kind kind, Carrier carrier, @Nullable String token, @Nullable String user) {
    this.kind = kind;
    this.carrier = carrier;
    this.token = token;
    this.user = user;
  }

  static Credentials bearer(String token) {
    return new Credentials(Kind.PRESENTED, Carrier.BEARER, token, null);
  }

  /** A Basic pair; the user is null where the token itself stood in its place. */
  static Credentials basic(String token, @Nullable String user) {
    return new Credentials(Kind.PRESENTED, Carrier.BASIC, token, user);
  }

  Kind kind() {
    return kind;
  }

  /** Meaningful for {@link Kind#MALFORMED} and {@link Kind#PRESENTED}. */
  Carrier carrier() {
    return carrier;
  }

  /** The presented secret; only for {@link Kind#PRESENTED}. */
  String token() {
    return requireNonNull(token, "nothing was presented");
  }

  /** The user name of a Basic pair, which is no evidence of anything. */
  @Nullable String user() {
    return user;
  }

  @Override
  public String toString() {
    return kind == Kind.PRESENTED ? "PRESENTED " + carrier : kind.toString();
  }
}
