package dev.pat4j;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import java.util.HexFormat;

/**
 * What is hashed in the place of a text that is not of this library's own format. Each kind has a
 * prefix with a colon, which no token of the own format holds: so nobody can present something that
 * is taken for another kind. Stored digests depend on these forms, which never change.
 */
final class ForeignText {

  private ForeignText() {}

  /**
   * For a token whose SHA-256 is known. That goes through the hasher once more, so that a row is
   * kept under the host's key from the first day, and what the old table leaked opens nothing.
   */
  static String hashed(TokenDigest sha256) {
    return "sha256:" + HexFormat.of().formatHex(sha256.toBytes());
  }

  static String hashed(String presented) {
    return hashed(TokenHasher.sha256().digest(presented));
  }

  /** The digest of a row that is found by a reference. It is no secret and needs no key. */
  static TokenDigest referred(String reference) {
    return TokenHasher.sha256().digest(TokenImport.BY_REFERENCE + ":" + reference);
  }
}
