package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.scope.Scopes;
import java.util.function.Function;

/**
 * A token that was presented and is valid.
 *
 * <p><b>Security guarantees</b>: only this library makes one, at the end of all the steps of {@link
 * PersonalAccessTokens#verify(String)}; holding one is the proof. It is true of that moment: do not
 * keep it beyond the request. Where it is used to mint or to rotate, the token is checked afresh.
 */
public final class Verified implements Verification {

  private final AccessToken token;
  private final Scopes scopes;
  private final ScopeCatalog catalog;

  Verified(AccessToken token, Scopes scopes, ScopeCatalog catalog) {
    this.token = token;
    this.scopes = scopes;
    this.catalog = catalog;
  }

  /** The token. */
  public AccessToken token() {
    return token;
  }

  /** What it may do now: its granted scopes, cut to the owner's rights and to the policy. */
  public Scopes scopes() {
    return scopes;
  }

  @Override
  public Verification requiring(String... names) {
    return requiring(catalog.of(requireNonNull(names, "scope names")));
  }

  @Override
  public Verification requiring(Scopes required) {
    return scopes.covers(required)
        ? this
        : new Rejected(RejectionReason.INSUFFICIENT_SCOPE, token.id());
  }

  @Override
  public <R> R fold(Function<AccessToken, R> verified, Function<RejectionReason, R> rejected) {
    requireNonNull(rejected, "rejected");
    return verified.apply(token);
  }

  @Override
  public String toString() {
    return "Verified[" + token + ", scopes=" + scopes + "]";
  }
}
