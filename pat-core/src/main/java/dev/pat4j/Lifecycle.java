package dev.pat4j;

import dev.pat4j.scope.Scopes;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What happens to a token after it was issued. Each change is one compare-and-replace, begun again
 * from a fresh read when another was faster; a revocation is never undone by any of them.
 */
final class Lifecycle {

  /** A lost race means that another change got through; so many in a row are no race. */
  private static final int TRIES = 100;

  private final Parts parts;
  private final Issuer issuer;

  Lifecycle(Parts parts, Issuer issuer) {
    this.parts = parts;
    this.issuer = issuer;
  }

  /** The owner's token of this id. */
  AccessToken require(String owner, TokenId id) {
    return parts
        .store()
        .findById(id)
        .filter(row -> row.owner().equals(owner))
        .map(parts::readable)
        .orElseThrow(() -> new TokenNotFoundException(owner, id));
  }

  /** Changes what does not touch the secret. */
  AccessToken change(String owner, TokenId id, UnaryOperator<StoredToken.Builder> change) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      AccessToken before = requireNotRevoked(owner, id);
      Instant now = parts.now();
      StoredToken.Builder updated = change.apply(before.row().toBuilder()).updatedAt(now);
      Optional<AccessToken> after = replace(before, updated);
      if (after.isPresent()) {
        parts.events().tell(new TokenEvent.Changed(now, before, after.get()));
        return after.get();
      }
    }
    throw contended(id);
  }

  /** A new secret in the same row: the old one is dead at once, and what was minted with it. */
  IssuedToken regenerate(String owner, TokenId id, Optional<Expiry> expiry) {
    Issuer.Fresh fresh = issuer.fresh();
    for (int attempt = 0; attempt < TRIES; attempt++) {
      AccessToken before = requireNotRotated(requireNotRevoked(owner, id));
      Instant now = parts.now();
      Optional<Instant> end = expiry.map(e -> e.from(now)).orElseGet(() -> renewed(before, now));
      issuer.checkLifetime(now, end);
      StoredToken.Builder updated =
          fresh
              .into(before.row().toBuilder())
              .issuedAt(now)
              .updatedAt(now)
              .expiresAt(end.orElse(null))
              .expiryWarnedAt(null);
      Optional<AccessToken> after = replace(before, updated);
      if (after.isPresent()) {
        revokeMintedBy(id, new Revocation(now, owner, "token " + id + " was regenerated"));
        parts.events().tell(new TokenEvent.Regenerated(now, after.get()));
        return fresh.issued(after.get());
      }
    }
    throw contended(id);
  }

  /** A successor beside the token, which lives on for the overlap and never longer than before. */
  IssuedToken rotate(String owner, TokenId id, Duration overlap, boolean within) {
    if (overlap.isNegative()) {
      throw new IllegalArgumentException("an overlap must not be negative, as " + overlap);
    }
    Issuer.Fresh fresh = issuer.fresh();
    for (int attempt = 0; attempt < TRIES; attempt++) {
      AccessToken before = requireNotRotated(requireNotRevoked(owner, id));
      Instant now = parts.now();
      if (before.isExpiredAt(now)) {
        throw new TokenStateException(id, "has expired; regenerate it instead");
      }
      StoredToken retired = retired(before.row(), now, overlap);
      StoredToken successor = successor(before, fresh, issuer.id(attempt), now, within);
      if (parts.store().rotate(before.row(), retired, successor)) {
        AccessToken next = parts.readable(successor);
        parts.events().tell(new TokenEvent.Rotated(now, parts.readable(retired), next));
        return fresh.issued(next);
      }
    }
    throw contended(id);
  }

  /**
   * Revokes, and with it all that was minted with it.
   *
   * @return false if it was revoked before, or is gone
   */
  boolean revoke(TokenId id, Revocation revocation) {
    boolean done = revokeOne(id, revocation);
    revokeMintedBy(id, revocation);
    return done;
  }

  /** Revokes every token of a line of rotations. */
  void revokeFamily(TokenId family, Revocation revocation) {
    Pages.of(parts.store(), TokenQuery.all().ofFamily(family))
        .forEach(row -> revoke(row.id(), revocation));
  }

  /**
   * Removes for good; what was minted with it is revoked.
   *
   * @return false if another was faster
   */
  boolean delete(AccessToken token, String by) {
    Instant now = parts.now();
    Revocation orphaned = new Revocation(now, by, "token " + token.id() + " was deleted");
    revokeMintedBy(token.id(), orphaned);
    if (!parts.store().delete(token.id())) {
      return false;
    }
    // Once more: what was minted in between found its parent alive.
    revokeMintedBy(token.id(), orphaned);
    parts.events().tell(new TokenEvent.Deleted(now, token));
    return true;
  }

  private boolean revokeOne(TokenId id, Revocation revocation) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      StoredToken row = parts.store().findById(id).orElse(null);
      if (row == null || row.revocation().isPresent()) {
        return false;
      }
      StoredToken updated =
          row.toBuilder().revocation(revocation).updatedAt(revocation.at()).build();
      if (parts.store().replace(row, updated)) {
        parts
            .read(updated)
            .ifPresent(
                token -> parts.events().tell(new TokenEvent.Revoked(revocation.at(), token)));
        return true;
      }
    }
    throw contended(id);
  }

  /** Walks down without recursion: how deep tokens mint tokens is not ours to say. */
  private void revokeMintedBy(TokenId parent, Revocation revocation) {
    Deque<TokenId> parents = new ArrayDeque<>();
    parents.add(parent);
    while (!parents.isEmpty()) {
      Pages.of(parts.store(), TokenQuery.all().mintedBy(parents.remove()))
          .forEach(
              child -> {
                revokeOne(child.id(), revocation);
                parents.add(child.id());
              });
    }
  }

  private Optional<AccessToken> replace(AccessToken before, StoredToken.Builder updated) {
    StoredToken row = updated.build();
    return parts.store().replace(before.row(), row)
        ? Optional.of(parts.readable(row.toBuilder().version(row.version() + 1).build()))
        : Optional.empty();
  }

  private static StoredToken retired(StoredToken row, Instant now, Duration overlap) {
    Instant end = Expiry.later(now, overlap);
    Instant earlier = row.expiresAt().filter(end::isAfter).orElse(end);
    return row.toBuilder().rotatedAt(now).updatedAt(now).expiresAt(earlier).build();
  }

  private StoredToken successor(
      AccessToken before, Issuer.Fresh fresh, TokenId id, Instant now, boolean within) {
    Scopes scopes = parts.effective(before.owner(), before.scopes());
    Optional<Instant> end = within ? before.expiresAt() : renewed(before, now);
    return fresh
        .row(id, before.owner(), now)
        .name(before.name())
        .scopes(Issuer.written(scopes))
        .allowedAddresses(before.row().allowedAddresses())
        .attributes(before.attributes())
        .expiresAt(cutToPolicy(end, now).orElse(null))
        .rotatedFrom(before.id())
        .mintedBy(before.mintedBy().orElse(null))
        .family(before.family())
        .build();
  }

  /** As long again as it was given before; a minted token no later than it already had. */
  private static Optional<Instant> renewed(AccessToken token, Instant now) {
    return token
        .expiresAt()
        .map(end -> Expiry.later(now, Duration.between(token.issuedAt(), end)))
        .map(end -> token.mintedBy().isEmpty() ? end : token.expiresAt().orElse(end));
  }

  private Optional<Instant> cutToPolicy(Optional<Instant> end, Instant now) {
    Optional<Instant> latest =
        parts.policy().maximumLifetime().map(most -> Expiry.later(now, most));
    return latest.isEmpty() || parts.policy().allowsLifetime(now, end) ? end : latest;
  }

  private AccessToken requireNotRevoked(String owner, TokenId id) {
    AccessToken token = require(owner, id);
    if (token.revocation().isPresent()) {
      throw new TokenStateException(id, "is revoked, which is for good");
    }
    return token;
  }

  private static AccessToken requireNotRotated(AccessToken token) {
    if (token.rotatedAt().isPresent()) {
      throw new TokenStateException(
          token.id(), "was rotated away; its successor carries on in its place");
    }
    return token;
  }

  private static TokenStoreException contended(TokenId id) {
    return new TokenStoreException(
        "token " + id + " changed " + TRIES + " times while it was to be changed", null);
  }
}
