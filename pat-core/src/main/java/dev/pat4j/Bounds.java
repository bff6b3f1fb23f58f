package dev.pat4j;

import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.scope.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How far a token reaches: for what, until when, from where. */
record Bounds(Scopes scopes, Optional<Instant> expiresAt, List<AddressRange> addresses) {

  /** What is asked for by a request that is made now. */
  static Bounds of(TokenRequest request, ScopeCatalog catalog, Instant now) {
    return new Bounds(
        catalog.of(request.scopes()), request.expiry().from(now), request.allowedAddresses());
  }

  static Bounds of(AccessToken token) {
    return new Bounds(token.scopes(), token.expiresAt(), token.allowedAddresses());
  }

  /** What is within these bounds and those; empty if they have no address in common. */
  Optional<Bounds> cutTo(Bounds outer) {
    return AddressRange.common(addresses, outer.addresses)
        .map(
            common ->
                new Bounds(
                    scopes.intersect(outer.scopes),
                    earlier(expiresAt, outer.expiresAt),
                    Set.copyOf(common).equals(Set.copyOf(addresses)) ? addresses : common));
  }

  /** Whether nothing is outside those bounds. */
  boolean isWithin(Bounds outer) {
    return cutTo(outer).filter(this::equals).isPresent();
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return other.isEmpty() || one.filter(other.get()::isAfter).isPresent() ? one : other;
  }
}
