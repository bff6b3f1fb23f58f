package dev.pat4j.internal;

import java.security.SecureRandom;
import java.util.Arrays;

/** The alphabet {@code 0-9A-Za-z}: drawing random digits, and 32-bit numbers in six of them. */
public final class Base62 {

  /** The longest number that six digits are read as here: an unsigned 32-bit value. */
  private static final long MAXIMUM = 0xFFFF_FFFFL;

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

  /** Whether every character of {@code text[from, to)} is one of the alphabet's 62. */
  public static boolean isBase62(CharSequence text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= VALUES.length || VALUES[c] < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The number in {@code text[from, to)}, whose characters must be of the alphabet; -1 if it
   * exceeds an unsigned 32-bit integer.
   */
  public static long decode(CharSequence text, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * 62 + VALUES[text.charAt(i)];
      if (number > MAXIMUM) {
        return -1;
      }
    }
    return number;
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
