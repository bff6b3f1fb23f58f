package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.scope.Scopes;
import dev.pat4j.store.TokenId;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A token that was presented and is refused. */
public final class Rejected implements Verification {

  private final RejectionReason reason;
  private final @Nullable TokenId tokenId;

  Rejected(RejectionReason reason, @Nullable TokenId tokenId) {
    this.reason = reason;
    this.tokenId = tokenId;
  }

  /** Why, for the host's own logs; a client is told no more than the status. */
  public RejectionReason reason() {
    return reason;
  }

  /** Which token it was, if the secret matched one. */
  public Optional<TokenId> tokenId() {
    return Optional.ofNullable(tokenId);
  }

  @Override
  public Verification requiring(String... scopes) {
    return this;
  }

  @Override
  public Verification requiring(Scopes scopes) {
    return this;
  }

  @Override
  public <R> R fold(Function<AccessToken, R> verified, Function<RejectionReason, R> rejected) {
    requireNonNull(verified, "verified");
    return rejected.apply(reason);
  }

  @Override
  public String toString() {
    return "Rejected[" + reason + tokenId().map(id -> ", id=" + id).orElse("") + "]";
  }
}
