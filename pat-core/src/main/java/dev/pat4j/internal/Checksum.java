package dev.pat4j.internal;

import java.util.zip.CRC32;

/**
 * The CRC-32 of thirty base62 characters, and whether the six behind them spell it.
 *
 * <p>CRC is linear: what a character adds to it depends on its place alone. So the shares are
 * looked up independently of each other and combined by exclusive or, where {@link CRC32} needs
 * either an array or, one character after the other, a result before it can begin with the next. It
 * is no authentication, so it may end early.
 */
public final class Checksum {

  /** The characters that are summed. */
  public static final int SUMMED = 30;

  /** The characters that spell the sum. */
  public static final int SPELLED = 6;

  private static final int ASCII = 128;

  /**
   * What each character adds at each place, found by the character itself, of which a token touches
   * some 10 kB. A power of two and two places too long, so that no look needs a check of its
   * bounds.
   */
  private static final int[] SHARES = new int[32 * ASCII];

  /** What there is without any. */
  private static final int NONE;

  static {
    byte[] text = new byte[SUMMED];
    NONE = crc(text);
    for (int place = 0; place < SUMMED; place++) {
      for (int digit = 0; digit < Base62.DIGITS; digit++) {
        char character = Base62.character(digit);
        text[place] = (byte) character;
        SHARES[place * ASCII + character] = crc(text) ^ NONE;
      }
      text[place] = 0;
    }
  }

  private Checksum() {}

  /** The sum of {@code text[from, from + 30)}, whose characters must be of the alphabet. */
  public static long of(CharSequence text, int from) {
    int sum = NONE;
    for (int place = 0; place < SUMMED; place++) {
      sum ^= share(place, text.charAt(from + place));
    }
    return sum & 0xFFFF_FFFFL;
  }

  /**
   * Negative if {@code text[from, from + 36)} is not of the alphabet; 0 if its last six characters
   * spell the sum of the thirty before; else positive.
   */
  static long mistake(String text, int from) {
    int sum = NONE;
    int values = 0; // negative as soon as one of them is
    int beyond = 0; // more than ASCII as soon as one of them is
    for (int place = 0; place < SUMMED; place++) {
      char c = text.charAt(from + place);
      beyond |= c;
      values |= Base62.valueOfAscii(c);
      sum ^= share(place, c);
    }
    long spelled = 0;
    for (int i = from + SUMMED; i < from + SUMMED + SPELLED; i++) {
      int value = Base62.value(text.charAt(i));
      values |= value;
      spelled = spelled * Base62.DIGITS + value;
    }
    return values < 0 || beyond >= ASCII ? -1 : spelled ^ (sum & 0xFFFF_FFFFL);
  }

  /** What is no digit has a share, too; it does not matter which. */
  private static int share(int place, char c) {
    return SHARES[(place * ASCII + (c & (ASCII - 1))) & (SHARES.length - 1)];
  }

  private static int crc(byte[] text) {
    CRC32 crc = new CRC32();
    crc.update(text, 0, text.length);
    return (int) crc.getValue();
  }
}
