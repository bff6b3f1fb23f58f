package dev.pat4j;

import static dev.pat4j.scope.ScopeCatalog.within;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Stored data outlives releases: every token and row of every past format verifies for ever. */
class GoldenFormatTest {

  private static final Pattern OUTCOME = Pattern.compile("at (\\S+) from (\\S+)");

  /** The newest library there is, reading what the oldest wrote. */
  private static Lab lab(TestClock clock) {
    ScopeCatalog catalog =
        ScopeCatalog.builder()
            .scope("repo", "Repositories")
            .scope("repo:read", "Read repositories", within("repo"))
            .scope("admin:org", "Administer")
            .scope("gist", "Gists")
            .retired("notifications")
            .build();
    byte[] k1 = new byte[32];
    byte[] k2 = new byte[32];
    for (int i = 0; i < 32; i++) {
      k1[i] = (byte) i;
      k2[i] = (byte) (255 - i);
    }
    return new Lab(
        b ->
            b.clock(clock)
                .scopes(catalog)
                .foreignFormat(new Legacy())
                .format(TokenFormat.withPrefix("acme").alsoAccepting("ghp", "acme_old"))
                .hasher(
                    TokenHasher.hmacSha256("k2", k2)
                        .replacing(TokenHasher.hmacSha256("k1", k1), TokenHasher.sha256())));
  }

  /** What hosts said of the tokens that they imported. */
  private static final class Legacy implements ForeignFormat {

    @Override
    public boolean hasShape(String presented) {
      return presented.matches("(old-|Old |legacy\\.).*");
    }

    @Override
    public Optional<String> find(String presented) {
      return Optional.of(presented.split("[.]", -1))
          .filter(parts -> parts.length == 3 && parts[2].startsWith("SflKxwRJ"))
          .map(parts -> parts[0] + "/" + parts[1]);
    }
  }

  static Stream<Arguments> blocks() throws IOException {
    List<Arguments> blocks = new ArrayList<>();
    for (String file : List.of("format-1.txt", "imported-1.txt")) {
      String text;
      try (InputStream in = GoldenFormatTest.class.getResourceAsStream("/golden/" + file)) {
        text = new String(in.readAllBytes(), UTF_8);
      }
      for (String block : text.split("\n\n", -1)) {
        Map<String, String> fields = new LinkedHashMap<>();
        String title = "";
        for (String line : block.split("\n", -1)) {
          if (line.startsWith("# ")) {
            title = line.substring(2);
          } else if (line.contains(" =")) {
            String[] sides = line.split(" = ?", 2);
            fields.put(sides[0], sides[1]);
          }
        }
        if (!fields.isEmpty()) {
          blocks.add(Arguments.of(file + ": " + title, fields));
        }
      }
    }
    return blocks.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void aTokenOfAPastFormatVerifies(String title, Map<String, String> fields) {
    TestClock clock = new TestClock(Lab.START);
    Lab lab = lab(clock);
    StoredToken row = row(fields);
    assertTrue(lab.rows.insert(row));
    int outcomes = 0;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      Matcher expected = OUTCOME.matcher(field.getKey());
      if (expected.matches()) {
        clock.set(Instant.parse(expected.group(1)));
        String from = expected.group(2).equals("-") ? null : expected.group(2);
        Verification outcome = lab.tokens.verify(fields.get("token"), from);

        assertEquals(field.getValue(), shown(outcome), field::getKey);
        outcomes++;
      }
    }
    assertTrue(outcomes > 0, "every block says what is to come of it");
    assertEquals(row, lab.row(row.id()));
    assertReadAsWritten(row, lab.tokens.administration().find(row.id()).orElseThrow());
  }

