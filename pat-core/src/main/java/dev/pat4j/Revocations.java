package dev.pat4j;

import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.util.Optional;

/**
 * Revoking: of one token, with all that was minted with it, and of many. Works on rows, readable or
 * not, for a row that is corrupt today may be mended tomorrow.
 */
final class Revocations {

  private final Parts parts;

  Revocations(Parts parts) {
    this.parts = parts;
  }

  /**
   * Revokes a token, and with it all that was minted with it.
   *
   * @return false if it was revoked before, or is gone
   */
  boolean revoke(TokenId id, Revocation revocation) {
    boolean done = revokeOne(id, revocation);
    revokeMintedBy(id, revocation);
    return done;
  }

  /** Revokes all that was minted with a token, and with that. */
  void revokeMintedBy(TokenId parent, Revocation revocation) {
    Descendants.settle(parts.store(), parent, child -> revokeOne(child.id(), revocation));
  }

  /** Revokes every token of a line of rotations, and all that was minted with them. */
  void revokeFamily(TokenId family, Revocation revocation) {
    Pages.settle(
        parts.store(),
        TokenQuery.all().ofFamily(family).revoked(false),
        row -> revoke(row.id(), revocation));
  }

  /**
   * Revokes all tokens of an owner.
   *
   * @return how many
   */
  int revokeAllOf(String owner, Revocation revocation) {
    return Pages.settle(
        parts.store(),
        TokenQuery.all().ownedBy(owner).revoked(false),
        row -> revokeOne(row.id(), revocation));
  }

  private boolean revokeOne(TokenId id, Revocation revocation) {
    return Race.untilWon("token " + id, lost -> tryOne(id, revocation));
  }

  /** Whether this revoked it; empty if another changed it at the same time. */
  private Optional<Boolean> tryOne(TokenId id, Revocation revocation) {
    StoredToken row = parts.store().findById(id).orElse(null);
    if (row == null || row.revocation().isPresent()) {
      return Optional.of(false);
    }
    StoredToken updated = row.toBuilder().revocation(revocation).updatedAt(revocation.at()).build();
    if (!parts.store().replace(row, updated)) {
      return Optional.empty();
    }
    parts
        .read(updated)
        .ifPresent(token -> parts.events().tell(new TokenEvent.Revoked(revocation.at(), token)));
    return Optional.of(true);
  }
}
