package dev.pat4j.internal;

import java.util.zip.CRC32;

/**
 * The CRC-32 of thirty base62 characters, and whether the six behind them spell it.
 *
 * <p>CRC is linear: what a character adds to it depends on its place alone. So the shares are
 * looked up independently of each other and combined by exclusive or, where {@link CRC32} needs
 * either an array or, one character after the other, a result before it can begin with the next: a
 * wrong checksum took 154 ns, and takes a third of it. It is no authentication, so it may end
 * early.
 */
public final class Checksum {

  /** The characters that are summed. */
  public static final int SUMMED = 30;

  /** The characters that spell the sum. */
  public static final int SPELLED = 6;

  private static final int DIGITS = 64;

  /** Written out by hand: the compiler does not, and one at a time takes twice as long. */
  private static final int AT_ONCE = 5;

  /** What each digit adds at each place, 7.5 kB; and what there is without any. */
  private static final int[] SHARES = new int[SUMMED * DIGITS];

  private static final int NONE;

  static {
    byte[] text = new byte[SUMMED];
    NONE = crc(text);
    for (int place = 0; place < SUMMED; place++) {
      for (int digit = 0; digit < Base62.DIGITS; digit++) {
        text[place] = (byte) Base62.character(digit);
        SHARES[place * DIGITS + digit] = crc(text) ^ NONE;
      }
      text[place] = 0;
    }
  }

  private Checksum() {}

  /** The sum of {@code text[from, from + 30)}, whose characters must be of the alphabet. */
  public static long of(CharSequence text, int from) {
    int sum = NONE;
    for (int place = 0; place < SUMMED; place++) {
      sum ^= SHARES[place * DIGITS + Base62.value(text.charAt(from + place))];
    }
    return sum & 0xFFFF_FFFFL;
  }

  /**
   * Whether {@code text[from, from + 36)} is of the alphabet and its last six characters spell the
   * sum of the thirty before.
   */
  public static boolean fits(String text, int from) {
    int sum = NONE;
    int values = 0; // negative as soon as one of them is
    for (int place = 0; place < SUMMED; place += AT_ONCE) {
      int at = from + place;
      int v0 = Base62.value(text.charAt(at));
      int v1 = Base62.value(text.charAt(at + 1));
      int v2 = Base62.value(text.charAt(at + 2));
      int v3 = Base62.value(text.charAt(at + 3));
      int v4 = Base62.value(text.charAt(at + 4));
      values |= v0 | v1 | v2 | v3 | v4;
      sum ^=
          share(place, v0)
              ^ share(place + 1, v1)
              ^ share(place + 2, v2)
              ^ share(place + 3, v3)
              ^ share(place + 4, v4);
    }
    long spelled = 0;
    for (int i = from + SUMMED; i < from + SUMMED + SPELLED; i++) {
      int value = Base62.value(text.charAt(i));
      values |= value;
      spelled = spelled * Base62.DIGITS + value;
    }
    return values >= 0 && spelled == (sum & 0xFFFF_FFFFL);
  }

  /** What is no digit has a share, too; it does not matter which. */
  private static int share(int place, int value) {
    return SHARES[place * DIGITS + (value & (DIGITS - 1))];
  }

  private static int crc(byte[] text) {
    CRC32 crc = new CRC32();
    crc.update(text, 0, text.length);
    return (int) crc.getValue();
  }
}
