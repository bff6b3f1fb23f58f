package dev.pat4j.store;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The public name of a token: what logs, events, URLs and audit trails carry. Knowing it opens
 * nothing.
 *
 * <p>A random positive integer, below 2^31 while a free one is found at once so that old clients
 * can hold it in an int, always below 2^53 so that JavaScript can hold it at all.
 *
 * @param value the number, from 1 to 2^53 - 1
 */
public record TokenId(long value) implements Comparable<TokenId> {

  /** The largest value: 2^53 - 1. */
  public static final long MAXIMUM = (1L << 53) - 1;

  private static final Pattern DECIMAL = Pattern.compile("[1-9][0-9]{0,15}");

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the value is outside 1 to 2^53 - 1
   */
  public TokenId {
    if (value < 1 || value > MAXIMUM) {
      throw new IllegalArgumentException("a token id is from 1 to 2^53 - 1, not " + value);
    }
  }

  /** The id that this text is the decimal form of, as in a URL; empty for any other text. */
  public static Optional<TokenId> parse(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return Optional.empty();
    }
    long value = Long.parseLong(text);
    return value > MAXIMUM ? Optional.empty() : Optional.of(new TokenId(value));
  }

  @Override
  public int compareTo(TokenId other) {
    return Long.compare(value, other.value);
  }

  /** The decimal form, ASCII digits in every locale. */
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
