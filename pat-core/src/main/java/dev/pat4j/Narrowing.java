package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what was minted below what it was minted with: when that is given fewer scopes, other
 * addresses or a nearer end, so are all its descendants.
 */
final class Narrowing {

  private final Parts parts;
  private final Revocations revocations;

  Narrowing(Parts parts, Revocations revocations) {
    this.parts = parts;
    this.revocations = revocations;
  }

  /** Cuts all that was minted with this token, and with that, to what this token is now. */
  void cutMintedBy(AccessToken ancestor) {
    Map<TokenId, Bounds> bounds = new HashMap<>(Map.of(ancestor.id(), Bounds.of(ancestor)));
    Descendants.settle(parts.store(), ancestor.id(), child -> cut(child, bounds));
  }

  /** Cuts to the bounds of its parent, and notes its own for its children. */
  private boolean cut(StoredToken child, Map<TokenId, Bounds> bounds) {
    TokenId parent = child.mintedBy().orElseThrow();
    Bounds outer = requireNonNull(bounds.get(parent));
    bounds.put(child.id(), outer);
    AccessToken token = child.revocation().isPresent() ? null : parts.read(child).orElse(null);
    if (token == null) {
      return false;
    }
    Bounds inner = Bounds.of(token);
    Bounds cut = inner.cutTo(outer).orElse(null);
    if (cut == null) {
      return revocations.revoke(
          child.id(),
          new Revocation(
              parts.now(), child.owner(), "no address is left that token " + parent + " may use"));
    }
    bounds.put(child.id(), cut);
    return !cut.equals(inner) && replace(token, cut);
  }

  /** Whether something changed, be it by another that was faster. */
  private boolean replace(AccessToken before, Bounds cut) {
    Instant now = parts.now();
    StoredToken row = before.row();
    StoredToken.Builder updated =
        row.toBuilder()
            .scopes(Issuer.written(cut.scopes()))
            .allowedAddresses(AddressRange.written(cut.addresses()))
            .expiresAt(cut.expiresAt().orElse(null))
            .updatedAt(now);
    if (!cut.expiresAt().equals(row.expiresAt())) {
      updated.expiryWarnedAt(null);
    }
    Optional<AccessToken> after = parts.replace(row, updated);
    after.ifPresent(token -> parts.events().tell(new TokenEvent.Changed(now, before, token)));
    return true;
  }
}
