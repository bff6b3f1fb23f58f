package dev.pat4j.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Rows to try a store with. Each number has an id and a digest of its own. */
final class Rows {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Rows() {}

  static TokenId id(long number) {
    return new TokenId(number);
  }

  static TokenDigest digest(long number) {
    return TokenHasher.sha256().digest("row " + number);
  }

  /** Ada's, as just issued: whatever may be absent is. */
  static StoredToken plain(long number) {
    return plain(number, "ada");
  }

  static StoredToken plain(long number, String owner) {
    return StoredToken.builder(id(number), digest(number), "sha256", owner, NOON).build();
  }

  /** Every field is set, each to a value that no other field has. */
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

  /** Every field of a row by its name, so that a failed comparison says which one differs. */
  static Map<String, Object> fields(StoredToken row) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("id", row.id());
    fields.put("digest", HexFormat.of().formatHex(row.digest().toBytes()));
    fields.put("hashKeyId", row.hashKeyId());
    fields.put("owner", row.owner());
    fields.put("name", row.name());
    fields.put("scopes", row.scopes());
    fields.put("allowedAddresses", row.allowedAddresses());
    fields.put("attributes", new TreeMap<>(row.attributes()));
    fields.put("lastEight", row.lastEight());
    fields.put("createdAt", row.createdAt());
    fields.put("issuedAt", row.issuedAt());
    fields.put("updatedAt", row.updatedAt());
    fields.put("expiresAt", row.expiresAt());
    fields.put("expiryWarnedAt", row.expiryWarnedAt());
    fields.put("lastUse", row.lastUse());
    fields.put("revocation", row.revocation());
    fields.put("rotatedAt", row.rotatedAt());
    fields.put("rotatedFrom", row.rotatedFrom());
    fields.put("mintedBy", row.mintedBy());
    fields.put("family", row.family());
    fields.put("version", row.version());
    return fields;
  }

  /**
   * Whether a row holds nine successive characters of a token's random part, in any field or in the
   * bytes of its digest; eight of them are kept on purpose.
   */
  static boolean givesAway(StoredToken row, String token) {
    String kept = fields(row) + new String(row.digest().toBytes(), ISO_8859_1);
    String random = token.substring(token.lastIndexOf('_') + 1);
    return IntStream.rangeClosed(0, random.length() - 9)
        .anyMatch(at -> kept.contains(random.substring(at, at + 9)));
  }

  static LastUse usedAt(Instant time) {
    return new LastUse(time, Optional.of("192.0.2.1"));
  }

  static Revocation revokedAt(Instant time) {
    return new Revocation(time, "ada", "lost");
  }
}
