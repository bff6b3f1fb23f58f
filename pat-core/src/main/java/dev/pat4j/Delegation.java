package dev.pat4j;

import dev.pat4j.scope.Scopes;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a token may do to tokens, where the policy permits it at all: never beyond itself. The proof
 * that was presented is checked afresh, since it is true only of the moment it was made.
 */
final class Delegation {

  private final Parts parts;
  private final Issuer issuer;
  private final Lifecycle lifecycle;
  private final VerificationSteps steps;

  Delegation(Parts parts, Issuer issuer, Lifecycle lifecycle, VerificationSteps steps) {
    this.parts = parts;
    this.issuer = issuer;
    this.lifecycle = lifecycle;
    this.steps = steps;
  }

  /** Issues a token below the parent: its scopes, its expiry, its addresses at the most. */
  IssuedToken mint(Verified presented, TokenRequest request) {
    if (!parts.policy().isMintingPermitted()) {
      throw refused("the policy does not permit tokens to issue tokens");
    }
    AccessToken parent = stillValid(presented);
    if (!request.owner().equals(parent.owner())) {
      throw refused("a token issues tokens for its own owner only");
    }
    Instant now = parts.now();
    Scopes ceiling = presented.scopes().intersect(effective(parent));
    IssuedToken child =
        issuer.issue(
            new Issuer.Grant(
                request,
                parts.catalog().of(request.scopes()).intersect(ceiling),
                earlier(request.expiry().from(now), parent.expiresAt()),
                addressesWithin(request.allowedAddresses(), parent.allowedAddresses()),
                now,
                parent.id()));
    return withdrawnIfOrphaned(child, presented);
  }

  /** Rotates the presented token itself; if that was done before, somebody has a copy. */
  IssuedToken rotate(Verified presented, Duration overlap) {
    if (!parts.policy().isSelfRotationPermitted()) {
      throw refused("the policy does not permit tokens to rotate themselves");
    }
    AccessToken token = stillValid(presented);
    if (token.rotatedAt().isPresent()) {
      lifecycle.revokeFamily(
          token.family(),
          new Revocation(
              parts.now(), token.owner(), "token " + token.id() + " was rotated a second time"));
      throw new TokenStateException(
          token.id(), "was rotated before: the whole family is revoked, for somebody has a copy");
    }
    return lifecycle.rotate(token.owner(), token.id(), overlap, true);
  }

  /** The token as it is now, if the secret that was presented still opens it. */
  private AccessToken stillValid(Verified presented) {
    AccessToken then = presented.token();
    StoredToken row =
        parts
            .store()
            .findById(then.id())
            .filter(found -> hasSameSecret(found, then.row()))
            .orElseThrow(() -> new TokenStateException(then.id(), "is no longer valid"));
    AccessToken token = parts.readable(row);
    Optional<RejectionReason> why = steps.whyNotValid(token, parts.now());
    if (why.isPresent()) {
      throw new TokenStateException(token.id(), "is no longer valid: " + why.get());
    }
    return token;
  }

  /** Not by the digest, which re-keying changes while the secret stays. */
  private static boolean hasSameSecret(StoredToken now, StoredToken then) {
    return now.issuedAt().equals(then.issuedAt()) && now.lastEight().equals(then.lastEight());
  }

  /** A parent that was revoked while it minted leaves no child behind. */
  private IssuedToken withdrawnIfOrphaned(IssuedToken child, Verified presented) {
    try {
      stillValid(presented);
      return child;
    } catch (TokenStateException e) {
      lifecycle.delete(child.token(), child.token().owner());
      throw e;
    }
  }

  private Scopes effective(AccessToken token) {
    return parts.effective(token.owner(), token.scopes());
  }

  private static Optional<Instant> earlier(Optional<Instant> wanted, Optional<Instant> latest) {
    return latest.isEmpty() || wanted.filter(latest.get()::isAfter).isPresent() ? wanted : latest;
  }

  private static List<AddressRange> addressesWithin(
      List<AddressRange> wanted, List<AddressRange> allowed) {
    if (wanted.isEmpty() || allowed.isEmpty()) {
      return wanted.isEmpty() ? allowed : wanted;
    }
    List<AddressRange> within =
        wanted.stream()
            .filter(range -> allowed.stream().anyMatch(outer -> outer.contains(range)))
            .toList();
    if (within.isEmpty()) {
      throw refused("none of the addresses " + wanted + " is one the token itself may be used at");
    }
    return within;
  }

  private static PolicyViolationException refused(String why) {
    return new PolicyViolationException(TokenPolicy.Rule.DELEGATION, why);
  }
}
