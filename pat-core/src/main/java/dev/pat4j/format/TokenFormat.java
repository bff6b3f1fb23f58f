package dev.pat4j.format;

import static java.util.Objects.requireNonNull;

import dev.pat4j.internal.Base62;
import dev.pat4j.internal.Checksum;
import dev.pat4j.internal.Spelling;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a token is written: {@code <prefix>_<30 base62 characters><6 base62 characters of CRC-32>}.
 *
 * <p>The body is 178 random bits. The checksum is CRC-32 (IEEE 802.3) over the body alone, in the
 * alphabet {@code 0-9A-Za-z}, padded on the left with {@code 0}: it lets a scanner, and the first
 * steps of a verification, refuse a mistyped or invented token without asking any store. It is
 * never authentication. Every character is a word character, so that a double click selects the
 * whole token. With the prefix {@code ghp} this is the format of GitHub's classic tokens.
 *
 * <p>A renamed brand must not kill tokens: {@link #alsoAccepting} names prefixes that are read but
 * no longer written. Immutable and thread-safe. No method accepts null.
 */
public final class TokenFormat {

  private static final int BODY = Checksum.SUMMED;
  private static final int CHECKSUM = Checksum.SPELLED;
  private static final int TAIL = BODY + CHECKSUM;
  private static final int LONGEST_PREFIX = 32;

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*");

  private final List<String> prefixes;
  private final Pattern pattern;
  private final Pattern hidden;

  private TokenFormat(List<String> prefixes) {
    this.prefixes = List.copyOf(prefixes);
    String anyPrefix = "(?:" + String.join("|", prefixes) + ")_";
    this.pattern =
        Pattern.compile("(?<![A-Za-z0-9])" + anyPrefix + "[0-9A-Za-z]{36}(?![A-Za-z0-9])");
    this.hidden = Pattern.compile("(" + anyPrefix + ")[0-9A-Za-z]{20,}+\\w*+");
  }

  /**
   * A format that writes and reads tokens with this prefix.
   *
   * @param prefix without the separating underscore; letters and digits in groups joined by single
   *     underscores, beginning with a letter, at most 32 characters: {@code acme}, {@code acme_pat}
   * @throws IllegalArgumentException if the prefix is not of that form
   */
  public static TokenFormat withPrefix(String prefix) {
    return new TokenFormat(List.of(checked(prefix)));
  }

  /**
   * This format, reading tokens with these prefixes too; new tokens keep {@link #prefix()}.
   *
   * @throws IllegalArgumentException if a prefix is malformed or named twice
   */
  public TokenFormat alsoAccepting(String... older) {
    List<String> all = new ArrayList<>(prefixes);
    for (String prefix : older) {
      if (all.contains(checked(prefix))) {
        throw new IllegalArgumentException("token prefix '" + prefix + "' is accepted already");
      }
      all.add(prefix);
    }
    return new TokenFormat(all);
  }

  /** The prefix of new tokens. */
  public String prefix() {
    return prefixes.get(0);
  }

  /** Every accepted prefix, {@link #prefix()} first. */
  public List<String> prefixes() {
    return prefixes;
  }

  /** A new random token in plain text: 30 characters by rejection sampling, and their checksum. */
  public String generate(SecureRandom random) {
    StringBuilder token = new StringBuilder(prefix().length() + 1 + TAIL);
    token.append(prefix()).append('_');
    int body = token.length();
    Base62.random(random, BODY, token);
    Base62.encode(Checksum.of(token, body), CHECKSUM, token);
    return token.toString();
  }

  /**
   * Whether this text looks like a token: an accepted prefix, an underscore, 36 characters of the
   * alphabet, and nothing else. Compared exactly; no case is folded and nothing is trimmed.
   */
  public boolean hasShape(String text) {
    return Spelling.of(text, prefixes) != Spelling.NO_TOKEN;
  }

  /**
   * Whether the checksum of a text that {@linkplain #hasShape has the shape of a token} is right;
   * false for any other text.
   */
  public boolean checksumFits(String text) {
    return Spelling.of(text, prefixes) == Spelling.TOKEN;
  }

  /**
   * The regular expression to give to secret scanners. A match that {@link #checksumFits} as well
   * is a token that was really generated, or a one in four billion accident.
   */
  public Pattern pattern() {
    return pattern;
  }

  /**
   * This text with the random part of every token in it replaced, for log lines: {@code acme_***}.
   *
   * <p>Hides generously: also a token with a wrong checksum, one that lost up to 16 of its
   * characters, since a mistyped token is close to a real one, and whatever is glued to it, since
   * that may be another token.
   */
  public String redact(CharSequence text) {
    return hidden.matcher(text).replaceAll("$1***");
  }

  @Override
  public String toString() {
    return "TokenFormat" + prefixes;
  }

  private static String checked(String prefix) {
    requireNonNull(prefix, "prefix");
    if (prefix.length() > LONGEST_PREFIX || !PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "token prefix '"
              + prefix
              + "' must be letters and digits, in groups joined by single underscores, beginning"
              + " with a letter, at most "
              + LONGEST_PREFIX
              + " characters; for example acme or acme_pat");
    }
    return prefix;
  }
}
