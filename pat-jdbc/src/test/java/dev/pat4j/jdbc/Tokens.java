package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Rows to try a store with. Each number has an id and a digest of its own. */
final class Tokens {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Tokens() {}

  static TokenId id(long number) {
    return new TokenId(number);
  }

  static TokenDigest digest(long number) {
    return TokenHasher.sha256().digest("row " + number);
  }

  /** Ada's, as just issued: whatever may be absent is. */
  static StoredToken plain(long number) {
    return of(number, "ada").build();
  }

  static StoredToken.Builder of(long number, String owner) {
    return StoredToken.builder(id(number), digest(number), "sha256", owner, NOON);
  }

  /** Every field is set. */
  static StoredToken full(long number) {
    return StoredToken.builder(id(number), digest(number), "pepper-1", "grace", NOON)
        .name("laptop")
        .scopes("repo:read user")
        .allowedAddresses("192.0.2.0/24 2001:db8::/32")
        .attributes(Map.of("purpose", "deploy", "ticket", "T-1"))
        .lastEight("aB3dE6gH")
        .issuedAt(NOON.plusMillis(1))
        .updatedAt(NOON.plusMillis(2))
        .expiresAt(NOON.plusMillis(3))
        .expiryWarnedAt(NOON.plusMillis(4))
        .lastUse(new LastUse(NOON.plusMillis(5), Optional.of("192.0.2.7")))
        .revocation(new Revocation(NOON.plusMillis(6), "admin", "laptop lost"))
        .rotatedAt(NOON.plusMillis(7))
        .rotatedFrom(id(number + 1))
        .mintedBy(id(number + 2))
        .family(id(number + 3))
        .version(9)
        .build();
  }

  static LastUse usedAt(Instant time) {
    return new LastUse(time, Optional.of("192.0.2.1"));
  }
}
