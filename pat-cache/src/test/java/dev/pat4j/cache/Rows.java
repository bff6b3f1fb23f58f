package dev.pat4j.cache;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.Optional;

/** Rows to hold. Each number has an id and a digest of its own. */
final class Rows {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Rows() {}

  static TokenId id(long number) {
    return new TokenId(number);
  }

  static TokenDigest digest(long number) {
    return TokenHasher.sha256().digest("row " + number);
  }

  static StoredToken row(long number) {
    return StoredToken.builder(id(number), digest(number), "sha256", "ada", NOON).build();
  }

  static StoredToken revoked(StoredToken row) {
    return row.toBuilder().revocation(new Revocation(NOON, "ada", "lost")).build();
  }

  static StoredToken under(StoredToken row, long number) {
    return row.toBuilder().digest(digest(number), "sha256").build();
  }

  static LastUse used(int minute) {
    return new LastUse(NOON.plusSeconds(60L * minute), Optional.of("192.0.2.1"));
  }
}
