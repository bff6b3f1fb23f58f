package dev.pat4j.hash;

import java.util.List;

/**
 * Turns a token's text into the digest under which its row is kept.
 *
 * <p>A token carries 178 random bits, so neither salt nor a slow function would add anything: there
 * is nothing to guess. {@link #sha256()} is the default. {@link #hmacSha256} with a key that is
 * kept outside the database (a pepper) is recommended: then even somebody who can write to the
 * database cannot plant a row for a token they made up.
 *
 * <p>Keys rotate without a token dying: {@code hmacSha256("k2", new).replacing(hmacSha256("k1",
 * old))} writes under {@code k2}, still finds what was written under {@code k1}, and a row so found
 * is re-keyed on its use.
 *
 * <p><b>Security guarantees</b> an implementation must give: a fixed 32-byte result; one way and
 * collision resistant; the same text always gives the same digest; the text is not kept. Must be
 * thread-safe, must not block, must not return null.
 */
public interface TokenHasher {

  /**
   * The name of the function and key, kept with each row so that an operator can see which rows
   * still wait under an old key: {@code sha256}, or the name given to a pepper. At most 32
   * characters; never changes.
   */
  String keyId();

  /** The digest of this token; neither argument nor result is null. */
  TokenDigest digest(String token);

  /**
   * The hashers this one replaces, newest first: where {@link #digest} finds no row, these are
   * tried in order. Empty unless keys are being rotated.
   */
  default List<TokenHasher> older() {
    return List.of();
  }

  /**
   * This hasher, which also finds what these wrote, newest first.
   *
   * @throws IllegalArgumentException if two of them have the same {@link #keyId()}
   */
  default TokenHasher replacing(TokenHasher... older) {
    return new RotatingHasher(this, List.of(older));
  }

  /** SHA-256 (FIPS 180-4) of the token in UTF-8; {@link #keyId()} is {@code sha256}. */
  static TokenHasher sha256() {
    return Sha256Hasher.INSTANCE;
  }

  /**
   * HMAC-SHA-256 (RFC 2104) of the token in UTF-8.
   *
   * @param keyId the key's name, kept in each row: letters, digits, {@code . _ -}, at most 32
   * @param key at least 32 bytes from a secure random source, copied; keep it outside the database
   * @throws IllegalArgumentException if the key is shorter or the name malformed
   */
  static TokenHasher hmacSha256(String keyId, byte[] key) {
    return new HmacSha256Hasher(keyId, key);
  }
}
