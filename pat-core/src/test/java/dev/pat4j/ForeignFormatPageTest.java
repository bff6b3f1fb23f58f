package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.InMemoryTokenStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples on the page of {@link ForeignFormat} are code of this class. */
class ForeignFormatPageTest {

  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  private final InMemoryTokenStore store = new InMemoryTokenStore();
  private final String text = "old-0001" + "x".repeat(36);

  @SuppressWarnings("ArrayRecordComponent")
  private record OldRow(String key, String user, Instant created, byte[] salt, byte[] hash) {
    String label() {
      return "laptop";
    }

    Instant expires() {
      return LATER;
    }
  }

  @Test
  void aTableOfSha256() {
    OldRow row = row(sha256(text));
    PersonalAccessTokens tokens =
        PersonalAccessTokens.builder(store)
            .foreignFormat(text -> text.startsWith("old-") && text.length() == 44)
            .scopes(Lab.CATALOG)
            .build();

    tokens
        .administration()
        .importToken(
            TokenImport.forOwner(row.user(), row.created())
                .name(row.label())
                .scopes("repo")
                .expiresAt(row.expires())
                .sha256(row.hash())
                .build());

    assertEquals("ada", assertInstanceOf(Verified.class, tokens.verify(text)).token().owner());
  }

  private static final class Salted implements ForeignFormat {
    private final Map<String, OldRow> table = new HashMap<>();

    @Override
    public boolean hasShape(String text) {
      return text.length() == 44;
    }

    @Override
    public Optional<String> find(String text) {
      OldRow row = table.get(text.substring(4, 8));
      boolean right = row != null && MessageDigest.isEqual(row.hash(), slowHash(text, row.salt()));
      return right ? Optional.of(row.key()) : Optional.empty();
    }
  }

  @Test
  void aTableOfSaltedHashes() {
    OldRow row = row(slowHash(text, new byte[] {1}));
    Salted salted = new Salted();
    salted.table.put(row.key(), row);
    PersonalAccessTokens tokens = PersonalAccessTokens.builder(store).foreignFormat(salted).build();
    TokenImport old =
        TokenImport.forOwner(row.user(), row.created()).neverExpires().reference(row.key()).build();
    tokens.administration().importToken(old);

    assertInstanceOf(Verified.class, tokens.verify(text));
    assertInstanceOf(Rejected.class, tokens.verify(text.replace('x', 'y')));
  }

  @Test
  void theExamplesAreOfThisClass() throws Exception {
    String page = Files.readString(Path.of("src/main/java/dev/pat4j/ForeignFormat.java"));
    String here =
        squeezed(Files.readString(Path.of("src/test/java/dev/pat4j/ForeignFormatPageTest.java")));
    List<String> examples =
        Pattern.compile("<pre>\\{@code\n(.*?) \\* }</pre>", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(MatchResult::group)
            .toList();
    assertEquals(2, examples.size());
    examples.stream()
        .flatMap(String::lines)
        .filter(line -> !line.contains("<pre>") && !line.contains("</pre>"))
        .map(line -> squeezed(line.replaceFirst("^ \\* ?", "")))
        .forEach(line -> assertTrue(here.contains(line), line));
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s", "");
  }

  private static OldRow row(byte[] hash) {
    return new OldRow("0001", "ada", Lab.START, new byte[] {1}, hash);
  }

  private static byte[] slowHash(String text, byte[] salt) {
    return sha256(salt[0] + text);
  }

  private static byte[] sha256(String text) {
    return TokenHasher.sha256().digest(text).toBytes();
  }
}