  @Test
  void noBlockWasLost() throws IOException {
    assertEquals(12, blocks().count());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void aRowOfAPastFormatCanBeChangedAndReKeyed(String title, Map<String, String> fields) {
    TestClock clock = new TestClock(Instant.parse("2026-02-28T00:00:00Z"));
    Lab lab = lab(clock);
    StoredToken row = row(fields);
    lab.rows.insert(row);
    if (row.revocation().isPresent()) {
      return;
    }
    assertInstanceOf(Verified.class, lab.tokens.verify(fields.get("token"), address(row)));
    lab.tokens.flush();
    assertEquals("k2", lab.row(row.id()).hashKeyId());
    lab.tokens.ownedBy(row.owner()).rename(row.id(), "renamed");
    assertInstanceOf(Verified.class, lab.tokens.verify(fields.get("token"), address(row)));
  }

  private static String address(StoredToken row) {
    return row.allowedAddresses().isEmpty() ? "192.0.2.1" : "192.0.2.7";
  }

  private static String shown(Verification outcome) {
    return outcome instanceof Verified verified
        ? "[" + verified.scopes() + "]"
        : ((Rejected) outcome).reason().name();
  }

  private static void assertReadAsWritten(StoredToken row, AccessToken token) {
    assertEquals(row.owner(), token.owner());
    assertEquals(row.name(), token.name());
    assertEquals(row.attributes(), token.attributes());
    assertEquals(row.lastEight(), token.lastEight());
    assertEquals(row.createdAt(), token.createdAt());
    assertEquals(row.issuedAt(), token.issuedAt());
    assertEquals(row.updatedAt(), token.updatedAt());
    assertEquals(row.expiresAt(), token.expiresAt());
    assertEquals(row.revocation(), token.revocation());
    assertEquals(row.rotatedAt(), token.rotatedAt());
    assertEquals(row.rotatedFrom(), token.rotatedFrom());
    assertEquals(row.mintedBy(), token.mintedBy());
    assertEquals(row.family(), token.family());
  }

  private static StoredToken row(Map<String, String> fields) {
    Instant createdAt = Instant.parse(fields.get("createdAt"));
    TokenId id = new TokenId(Long.parseLong(fields.get("id")));
    StoredToken.Builder row =
        StoredToken.builder(
                id,
                TokenDigest.ofBytes(HexFormat.of().parseHex(fields.get("digest"))),
                fields.get("hashKeyId"),
                fields.get("owner"),
                createdAt)
            .name(fields.getOrDefault("name", ""))
            .scopes(fields.getOrDefault("scopes", ""))
            .allowedAddresses(fields.getOrDefault("allowedAddresses", ""))
            .lastEight(fields.get("lastEight"))
            .issuedAt(instant(fields, "issuedAt").orElse(createdAt))
            .updatedAt(instant(fields, "updatedAt").orElse(createdAt))
            .expiresAt(instant(fields, "expiresAt").orElse(null))
            .expiryWarnedAt(instant(fields, "expiryWarnedAt").orElse(null))
            .rotatedAt(instant(fields, "rotatedAt").orElse(null))
            .rotatedFrom(token(fields, "rotatedFrom").orElse(null))
            .mintedBy(token(fields, "mintedBy").orElse(null))
            .family(token(fields, "family").orElse(id))
            .version(Long.parseLong(fields.getOrDefault("version", "1")));
    Map<String, String> attributes = new HashMap<>();
    fields.forEach(
        (key, value) -> {
          if (key.startsWith("attribute.")) {
            attributes.put(key.substring("attribute.".length()), value);
          }
        });
    instant(fields, "lastUsedAt")
        .ifPresent(
            at -> row.lastUse(new LastUse(at, Optional.ofNullable(fields.get("lastUsedFrom")))));
    instant(fields, "revokedAt")
        .ifPresent(
            at ->
                row.revocation(
                    new Revocation(at, fields.get("revokedBy"), fields.get("revocationReason"))));
    return row.attributes(attributes).build();
  }

  private static Optional<Instant> instant(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name)).map(Instant::parse);
  }

  private static Optional<TokenId> token(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name)).map(text -> new TokenId(Long.parseLong(text)));
  }
}
