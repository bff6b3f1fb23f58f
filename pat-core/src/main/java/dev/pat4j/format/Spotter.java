package dev.pat4j.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Spots the tokens in a stream of bytes of any length, handed over in pieces of any size, with a
 * memory of the last few bytes. Finds what {@link TokenFormat#pattern()} matches and {@link
 * TokenFormat#checksumFits} confirms.
 *
 * <p>Every token ends in exactly 36 letters or digits behind an underscore and before anything
 * else. So most bytes cost a look into a table and a count; the prefix is looked at only where that
 * count is right.
 *
 * <p>Not thread-safe.
 */
final class Spotter {

  private static final int TAIL = 36;

  /** More than the longest token and one on either side; a power of two. */
  private static final int REMEMBERED = 128;

  private static final boolean[] BASE62 = new boolean[256];

  static {
    for (int b = 0; b < BASE62.length; b++) {
      BASE62[b] = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
    }
  }

  private final List<Prefix> prefixes;
  private final boolean skipsNul;
  private final Consumer<TokenFinding> found;

  private final byte[] memory = new byte[REMEMBERED];
  private final long[] offsets = new long[REMEMBERED];

  /** How many bytes were remembered, skipped ones left out. */
  private long kept;

  /** How many letters and digits stand at the end. */
  private long run;

  private long offset;
  private long line = 1;
  private long lineStart;

  /** A prefix with its underscore, and the format that it belongs to. */
  record Prefix(String text, TokenFormat format) {}

  /**
   * A spotter.
   *
   * @param prefixes the longest first
   * @param skipsNul whether to read past NUL, as between the characters of a text in UTF-16; then
   *     only what is found because of that is told
   */
  Spotter(List<Prefix> prefixes, boolean skipsNul, Consumer<TokenFinding> found) {
    this.prefixes = prefixes;
    this.skipsNul = skipsNul;
    this.found = found;
  }

  /** Takes the next bytes. */
  void take(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == 0 && skipsNul) {
        offset++;
        continue;
      }
      if (BASE62[b & 0xFF]) {
        run++;
      } else {
        if (run == TAIL) {
          look();
        }
        run = 0;
        if (b == '\n') {
          line++;
          lineStart = offset + 1;
        }
      }
      int place = (int) kept & (REMEMBERED - 1);
      memory[place] = b;
      offsets[place] = offset;
      kept++;
      offset++;
    }
  }

  /** Takes note that nothing follows. */
  void end() {
    if (run == TAIL) {
      look();
    }
  }

  /** Whether the last bytes are a token. */
  private void look() {
    for (Prefix prefix : prefixes) {
      int length = prefix.text.length() + TAIL;
      if (kept >= length && begins(prefix.text, length) && isAlone(length)) {
        tell(prefix, length);
        return;
      }
    }
  }

  private boolean begins(String prefix, int length) {
    for (int i = 0; i < prefix.length(); i++) {
      if (back(length - i) != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isAlone(int length) {
    return kept == length || !BASE62[back(length + 1) & 0xFF];
  }

  /** The byte that many before the next. */
  private byte back(int distance) {
    return memory[place(distance)];
  }

  private int place(int distance) {
    return (int) (kept - distance) & (REMEMBERED - 1);
  }

  private void tell(Prefix prefix, int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = back(length - i);
    }
    String token = new String(text, StandardCharsets.US_ASCII);
    Arrays.fill(text, (byte) 0);
    long start = offsets[place(length)];
    boolean isWhole = offsets[place(1)] - start == length - 1;
    if (prefix.format.checksumFits(token) && !(skipsNul && isWhole)) {
      String name = token.substring(0, prefix.text.length() - 1);
      found.accept(new TokenFinding(token, name, line, start - lineStart + 1));
    }
  }
}
