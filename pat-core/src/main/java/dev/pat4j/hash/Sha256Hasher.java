package dev.pat4j.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 without a key. Every Java platform must have it. */
final class Sha256Hasher implements TokenHasher {

  static final Sha256Hasher INSTANCE = new Sha256Hasher();

  private Sha256Hasher() {}

  @Override
  public String keyId() {
    return "sha256";
  }

  @Override
  public TokenDigest digest(String token) {
    try {
      byte[] bytes = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
      return TokenDigest.ofBytes(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "TokenHasher[" + keyId() + "]";
  }
}
