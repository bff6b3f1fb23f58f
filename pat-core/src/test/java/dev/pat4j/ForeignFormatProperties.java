package dev.pat4j;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.TokenId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every table of old tokens, whatever is presented. */
class ForeignFormatProperties {

  private static final TokenHasher FIRST =
      TokenHasher.hmacSha256("k1", "an old pepper of at least 32 bytes".getBytes(US_ASCII));
  private static final TokenHasher SECOND =
      TokenHasher.hmacSha256("k2", "a new pepper of at least 32 bytes!".getBytes(US_ASCII));

  /** Takes all there is, and knows some by the hash of another kind. */
  private record Lax(Set<String> known) implements ForeignFormat {
    @Override
    public boolean hasShape(String presented) {
      return true;
    }

    @Override
    public Optional<String> find(String presented) {
      return known.contains(presented) ? Optional.of(reference(presented)) : Optional.empty();
    }

    static String reference(String text) {
      return "hash " + HexFormat.of().formatHex(TokenHasher.sha256().digest("!" + text).toBytes());
    }
  }

  /** Short ones meet often; and what looks like a token, a digest, or nothing. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab:").ofMinLength(1).ofMaxLength(3),
        Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(60),
        Arbitraries.strings().ofMaxLength(10),
        Arbitraries.strings().alpha().numeric().ofLength(36).map("acme_"::concat),
        Arbitraries.of("", " ", "sha256:", "imported:", "old/1", "null"));
  }

  private static boolean isPresentable(String text) {
    return !text.isBlank() && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E);
  }

  @Provide
  Arbitrary<Set<String>> tables() {
    return texts().set().ofMaxSize(6);
  }

  @Property(tries = 150)
  @Label("threats 13, 31: just what was imported is accepted, through a change of keys")
  void exactlyWhatWasImportedIsAcceptedAtABoundedCost(
      @ForAll("tables") Set<String> hashed,
      @ForAll("tables") Set<String> referred,
      @ForAll("tables") Set<String> others) {
    Lax format = new Lax(referred);
    Lab before = new Lab(b -> b.hasher(FIRST).foreignFormat(format));
    Lab after = new Lab(before.rows, b -> b.hasher(SECOND.replacing(FIRST)).foreignFormat(format));
    Map<String, TokenId> imported = new HashMap<>();
    for (String text : referred) {
      imported.put(text, imported(before, token().reference(Lax.reference(text))));
    }
    for (String text : hashed) {
      imported.put(text, imported(before, token().sha256(OldSystem.sha256(text))));
    }
    Set<String> presented = new HashSet<>(others);
    presented.addAll(hashed);
    presented.addAll(referred);

    for (Lab lab : List.of(before, after, after)) {
      for (String text : presented) {
        lab.store.forget();
        Verification outcome = lab.tokens.verify(text);
        int reads = lab.store.calls().size();
        if (isPresentable(text) && imported.containsKey(text)) {
          assertEquals(imported.get(text), assertInstanceOf(Verified.class, outcome).token().id());
        } else {
          assertInstanceOf(Rejected.class, outcome, text);
        }
        assertTrue(reads <= (isPresentable(text) ? 5 : 0), () -> text + ": " + lab.store.calls());
      }
      lab.tokens.flush();
    }
  }

  private static TokenImport.Builder token() {
    return TokenImport.forOwner("ada", Lab.START).neverExpires();
  }

  private static TokenId imported(Lab lab, TokenImport.Builder token) {
    return lab.tokens.administration().importToken(token.build()).id();
  }
}
