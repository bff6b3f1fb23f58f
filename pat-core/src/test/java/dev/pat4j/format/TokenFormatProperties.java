package dev.pat4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TokenFormatProperties {

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final SecureRandom CHANCE = new SecureRandom();

  @Property
  void whatIsGeneratedIsAccepted(@ForAll("prefixes") String prefix) {
    TokenFormat format = TokenFormat.withPrefix(prefix);
    String token = format.generate(CHANCE);
    assertTrue(format.hasShape(token));
    assertTrue(format.checksumFits(token));
    assertTrue(format.pattern().matcher(token).matches());
    assertEquals(prefix + "_***", format.redact(token));
  }

  @Property
  void oneWrongCharacterIsRefused(
      @ForAll("prefixes") String prefix,
      @ForAll @IntRange(min = 0, max = 36 * 62 - 1) int mistake) {
    TokenFormat format = TokenFormat.withPrefix(prefix);
    String token = format.generate(CHANCE);
    int at = token.length() - 36 + mistake / 62;
    char wrong = ALPHABET.charAt(mistake % 62);
    String mistyped = token.substring(0, at) + wrong + token.substring(at + 1);
    assertEquals(mistyped.equals(token), format.checksumFits(mistyped));
  }

  @Property
  void twoNeighboursOfTheBodyExchangedAreRefused(@ForAll @IntRange(min = 0, max = 28) int first) {
    TokenFormat format = TokenFormat.withPrefix("ghp");
    String token = format.generate(CHANCE);
    int at = 4 + first;
    String mistyped =
        token.substring(0, at) + token.charAt(at + 1) + token.charAt(at) + token.substring(at + 2);
    assertEquals(mistyped.equals(token), format.checksumFits(mistyped));
  }

  @Property
  void theChecksumNeedsTheShape(@ForAll String text) {
    TokenFormat format = TokenFormat.withPrefix("ghp");
    boolean shaped = Pattern.matches("ghp_[0-9A-Za-z]{36}", text);
    assertEquals(shaped, format.hasShape(text));
    assertTrue(shaped || !format.checksumFits(text));
  }

  @Property
  void theShapeIsWhatItsPatternSays(@ForAll("nearlyTokens") String text) {
    TokenFormat format = TokenFormat.withPrefix("ghp").alsoAccepting("g", "ghp_x");
    boolean shaped = Pattern.matches("(ghp|g|ghp_x)_[0-9A-Za-z]{36}\\z", text);
    assertEquals(shaped, format.hasShape(text), text);
    assertEquals(shaped, format.pattern().matcher(text).matches(), text);
  }

  @Property
  void redactingLeavesNothingOfAnyToken(
      @ForAll("prefixes") String prefix,
      @ForAll @Size(min = 1, max = 4) List<@From("between") String> between) {
    TokenFormat format = TokenFormat.withPrefix(prefix);
    StringBuilder text = new StringBuilder();
    String[] tokens = new String[between.size()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = format.generate(CHANCE);
      text.append(between.get(i)).append(tokens[i]);
    }
    String redacted = format.redact(text);
    for (String token : tokens) {
      String random = token.substring(prefix.length() + 1);
      for (int i = 0; i + 10 <= random.length(); i++) {
        assertFalse(redacted.contains(random.substring(i, i + 10)), redacted);
      }
    }
    assertEquals(redacted, format.redact(redacted), "nothing more to hide");
  }

  @Property
  void redactingChangesNoOtherText(@ForAll("texts") String text) {
    assertEquals(text, TokenFormat.withPrefix("ghp").redact(text));
  }

  @Provide
  Arbitrary<String> prefixes() {
    Arbitrary<String> group =
        Arbitraries.strings().withChars(ALPHABET).ofMinLength(1).ofMaxLength(7);
    return Combinators.combine(Arbitraries.chars().alpha(), group.list().ofMinSize(1).ofMaxSize(3))
        .as((first, groups) -> first + String.join("_", groups));
  }

  /** What stands before a token: nothing, separators, words, the beginning of a token. */
  @Provide
  Arbitrary<String> between() {
    return Arbitraries.oneOf(
        Arbitraries.of("", " ", "_", ",", "x", "ghp_", "acme_", "Bearer ", "\n", "token="),
        Arbitraries.strings().ofMaxLength(5));
  }

  @Provide
  Arbitrary<String> nearlyTokens() {
    Arbitrary<String> prefix = Arbitraries.of("ghp", "g", "ghp_x", "ghp_", "h", "", "GHP", "xghp");
    Arbitrary<String> separator = Arbitraries.of("_", "_", "_", "", "-", "__");
    Arbitrary<String> tail =
        Arbitraries.strings()
            .withChars(ALPHABET + "_- \n\u0131\uFF11")
            .ofMinLength(34)
            .ofMaxLength(38);
    Arbitrary<String> goodTail = Arbitraries.strings().withChars(ALPHABET).ofLength(36);
    return Combinators.combine(prefix, separator, Arbitraries.oneOf(goodTail, goodTail, tail))
        .as((p, s, t) -> p + s + t);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().filter(text -> !text.contains("ghp_"));
  }
}
