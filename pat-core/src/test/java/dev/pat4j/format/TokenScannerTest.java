package dev.pat4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens in texts and files. */
class TokenScannerTest {

  private static final TokenFormat FORMAT = TokenFormat.withPrefix("acme");
  private static final String TOKEN = FORMAT.generate(new SecureRandom());
  private static final String MISTYPED =
      TOKEN.substring(0, TOKEN.length() - 1) + (TOKEN.endsWith("0") ? "1" : "0");
  private static final TokenScanner SCANNER = TokenScanner.of(FORMAT);

  @TempDir Path directory;

  private final List<TokenFinding> found = new ArrayList<>();

  private static TokenFinding only(List<TokenFinding> findings) {
    assertEquals(1, findings.size(), findings.toString());
    return findings.get(0);
  }

  @Test
  void aTokenIsFoundWithItsPlace() {
    TokenFinding finding = only(SCANNER.scan("#!/bin/sh\ncurl -H 'Bearer " + TOKEN + "'\n"));
    assertEquals(TOKEN, finding.reveal());
    assertEquals(2, finding.line());
    assertEquals(17, finding.column());
    assertEquals("acme", finding.prefix());
    assertEquals(Optional.empty(), finding.path());
    assertEquals(Optional.empty(), finding.revision());
  }

  @Test
  @DisplayName("threat 17: a finding that is printed shows no more than the prefix")
  void aFindingIsRedacted() {
    TokenFinding finding = only(SCANNER.scan(TOKEN));
    assertEquals("acme_***", finding.redacted());
    assertEquals("1:1: acme_***", finding.toString());
    assertEquals("c:p:1:1: acme_***", finding.in("p", "c").toString());
  }

  @Test
  void whatIsMistypedOrPartOfSomethingElseIsNoToken() {
    assertEquals(List.of(), SCANNER.scan(MISTYPED));
    assertEquals(List.of(), SCANNER.scan("x" + TOKEN));
    assertEquals(List.of(), SCANNER.scan(TOKEN + "x"));
    assertEquals(List.of(), SCANNER.scan(TOKEN.substring(1)));
    assertEquals(List.of(), SCANNER.scan(""));
    assertEquals(1, SCANNER.scan("_" + TOKEN + "_").size());
  }

  @Test
  void everyPrefixOfEveryFormatIsLookedFor() {
    TokenFormat old = TokenFormat.withPrefix("brand_pat");
    TokenFormat other = TokenFormat.withPrefix("ghp");
    SecureRandom chance = new SecureRandom();
    String text = old.generate(chance) + "\n" + other.generate(chance) + "\n" + TOKEN;
    TokenScanner scanner = TokenScanner.of(FORMAT.alsoAccepting("brand_pat"), other);
    assertEquals(
        List.of("brand_pat", "ghp", "acme"),
        scanner.scan(text).stream().map(TokenFinding::prefix).toList());
    assertThrows(IllegalArgumentException.class, TokenScanner::of);
  }

  @Test
  void aTextInUtf16IsRead() throws IOException {
    for (Charset charset :
        List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
      found.clear();
      byte[] bytes = ("ü\r\ntoken=" + TOKEN + "\r\n").getBytes(charset);
      SCANNER.scan(new ByteArrayInputStream(bytes), found::add);
      assertEquals(TOKEN, only(found).reveal(), charset.name());
      assertEquals(2, only(found).line());
    }
  }

  @Test
  void aBinaryFileTellsEachTokenOnce() throws IOException {
    byte[] bytes = ("\u0000\u0001" + TOKEN + "\u0000\u00ff").getBytes(StandardCharsets.ISO_8859_1);
    SCANNER.scan(new ByteArrayInputStream(bytes), found::add);
    assertEquals(TOKEN, only(found).reveal());
  }

  @Test
  void aTreeIsScannedAndLinksAreNotFollowed() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret"), TOKEN);
    Path tree = Files.createDirectories(directory.resolve("tree/a/b")).getParent().getParent();
    Files.writeString(tree.resolve("a/b/deploy.sh"), "\n\n  " + TOKEN);
    Files.writeString(tree.resolve("a/empty"), "");
    Files.createSymbolicLink(tree.resolve("link"), outside);
    Files.createSymbolicLink(tree.resolve("a/file-link"), outside.resolve("secret"));
    Files.createSymbolicLink(tree.resolve("a/loop"), tree);
    List<String> scanned = new ArrayList<>();
    TokenScanner.Progress progress =
        new TokenScanner.Progress() {
          @Override
          public void scanned(String name, long bytes) {
            scanned.add(tree.relativize(Path.of(name)) + " " + bytes);
          }
        };
    SCANNER.reportingTo(progress).scanFiles(tree, found::add);
    TokenFinding finding = only(found);
    assertEquals(Optional.of(tree.resolve("a/b/deploy.sh").toString()), finding.path());
    assertEquals(3, finding.line());
    assertEquals(3, finding.column());
    assertEquals(List.of("a/b/deploy.sh 45", "a/empty 0"), scanned.stream().sorted().toList());
  }

  @Test
  void oneFileCanBeScannedAndOneThatIsNotThereIsSaid() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), TOKEN);
    SCANNER.scanFiles(file, found::add);
    assertEquals(Optional.of(file.toString()), only(found).path());
    Path missing = directory.resolve("missing");
    assertThrows(NoSuchFileException.class, () -> SCANNER.scanFiles(missing, found::add));
  }

  @Test
  void whatTheConsumerThrowsEndsTheScan() {
    ByteArrayInputStream in = new ByteArrayInputStream(TOKEN.getBytes(StandardCharsets.US_ASCII));
    assertThrows(
        IllegalStateException.class,
        () ->
            SCANNER.scan(
                in,
                finding -> {
                  throw new IllegalStateException("enough");
                }));
  }

  @Test
  @DisplayName("threat 31: neither a long line nor a long file takes memory")
  void aGigabyteWithoutALineFeedIsScanned() throws IOException {
    long length = 1L << 30;
    byte[] token = ("-" + TOKEN).getBytes(StandardCharsets.US_ASCII);
    InputStream endless =
        new InputStream() {
          private long left = length;

          @Override
          public int read() {
            throw new UnsupportedOperationException("read in pieces");
          }

          @Override
          public int read(byte[] into, int from, int most) {
            if (left == 0) {
              return -1;
            }
            int some = (int) Math.min(most, left);
            Arrays.fill(into, from, from + some, (byte) 'a');
            left -= some;
            if (left == 0) {
              System.arraycopy(token, 0, into, from + some - token.length, token.length);
            }
            return some;
          }
        };
    SCANNER.scan(endless, found::add);
    assertEquals(1, only(found).line());
    assertEquals(length - TOKEN.length() + 1, only(found).column());
    assertFalse(found.toString().contains(TOKEN));
    assertTrue(only(found).reveal().equals(TOKEN));
  }
}
