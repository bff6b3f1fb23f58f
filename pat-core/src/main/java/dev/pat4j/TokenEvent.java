package dev.pat4j;

import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a token. Events hold no secret. Names, reasons and addresses in them
 * come from people and clients: escape them where they are shown.
 */
public sealed interface TokenEvent {

  /** When it happened. */
  Instant at();

  /** A token was issued; by another token, if {@link AccessToken#mintedBy()} says so. */
  record Issued(Instant at, AccessToken token) implements TokenEvent {}

  /** A token of an older system was taken over. */
  record Imported(Instant at, AccessToken token) implements TokenEvent {}

  /** A token was accepted for the first time. */
  record FirstUsed(Instant at, AccessToken token, Optional<String> from) implements TokenEvent {}

  /** A token was accepted from an address it was not lately used from. */
  record UsedFromNewAddress(Instant at, AccessToken token, String from) implements TokenEvent {}

  /** A presented token was refused; its id is known only if the secret matched. */
  record Refused(
      Instant at, RejectionReason reason, Optional<TokenId> tokenId, Optional<String> from)
      implements TokenEvent {}

  /** The name, scopes, addresses or attributes of a token changed. */
  record Changed(Instant at, AccessToken before, AccessToken after) implements TokenEvent {}

  /** A token was given a new secret; the old one is dead. */
  record Regenerated(Instant at, AccessToken token) implements TokenEvent {}

  /** A token was rotated: the retired one lives on until its new expiry. */
  record Rotated(Instant at, AccessToken retired, AccessToken successor) implements TokenEvent {}

  /** A token was revoked; {@link AccessToken#revocation()} says by whom and why. */
  record Revoked(Instant at, AccessToken token) implements TokenEvent {}

  /** A token will expire within this threshold; told once for each. */
  record Expiring(Instant at, AccessToken token, Duration threshold) implements TokenEvent {}

  /** A token was deleted for good. */
  record Deleted(Instant at, AccessToken token) implements TokenEvent {}
}
