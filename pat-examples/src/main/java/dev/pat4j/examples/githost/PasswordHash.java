package dev.pat4j.examples.githost;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: salted, and slow on purpose, since people choose passwords that can be
 * guessed. A token needs neither: nobody can guess 178 random bits, and it is checked on every
 * request.
 */
final class PasswordHash {

  /** As OWASP advises for PBKDF2 with HMAC-SHA-512. */
  static final int ITERATIONS = 210_000;

  private static final int SALT = 16;
  private static final int BITS = 512;

  private final byte[] salt;
  private final byte[] hash;
  private final int iterations;

  private PasswordHash(byte[] salt, byte[] hash, int iterations) {
    this.salt = salt;
    this.hash = hash;
    this.iterations = iterations;
  }

  static PasswordHash of(String password, SecureRandom random, int iterations) {
    byte[] salt = bytes(SALT, random);
    return new PasswordHash(salt, derive(password, salt, iterations), iterations);
  }

  /** Fits no password, and takes as long to say so as any other. */
  static PasswordHash ofNobody(SecureRandom random, int iterations) {
    return new PasswordHash(bytes(SALT, random), bytes(BITS / Byte.SIZE, random), iterations);
  }

  boolean fits(String password) {
    return MessageDigest.isEqual(hash, derive(password, salt, iterations));
  }

  private static byte[] bytes(int count, SecureRandom random) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA512", e);
    } finally {
      spec.clearPassword();
    }
  }
}
