package dev.pat4j.fuzz;

import static dev.pat4j.fuzz.Oracle.must;

import dev.pat4j.format.TokenFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Any text at all through the token parser, the scanners' pattern and the redactor. */
public final class TokenFormatTarget {

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final String BODY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  private static final List<TokenFormat> FORMATS =
      List.of(
          TokenFormat.withPrefix("ghp"),
          TokenFormat.withPrefix("acme").alsoAccepting("acme_pat", "a"));

  private TokenFormatTarget() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    for (TokenFormat format : FORMATS) {
      parses(format, text);
      redacts(format, text);
      redactsWhatIsGluedToATokenOf(format, text);
    }
  }

  private static void parses(TokenFormat format, String text) {
    boolean shape = format.hasShape(text);
    must(shape == looksLikeOneOf(format, text), "the shape is the documented one", text);
    must(
        shape == format.pattern().matcher(text).matches(),
        "the pattern is the shape as well",
        text);
    if (!shape) {
      must(!format.checksumFits(text), "what has no shape has no checksum", text);
      return;
    }
    int checksum = text.length() - 6;
    String right = checksumOf(text.substring(checksum - 30, checksum));
    must(
        format.checksumFits(text) == text.endsWith(right),
        "the checksum that fits is " + right + " and no other",
        text);
    must(format.checksumFits(text.substring(0, checksum) + right), "the right checksum fits", text);
  }

  private static void redacts(TokenFormat format, String text) {
    String redacted = format.redact(text);
    must(!format.pattern().matcher(redacted).find(), "a redacted text has no token", text);
    must(redacted.equals(format.redact(redacted)), "redacting twice is redacting once", text);
    if (format.prefixes().stream().noneMatch(prefix -> text.contains(prefix + "_"))) {
      must(redacted.equals(text), "a text without a prefix is left alone", text);
    }
  }

  private static void redactsWhatIsGluedToATokenOf(TokenFormat format, String text) {
    int half = text.length() / 2;
    String token = format.prefix() + "_" + BODY + checksumOf(BODY);
    String line = text.substring(0, half) + token + text.substring(half);
    if (!text.contains(BODY)) {
      must(!format.redact(line).contains(BODY), "no text hides a token from the redactor", line);
    }
  }

  private static boolean looksLikeOneOf(TokenFormat format, String text) {
    return format.prefixes().stream()
        .anyMatch(prefix -> Pattern.matches(prefix + "_[0-9A-Za-z]{36}\\z", text));
  }

  /** Written anew, so that a mistake in the library is not made twice. */
  private static String checksumOf(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    char[] digits = new char[6];
    long value = crc.getValue();
    for (int i = 5; i >= 0; i--, value /= 62) {
      digits[i] = ALPHABET.charAt((int) (value % 62));
    }
    return new String(digits);
  }
}
