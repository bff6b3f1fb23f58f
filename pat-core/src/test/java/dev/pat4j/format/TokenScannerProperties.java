package dev.pat4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** However a stream is cut into pieces, the scanner finds what the pattern finds in the whole. */
class TokenScannerProperties {

  private static final SecureRandom CHANCE = new SecureRandom();
  private static final TokenFormat FORMAT =
      TokenFormat.withPrefix("acme_pat").alsoAccepting("pat", "acme", "x");
  private static final TokenScanner SCANNER = TokenScanner.of(FORMAT);

  /** What the regular expression and the checksum say of a text at hand. */
  private static List<String> expected(String text) {
    List<String> expected = new ArrayList<>();
    Matcher matcher = FORMAT.pattern().matcher(text);
    for (int from = 0; matcher.find(from); from = matcher.end()) {
      if (FORMAT.checksumFits(matcher.group())) {
        String before = text.substring(0, matcher.start());
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        long column = (long) before.length() - before.lastIndexOf('\n');
        expected.add(line + ":" + column + " " + matcher.group());
      }
    }
    return expected;
  }

  private static String shown(TokenFinding finding) {
    return finding.line() + ":" + finding.column() + " " + finding.reveal();
  }

  @Property
  void theScannerFindsWhatThePatternFinds(@ForAll("texts") String text) throws IOException {
    assertEquals(
        expected(text), SCANNER.scan(text).stream().map(TokenScannerProperties::shown).toList());
    List<String> fromReader = new ArrayList<>();
    SCANNER.scan(new StringReader(text), finding -> fromReader.add(shown(finding)));
    assertEquals(expected(text), fromReader);
  }

  @Property
  void aTokenAcrossPiecesIsFound(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 90) int size)
      throws IOException {
    List<String> found = new ArrayList<>();
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    SCANNER.scan(new Dripping(bytes, size), finding -> found.add(shown(finding)));
    assertEquals(expected(new String(bytes, StandardCharsets.ISO_8859_1)), found);
  }

  @Property(tries = 200)
  void aTokenAcrossTheScannersOwnPiecesIsFound(
      @ForAll @IntRange(min = -80, max = 80) int shift, @ForAll boolean separated)
      throws IOException {
    String token = FORMAT.generate(CHANCE);
    String filler = separated ? " " : "_";
    String text = filler.repeat(64 * 1024 + shift) + token;
    List<String> expected = List.of(token);
    List<String> found = new ArrayList<>();
    SCANNER.scan(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)),
        finding -> found.add(finding.reveal()));
    assertEquals(expected, found);
    assertEquals(expected, SCANNER.scan(text).stream().map(TokenFinding::reveal).toList());
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> token = Arbitraries.create(() -> FORMAT.generate(CHANCE));
    Arbitrary<String> other =
        Arbitraries.of("pat", "acme", "x")
            .map(prefix -> TokenFormat.withPrefix(prefix).generate(CHANCE));
    Arbitrary<String> wrong =
        token.map(text -> text.substring(0, text.length() - 1) + (text.endsWith("0") ? "1" : "0"));
    Arbitrary<String> glue =
        Arbitraries.of("", "_", "x", "9", " ", "\n", "\r\n", "é", "/", "acme_", "pat_", "x_", "__");
    return Arbitraries.oneOf(token, other, wrong, glue, glue, glue)
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces));
  }

  /** Gives away no more than so many bytes at a time. */
  private static final class Dripping extends InputStream {
    private final InputStream bytes;
    private final int size;

    Dripping(byte[] bytes, int size) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.size = size;
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return bytes.read(into, from, Math.min(size, length));
    }
  }
}
