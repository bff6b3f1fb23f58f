package dev.pat4j.jdbc;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.LoggedEvent;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens whose rows are in the golden dumps, in plain text and as rows. Those of a version of
 * the schema are never changed; a new version adds its own.
 */
final class GoldenRows {

  static final TokenFormat FORMAT = TokenFormat.withPrefix("acme").alsoAccepting("ghp");

  /** When they are looked at. */
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final TokenHasher K1 = TokenHasher.hmacSha256("k1", key(0, 1));
  private static final TokenHasher K2 = TokenHasher.hmacSha256("k2", key(255, -1));

  /** The newest hasher, which replaces those that rows were written under. */
  static final TokenHasher HASHER = K2.replacing(K1, TokenHasher.sha256());

  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678Z");

  /**
   * One of them.
   *
   * @param outcome at {@link #NOON} from 192.0.2.7: {@code VERIFIED}, or why not
   */
  record Golden(String token, StoredToken row, String outcome) {}

  private GoldenRows() {}

  /** In ascending order of id. */
  static List<Golden> ofVersion1() {
    return List.of(least(), revoked(), rotatedAway(), underAnOlderKey(), everyField());
  }

  /** What the second schema keeps of what happened, the oldest first; of one that is gone, too. */
  static List<LoggedEvent> eventsOfVersion2() {
    TokenId gone = new TokenId(78);
    TokenId every = new TokenId(TokenId.MAXIMUM);
    String owner = "ünï 山 🚀";
    return List.of(
        LoggedEvent.of(CREATED, new TokenId(1), "ada", LoggedEvent.ISSUED),
        LoggedEvent.of(CREATED, gone, owner, LoggedEvent.IMPORTED).by("migration"),
        LoggedEvent.of(CREATED, every, owner, LoggedEvent.ISSUED).by("token 78"),
        LoggedEvent.of(CREATED, every, owner, LoggedEvent.FIRST_USED).from("2001:db8::7"),
        LoggedEvent.of(NOON.minusMillis(1), every, owner, LoggedEvent.CHANGED)
            .by(owner)
            .from("192.0.2.7")
            .saying("laptop 🚀 \"><b> \\ 'x' -- ; $1 "),
        LoggedEvent.of(NOON, gone, owner, LoggedEvent.DELETED).by("ada").saying("tidied up"),
        LoggedEvent.of(NOON, every, owner, "of-a-later-release").saying("山".repeat(255)));
  }

  private static Golden least() {
    String token = "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";
    return new Golden(token, row(token, TokenHasher.sha256(), 1, "ada").build(), "VERIFIED");
  }

  private static Golden revoked() {
    String token = "acme_0000000000000000000000000000002C8GjS";
    StoredToken row =
        row(token, K2, 7, "bob")
            .revocation(
                new Revocation(
                    Instant.parse("2026-02-28T23:59:59.999Z"), "leak-report", "seen in a 'gist'"))
            .version(2)
            .build();
    return new Golden(token, row, "REVOKED");
  }

  private static Golden rotatedAway() {
    String token = "acme_1111111111111111111111111111114SunM0";
    StoredToken row =
        row(token, K2, 8, "bob ")
            .rotatedAt(Instant.parse("2026-03-01T11:00:00Z"))
            .expiresAt(Instant.parse("2026-03-01T12:00:00Z"))
            .version(2)
            .build();
    return new Golden(token, row, "EXPIRED");
  }

  private static Golden underAnOlderKey() {
    String token = "acme_abcdefghijklmnopqrstuvwxyz01232LolCm";
    StoredToken row =
        row(token, K1, Integer.MAX_VALUE, "Bob")
            .scopes("repo:read")
            .expiresAt(Instant.parse("9999-12-31T23:59:59.999Z"))
            .build();
    return new Golden(token, row, "VERIFIED");
  }

  private static Golden everyField() {
    String token = "acme_Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx92w9HnQ";
    StoredToken row =
        row(token, K2, TokenId.MAXIMUM, "ünï 山 🚀")
            .name("laptop 🚀 \"><b> \\ 'x' -- ; $1 ")
            .scopes("gist repo")
            .allowedAddresses("192.0.2.0/24 2001:db8::/32 ::1")
            .attributes(Map.of("ticket", "PAT-7", "key_2", "a = b", "empty", "", "wide", "山&%🚀"))
            .issuedAt(Instant.parse("2026-02-01T00:00:00Z"))
            .updatedAt(Instant.parse("2026-02-02T00:00:00.001Z"))
            .expiresAt(Instant.parse("2027-01-01T00:00:00Z"))
            .expiryWarnedAt(Instant.parse("2026-12-02T00:00:00Z"))
            .lastUse(new LastUse(Instant.parse("2026-02-28T10:11:00Z"), Optional.of("2001:db8::7")))
            .rotatedFrom(new TokenId(77))
            .mintedBy(new TokenId(78))
            .family(new TokenId(79))
            .version(12)
            .build();
    return new Golden(token, row, "VERIFIED");
  }

  private static StoredToken.Builder row(String token, TokenHasher hasher, long id, String owner) {
    return StoredToken.builder(
            new TokenId(id), hasher.digest(token), hasher.keyId(), owner, CREATED)
        .lastEight(token.substring(token.length() - 8));
  }

  private static byte[] key(int first, int step) {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (first + i * step);
    }
    return key;
  }
}
