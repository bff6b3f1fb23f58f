package dev.pat4j;

import dev.pat4j.scope.Scopes;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a token may do to tokens, where the policy permits it at all: never beyond itself. The proof
 * that was presented is checked afresh, since it is true only of the moment it was made.
 */
final class Delegation {

  private final Parts parts;
  private final Issuer issuer;
  private final Lifecycle lifecycle;
  private final Revocations revocations;
  private final VerificationSteps steps;

  Delegation(
      Parts parts,
      Issuer issuer,
      Lifecycle lifecycle,
      Revocations revocations,
      VerificationSteps steps) {
    this.parts = parts;
    this.issuer = issuer;
    this.lifecycle = lifecycle;
    this.revocations = revocations;
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
    Bounds granted =
        Bounds.of(request, parts.catalog(), now)
            .cutTo(ceiling(presented, parent))
            .orElseThrow(Delegation::nowhere);
    IssuedToken child = issuer.issue(new Issuer.Grant(request, granted, now, parent.id()));
    return withdrawnIfBeyond(child, presented);
  }

  /** Rotates the presented token itself; if that was done before, somebody has a copy. */
  IssuedToken rotate(Verified presented, Duration overlap) {
    if (!parts.policy().isSelfRotationPermitted()) {
      throw refused("the policy does not permit tokens to rotate themselves");
    }
    AccessToken token = present(presented);
    // Before it is judged: that its overlap is over makes the copy no better.
    revokeFamilyIfRotated(token);
    requireValid(token);
    try {
      return lifecycle.rotate(token.owner(), token.id(), overlap, true);
    } catch (TokenStateException | TokenNotFoundException e) {
      revokeFamilyIfRotated(present(presented)); // by another, while we were about it
      throw e;
    }
  }

  private void revokeFamilyIfRotated(AccessToken token) {
    if (token.rotatedAt().isPresent()) {
      String reason = "token " + token.id() + " was rotated a second time";
      revocations.revokeFamily(token.family(), new Revocation(parts.now(), token.owner(), reason));
      throw new TokenStateException(
          token.id(), "was rotated before: the whole family is revoked, for somebody has a copy");
    }
  }

  private AccessToken stillValid(Verified presented) {
    AccessToken token = present(presented);
    requireValid(token);
    return token;
  }

  /** The token as it is now, if the secret that was presented is still its own. */
  private AccessToken present(Verified presented) {
    AccessToken then = presented.token();
    return parts
        .store()
        .findById(then.id())
        .filter(found -> hasSameSecret(found, then.row()))
        .map(parts::readable)
        .orElseThrow(() -> new TokenStateException(then.id(), "is no longer valid"));
  }

  private void requireValid(AccessToken token) {
    Optional<RejectionReason> why =
        Optional.ofNullable(steps.whyNotValid(token, parts.nowMillis()));
    if (why.isPresent()) {
      throw new TokenStateException(token.id(), "is no longer valid: " + why.get());
    }
  }

  /** Not by the digest, which re-keying changes while the secret stays. */
  private static boolean hasSameSecret(StoredToken now, StoredToken then) {
    return now.issuedAt().equals(then.issuedAt()) && now.lastEight().equals(then.lastEight());
  }

  /** A parent that was revoked or cut while it minted leaves no child that reaches farther. */
  private IssuedToken withdrawnIfBeyond(IssuedToken child, Verified presented) {
    try {
      AccessToken parent = stillValid(presented);
      if (Bounds.of(child.token()).isWithin(Bounds.of(parent))) {
        return child;
      }
      throw new TokenStateException(parent.id(), "was changed while it issued a token; try again");
    } catch (TokenStateException e) {
      lifecycle.delete(child.token().row());
      throw e;
    }
  }

  /** What the token may do now, and might when it was presented. */
  private Bounds ceiling(Verified presented, AccessToken parent) {
    Scopes now = parts.effective(parent.owner(), parent.scopes());
    return new Bounds(
        presented.scopes().intersect(now), parent.expiresAt(), parent.allowedAddresses());
  }

  private static PolicyViolationException nowhere() {
    return refused("none of the addresses asked for is one the token itself may be used at");
  }

  private static PolicyViolationException refused(String why) {
    return new PolicyViolationException(TokenPolicy.Rule.DELEGATION, why);
  }
}
