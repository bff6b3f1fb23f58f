package dev.pat4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.CharBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFormatTest {

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final String ZEROS = "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";

  private final TokenFormat ghp = TokenFormat.withPrefix("ghp");

  @ParameterizedTest
  @CsvFileSource(resources = "/vectors/token-format.csv", numLinesToSkip = 1)
  void agreesWithTheGoldenVectors(
      String token, String prefix, String body, long crc, String checksum, String expected) {
    TokenFormat format = TokenFormat.withPrefix(prefix);
    assertEquals(prefix + "_" + body + checksum, token);
    assertTrue(format.hasShape(token), "the shape is right in every sample");
    assertEquals(expected.equals("valid"), format.checksumFits(token));
    if (expected.equals("valid")) {
      assertEquals(token, format.generate(drawing(body)), "generated from the same chance");
      assertTrue(format.pattern().matcher(token).matches());
    }
  }

  @Test
  void generatesPrefixUnderscoreThirtyAndSixWordCharacters() {
    String token = TokenFormat.withPrefix("acme_pat").generate(new SecureRandom());
    assertTrue(token.matches("acme_pat_[0-9A-Za-z]{36}"), "a double click selects all of it");
  }

  @Test
  @DisplayName("threat 24: every character comes from four bytes: no modulo bias")
  void drawsEveryCharacterFromFourBytes() {
    StringBuilder drawn = new StringBuilder();
    for (int first = 0; first < 248; first++) {
      byte[] bytes = new byte[30];
      bytes[0] = (byte) first;
      drawn.append(ghp.generate(new Scripted(bytes)).charAt(4));
    }
    assertEquals(ALPHABET.repeat(4), drawn.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {248, 249, 254, 255})
  void drawsAgainForABytePastTheLastFullRound(int tooLarge) {
    byte[] bytes = new byte[60];
    bytes[0] = (byte) tooLarge;
    bytes[1] = (byte) 247;
    assertEquals("z" + "0".repeat(29), ghp.generate(new Scripted(bytes)).substring(4, 34));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "\0", "ghp", "ghp_", "_", "undefined", "0"})
  @DisplayName("threat 13: an empty token matched (Spree CVE-2020-26223)")
  void whatIsNoTokenHasNotItsShape(String text) {
    assertFalse(ghp.hasShape(text));
    assertFalse(ghp.checksumFits(text));
  }

  @Test
  void theShapeIsExactInEveryPlace() {
    String tail = ZEROS.substring(4);
    assertTrue(ghp.hasShape(ZEROS));
    assertFalse(ghp.hasShape(tail), "no prefix");
    assertFalse(ghp.hasShape("_" + tail), "an empty prefix");
    assertFalse(ghp.hasShape("ghp" + tail), "no underscore");
    assertFalse(ghp.hasShape("ghp-" + tail), "another separator");
    assertFalse(ghp.hasShape(ZEROS + "0"), "one more");
    assertFalse(ghp.hasShape(ZEROS.substring(0, 39)), "one less");
    assertFalse(ghp.hasShape("xghp_" + tail), "more before the prefix");
    assertFalse(ghp.hasShape("gh_" + tail), "less of the prefix");
    assertFalse(ghp.hasShape("gho_" + tail), "another prefix");
    assertFalse(ghp.hasShape(" " + ZEROS), "a blank before");
    assertFalse(ghp.hasShape(ZEROS + " "), "a blank after");
    assertFalse(ghp.hasShape(ZEROS + "\n"), "a line end after");
    assertFalse(ghp.hasShape(ZEROS.substring(0, 39) + "\n"), "a line end as the last character");
    assertFalse(ghp.hasShape(ZEROS.substring(0, 39) + "="), "not of the alphabet");
    assertFalse(ghp.hasShape("ghp_0000000000_00000000000000000002C8GjS"), "an underscore within");
  }

  @ParameterizedTest
  @ValueSource(chars = {'/', ':', '@', '[', '`', '{', '\u007F', '\u0080', '\u00DF'})
  void theNeighboursOfTheAlphabetAreNotOfIt(char neighbour) {
    assertFalse(ghp.hasShape("ghp_" + neighbour + ZEROS.substring(5)));
  }

  @Test
  void theLargestChecksumIsThatOf32Bits() {
    // The body whose checksum is 2^32 - 1 is not known; these are one and many above it.
    assertFalse(ghp.checksumFits("ghp_" + "0".repeat(30) + "4gfFC4"));
    assertFalse(ghp.checksumFits("ghp_" + "0".repeat(30) + "zzzzzz"));
    assertFalse(ghp.checksumFits("ghp_" + "0".repeat(30) + "000000"));
  }

  @Test
  @DisplayName("threat 15: flip the case of any letter of a token: refused")
  void theCaseOfEveryLetterCounts() {
    String token = "ghp_aBcDeFgHiJkLmNoPqRsTuVwXyZaBcD";
    String whole = ghp.generate(drawing(token.substring(4)));
    int letters = 0;
    for (int i = 0; i < whole.length(); i++) {
      char c = whole.charAt(i);
      if (Character.isLetter(c)) {
        letters++;
        char other = (char) (c ^ 0x20);
        assertFalse(ghp.checksumFits(whole.substring(0, i) + other + whole.substring(i + 1)));
      }
    }
    assertTrue(letters >= 33, "prefix and body are letters");
  }

  @Test
  @DisplayName("threat 16: Unicode look-alikes are no characters of a token, whatever they fold to")
  void onlyAsciiIsRead() {
    TokenFormat format = TokenFormat.withPrefix("kit");
    String token = format.generate(new SecureRandom());
    String tail = token.substring(4);
    assertTrue(format.checksumFits(token));
    assertFalse(format.hasShape("\u212Ait_" + tail), "the Kelvin sign for k");
    assertFalse(format.hasShape("k\u0131t_" + tail), "a dotless i");
    assertFalse(format.hasShape("K\u0130T_" + tail), "a dotted capital I");
    assertFalse(format.hasShape("kit\uFF3F" + tail), "a full-width underscore");
    for (String lookalike : List.of("\uFF11", "\u0661", "\u0430", "\u212A", "\u0131", "\u017F")) {
      assertFalse(format.hasShape("kit_" + lookalike + tail.substring(1)), lookalike);
    }
  }

  @Test
  @DisplayName("threat 16: nothing depends on the locale")
  void theLocaleChangesNothing() {
    Locale before = Locale.getDefault();
    try {
      for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "az-AZ", "lt-LT")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        TokenFormat format = TokenFormat.withPrefix("Init");
        assertEquals("ghp_" + "0".repeat(30) + "2C8GjS", ghp.generate(new Scripted(new byte[30])));
        assertTrue(format.checksumFits(format.generate(new SecureRandom())), tag);
        assertFalse(format.hasShape(format.generate(new SecureRandom()).replace('I', 'i')), tag);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void olderPrefixesAreReadAndNoLongerWritten() {
    TokenFormat old = TokenFormat.withPrefix("old");
    TokenFormat renamed =
        TokenFormat.withPrefix("acme").alsoAccepting("old").alsoAccepting("acme_pat", "older");
    assertEquals("acme", renamed.prefix());
    assertEquals(List.of("acme", "old", "acme_pat", "older"), renamed.prefixes());
    assertTrue(renamed.generate(new SecureRandom()).startsWith("acme_"));
    for (String prefix : renamed.prefixes()) {
      String token = TokenFormat.withPrefix(prefix).generate(new SecureRandom());
      assertTrue(renamed.checksumFits(token), token);
      assertTrue(renamed.pattern().matcher(token).matches(), token);
    }
    String token = old.generate(new SecureRandom());
    assertFalse(TokenFormat.withPrefix("acme").hasShape(token), "a format of its own");
    assertFalse(renamed.hasShape("pat" + token.substring(3)), "a part of a prefix");
  }

  @Test
  void aPrefixIsNamedOnce() {
    TokenFormat format = TokenFormat.withPrefix("acme");
    String message =
        assertThrows(IllegalArgumentException.class, () -> format.alsoAccepting("old", "old"))
            .getMessage();
    assertEquals("token prefix 'old' is accepted already", message);
    assertThrows(IllegalArgumentException.class, () -> format.alsoAccepting("acme"));
    assertEquals(List.of("acme"), format.alsoAccepting().prefixes());
    assertThrows(UnsupportedOperationException.class, () -> format.prefixes().add("x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "_",
        "1a",
        "_a",
        "a_",
        "a__b",
        "a-b",
        "a b",
        "a.b",
        "\u00E4",
        "\u212A",
        "a\n",
        "a_\u0131",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void aPrefixOfAnotherFormIsRefusedWithTheRuleAndAnExample(String prefix) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> TokenFormat.withPrefix(prefix))
            .getMessage();
    assertTrue(message.contains("'" + prefix + "'"), message);
    assertTrue(message.contains("letters and digits"), message);
    assertTrue(message.contains("at most 32"), message);
    assertTrue(message.contains("acme_pat"), message);
    assertThrows(
        IllegalArgumentException.class, () -> TokenFormat.withPrefix("a").alsoAccepting(prefix));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A1", "acme_pat", "a_1_b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void aPrefixOfTheRightFormIsAccepted(String prefix) {
    assertEquals(prefix, TokenFormat.withPrefix(prefix).prefix());
  }

  @Test
  void scannersFindATokenInATextAndNothingLonger() {
    assertEquals(List.of(ZEROS), found("Authorization: Bearer " + ZEROS + "\r\n"));
    assertEquals(List.of(ZEROS), found("https://ada:" + ZEROS + "@example.org/x.git"));
    assertEquals(List.of(ZEROS, ZEROS), found(ZEROS + "," + ZEROS));
    assertEquals(List.of(ZEROS), found("my_" + ZEROS), "an underscore before belongs to no word");
    assertEquals(List.of(), found("x" + ZEROS), "a longer word before");
    assertEquals(List.of(), found(ZEROS + "x"), "a longer word after");
    assertEquals(List.of(), found(ZEROS.substring(0, 39)));
  }

  @Test
  void redactingKeepsThePrefixAndAllElse() {
    assertEquals(
        "GET /?t=ghp_***&x=1 by ghp_***.",
        ghp.redact("GET /?t=" + ZEROS + "&x=1 by " + ZEROS + "."));
    assertEquals("no token here, ghp_ neither", ghp.redact("no token here, ghp_ neither"));
    assertEquals("", ghp.redact(""));
    assertEquals("ghp_***", ghp.redact(CharBuffer.wrap(ZEROS)));
  }

  @Test
  void redactingHidesWhatIsCloseToAToken() {
    assertEquals("ghp_***", ghp.redact(ZEROS.substring(0, 39) + "T"), "a wrong checksum");
    assertEquals("ghp_***", ghp.redact(ZEROS + "0000"), "too long");
    assertEquals("xghp_***", ghp.redact("x" + ZEROS), "glued to a word");
    assertEquals("ghp_***", ghp.redact(ZEROS.substring(0, 24)), "cut to 20 characters");
    assertEquals("ghp_" + "0".repeat(19), ghp.redact("ghp_" + "0".repeat(19)), "a short word");
  }

  @Test
  void redactingHidesATokenGluedToAnother() {
    assertEquals("ghp_***", ghp.redact(ZEROS + ZEROS));
    assertEquals("ghp_***", ghp.redact(ZEROS + "_" + ZEROS));
    assertEquals("ghp_***.ghp_***", ghp.redact(ZEROS + "." + ZEROS));
    assertEquals("ghp_0ghp_***", ghp.redact("ghp_0" + ZEROS));
  }

  @Test
  void redactingKnowsEveryAcceptedPrefix() {
    TokenFormat format = TokenFormat.withPrefix("acme").alsoAccepting("acme_pat", "ghp");
    String tail = ZEROS.substring(4);
    assertEquals(
        "acme_*** acme_pat_*** ghp_*** other_" + tail,
        format.redact("acme_" + tail + " acme_pat_" + tail + " " + ZEROS + " other_" + tail));
  }

  @Test
  void refusesNull() {
    assertThrows(NullPointerException.class, () -> TokenFormat.withPrefix(null));
    assertThrows(NullPointerException.class, () -> ghp.alsoAccepting((String) null));
    assertThrows(NullPointerException.class, () -> ghp.generate(null));
    assertThrows(NullPointerException.class, () -> ghp.hasShape(null));
    assertThrows(NullPointerException.class, () -> ghp.checksumFits(null));
    assertThrows(NullPointerException.class, () -> ghp.redact(null));
  }

  @Test
  void printsItsPrefixes() {
    assertEquals("TokenFormat[ghp, old]", ghp.alsoAccepting("old").toString());
  }

  private List<String> found(String text) {
    Matcher matcher = ghp.pattern().matcher(text);
    return matcher.results().map(result -> result.group()).toList();
  }

  /** Chance that draws exactly these characters of the alphabet. */
  private static SecureRandom drawing(String characters) {
    byte[] bytes = new byte[characters.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ALPHABET.indexOf(characters.charAt(i));
    }
    return new Scripted(bytes);
  }

  /** Gives these bytes one after the other, and then zeros. */
  private static final class Scripted extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] script;
    private int next;

    Scripted(byte[] script) {
      this.script = script.clone();
    }

    @Override
    public synchronized void nextBytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = next < script.length ? script[next++] : 0;
      }
    }
  }
}
