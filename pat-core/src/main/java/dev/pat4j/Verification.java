package dev.pat4j;

import dev.pat4j.scope.Scopes;
import java.util.function.Function;

/**
 * The outcome of verifying a presented token: {@link Verified} or {@link Rejected}. Immutable and
 * thread-safe.
 */
public sealed interface Verification permits Verified, Rejected {

  /**
   * This outcome, rejected with {@link RejectionReason#INSUFFICIENT_SCOPE} if it is verified but
   * does not cover all of these scopes. A rejection stays what it is.
   *
   * @throws IllegalArgumentException if it is verified and a scope is not in the catalogue; a
   *     rejection asks no catalogue
   */
  Verification requiring(String... scopes);

  /** As {@link #requiring(String...)}, with scopes of the same catalogue. */
  Verification requiring(Scopes scopes);

  /** What the one function makes of the token, or the other of the reason. */
  <R> R fold(Function<AccessToken, R> verified, Function<RejectionReason, R> rejected);
}
