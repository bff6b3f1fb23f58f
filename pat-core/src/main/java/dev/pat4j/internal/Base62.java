package dev.pat4j.internal;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The alphabet {@code 0-9A-Za-z}: what its characters stand for, random ones, and numbers in them.
 */
public final class Base62 {

  /** How many there are. */
  static final int DIGITS = 62;

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int value = 0; value < ALPHABET.length(); value++) {
      VALUES[ALPHABET.charAt(value)] = (byte) value;
    }
  }

  private Base62() {}

  /** What this character stands for; negative if it is none of the alphabet. */
  static int value(char c) {
    // No branch: the second half is 0, and -1 beyond ASCII.
    return valueOfAscii(c) | (VALUES.length - 1 - c) >> 31;
  }

  /** As {@link #value}, of a character that is ASCII: of others, that of their low seven bits. */
  static int valueOfAscii(char c) {
    return VALUES[c & (VALUES.length - 1)];
  }

  static char character(int value) {
    return ALPHABET.charAt(value);
  }

  /** Appends {@code number} in exactly {@code width} digits, padded with {@code 0} on the left. */
  public static void encode(long number, int width, StringBuilder out) {
    char[] digits = new char[width];
    long rest = number;
    for (int i = width - 1; i >= 0; i--) {
      digits[i] = ALPHABET.charAt((int) (rest % 62));
      rest /= 62;
    }
    out.append(digits);
  }

  /** Appends {@code count} digits drawn uniformly: bytes of 248 and more are thrown away. */
  public static void random(SecureRandom random, int count, StringBuilder out) {
    byte[] pool = new byte[count];
    int drawn = 0;
    while (drawn < count) {
      random.nextBytes(pool);
      for (int i = 0; i < pool.length && drawn < count; i++) {
        int value = pool[i] & 0xFF;
        if (value < 4 * 62) {
          out.append(ALPHABET.charAt(value % 62));
          drawn++;
        }
      }
    }
    Arrays.fill(pool, (byte) 0);
  }
}
