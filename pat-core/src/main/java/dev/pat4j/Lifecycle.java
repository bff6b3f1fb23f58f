package dev.pat4j;

import dev.pat4j.scope.Scopes;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What happens to a token after it was issued. Each change is one compare-and-replace, begun again
 * from a fresh read when another was faster; a revocation is never undone by any of them.
 */
final class Lifecycle {

  private final Parts parts;
  private final Issuer issuer;
  private final Revocations revocations;
  private final Narrowing narrowing;

  Lifecycle(Parts parts, Issuer issuer, Revocations revocations) {
    this.parts = parts;
    this.issuer = issuer;
    this.revocations = revocations;
    this.narrowing = new Narrowing(parts, revocations);
  }

  /** The owner's row of this id, readable or not. */
  StoredToken require(String owner, TokenId id) {
    return parts
        .store()
        .findById(id)
        .filter(row -> row.owner().equals(owner))
        .orElseThrow(() -> new TokenNotFoundException(owner, id));
  }

  /**
   * Changes what does not touch the secret. What leaves the row as it is, is no change: nothing is
   * written or told.
   */
  AccessToken change(String owner, TokenId id, Function<AccessToken, StoredToken.Builder> change) {
    return Race.untilWon(
        "token " + id,
        lost -> {
          AccessToken before = requireNotRevoked(owner, id);
          Instant now = parts.now();
          StoredToken.Builder updated = change.apply(before);
          if (updated.build().equals(before.row())) {
            return Optional.of(before);
          }
          updated.updatedAt(now);
          Optional<AccessToken> after = parts.replace(before.row(), updated);
          after.ifPresent(token -> parts.events().tell(new TokenEvent.Changed(now, before, token)));
          return after;
        });
  }

  /** Changes how far a token reaches; what was minted with it reaches no farther then. */
  AccessToken restrict(
      String owner, TokenId id, Function<AccessToken, StoredToken.Builder> change) {
    AccessToken after = change(owner, id, change);
    narrowing.cutMintedBy(after);
    return after;
  }

  /** A new secret in the same row: the old one is dead at once, and what was minted with it. */
  IssuedToken regenerate(String owner, TokenId id, Optional<Expiry> expiry) {
    Issuer.Fresh fresh = issuer.fresh();
    return Race.untilWon(
        "token " + id,
        lost -> {
          AccessToken before = requireNotRotated(requireNotRevoked(owner, id));
          Instant now = parts.now();
          Optional<AccessToken> after = regenerate(before, fresh, expiry, now);
          after.ifPresent(
              token -> {
                String reason = "token " + id + " was regenerated";
                revocations.revokeMintedBy(id, new Revocation(now, owner, reason));
                parts.events().tell(new TokenEvent.Regenerated(now, token));
              });
          return after.map(fresh::issued);
        });
  }

  private Optional<AccessToken> regenerate(
      AccessToken before, Issuer.Fresh fresh, Optional<Expiry> expiry, Instant now) {
    Optional<Instant> end = expiry.map(e -> e.from(now)).orElseGet(() -> renewed(before, now));
    if (end.filter(time -> !time.isAfter(now)).isPresent()) {
      throw new TokenStateException(before.id(), "would be dead at once; say when it is to expire");
    }
    issuer.checkLifetime(now, end);
    boolean revived = before.isExpiredAt(now);
    if (revived) {
      issuer.checkRoom(before.owner(), now, 1);
    }
    StoredToken.Builder updated =
        fresh
            .into(before.row().toBuilder())
            .issuedAt(now)
            .updatedAt(now)
            .expiresAt(end.orElse(null))
            .expiryWarnedAt(null);
    Optional<AccessToken> after = parts.replace(before.row(), updated);
    if (revived && after.isPresent()) {
      issuer.checkRoomAgain(
          before.owner(), now, () -> parts.store().replace(after.get().row(), before.row()));
    }
    return after;
  }

  /** A successor beside the token, which lives on for the overlap and never longer than before. */
  IssuedToken rotate(String owner, TokenId id, Duration overlap, boolean within) {
    if (overlap.isNegative()) {
      throw new IllegalArgumentException("an overlap must not be negative, as " + overlap);
    }
    Issuer.Fresh fresh = issuer.fresh();
    return Race.untilWon(
        "token " + id,
        lost -> {
          AccessToken before = requireNotRotated(requireNotRevoked(owner, id));
          Instant now = parts.now();
          if (before.isExpiredAt(now)) {
            throw new TokenStateException(id, "has expired; regenerate it instead");
          }
          AccessToken retired = retired(before.row(), now, overlap);
          AccessToken successor = successor(before, fresh, issuer.id(lost), now, within);
          issuer.checkRoom(owner, now, retired.isExpiredAt(now) ? 0 : 1);
          if (!parts.store().rotate(before.row(), retired.row(), successor.row())) {
            return Optional.empty();
          }
          issuer.checkRoomAgain(
              owner,
              now,
              () -> {
                parts.store().delete(successor.id());
                parts.store().replace(retired.row(), before.row());
              });
          narrowing.cutMintedBy(retired);
          parts.events().tell(new TokenEvent.Rotated(now, retired, successor));
          return Optional.of(fresh.issued(successor));
        });
  }

  /**
   * Removes for good; what was minted with it is revoked.
   *
   * @return false if another was faster
   */
  boolean delete(StoredToken row) {
    Revocation orphaned =
        new Revocation(parts.now(), row.owner(), "token " + row.id() + " was deleted");
    revocations.revokeMintedBy(row.id(), orphaned);
    if (!remove(row)) {
      return false;
    }
    // Once more: what was minted in between found its parent alive.
    revocations.revokeMintedBy(row.id(), orphaned);
    return true;
  }

  /**
   * Removes all of an owner's, with what was minted with them, until none is left: whoever rotates
   * meanwhile must not get away.
   *
   * @return how many
   */
  int deleteAllOf(String owner) {
    return Pages.settle(parts.store(), TokenQuery.all().ownedBy(owner), this::remove);
  }

  private boolean remove(StoredToken row) {
    if (!parts.store().delete(row.id())) {
      return false;
    }
    parts
        .read(row)
        .ifPresent(token -> parts.events().tell(new TokenEvent.Deleted(parts.now(), token)));
    return true;
  }

  private AccessToken retired(StoredToken row, Instant now, Duration overlap) {
    Instant end = Expiry.later(now, overlap);
    Instant earlier = row.expiresAt().filter(end::isAfter).orElse(end);
    return parts.readable(
        row.toBuilder()
            .rotatedAt(now)
            .updatedAt(now)
            .expiresAt(earlier)
            .version(row.version() + 1)
            .build());
  }

  private AccessToken successor(
      AccessToken before, Issuer.Fresh fresh, TokenId id, Instant now, boolean within) {
    Scopes scopes = parts.effective(before.owner(), before.scopes());
    Optional<Instant> end = within ? before.expiresAt() : renewed(before, now);
    return parts.readable(
        fresh
            .row(id, before.owner(), now)
            .name(before.name())
            .scopes(Issuer.written(scopes))
            .allowedAddresses(before.row().allowedAddresses())
            .attributes(before.attributes())
            .expiresAt(cutToPolicy(end, now).orElse(null))
            .rotatedFrom(before.id())
            .mintedBy(before.mintedBy().orElse(null))
            .family(before.family())
            .build());
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
    AccessToken token = parts.readable(require(owner, id));
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
}
