package dev.pat4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Collections.nCopies;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pat4j.Lab.Held;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.StoredToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps 1 to 4, each under the words of {@link PersonalAccessTokens#verify}: what is presented. */
class PresentedTokenTest {

  private static final byte[] OLD = "an old pepper of at least 32 bytes".getBytes(UTF_8);
  private static final byte[] NEW = "a new pepper of at least 32 bytes!".getBytes(UTF_8);

  @Nested
  @DisplayName("1 shape: an accepted prefix, an underscore, 36 characters of the alphabet")
  class Shape {

    @Test
    @DisplayName("threat 13: an empty token matched (Spree CVE-2020-26223)")
    void nothingMuchIsMalformedAndTheStoreIsNotAsked() {
      Lab lab = new Lab();
      Held held = lab.issue();
      lab.store.forget();

      List<String> nothings =
          List.of(
              "", " ", "null", "\0", "acme", "acme_", "acme_\0", "acme_null", "undefined", "true");
      for (String nothing : nothings) {
        assertEquals(RejectionReason.MALFORMED, lab.refused(nothing), nothing);
      }
      assertEquals(RejectionReason.MALFORMED, Lab.refused(lab.tokens.verify(null)));
      assertEquals(RejectionReason.MALFORMED, lab.refused(held.text() + "\0"));
      assertEquals(List.of(), lab.store.calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {" %s", "%s ", "\t%s", "%s\n", "Bearer %s", "\"%s\"", "%s,%s", "x%s"})
    void nothingIsTrimmedOrStripped(String around) {
      Lab lab = new Lab();
      String text = lab.issue().text();

      assertEquals(RejectionReason.MALFORMED, lab.refused(around.replace("%s", text)));
    }

    @Test
    void tenMegabytesAreRefusedAtOnceWhereverTheTokenIsInThem() {
      Lab lab = new Lab();
      String text = lab.issue().text();
      String padding = "A".repeat(10_000_000);
      lab.store.forget();

      for (String huge : List.of(padding, text + padding, padding + text, padding + "_" + text)) {
        assertEquals(RejectionReason.MALFORMED, lab.refused(huge));
      }
      assertEquals(List.of(), lab.store.calls());
    }

    @Test
    @DisplayName("threat 16: Unicode case folding collided (Django CVE-2019-19844)")
    void lookAlikesAreMalformedInEveryLocale() {
      Lab lab = new Lab();
      String text = lab.issue().text();
      Locale before = Locale.getDefault();
      try {
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        for (String digit : List.of("ı", "İ", "\u212A", "\u017F", "\uFF11", "\u0661", "\u0131")) {
          String last = text.substring(0, text.length() - 1) + digit;
          assertEquals(RejectionReason.MALFORMED, lab.refused(last));
        }
        assertEquals(RejectionReason.MALFORMED, lab.refused(text.replace("acme", "ACME")));
        lab.verified(text);
      } finally {
        Locale.setDefault(before);
      }
    }

    @Test
    void anOlderPrefixIsAcceptedAndOneNeverNamedIsNot() {
      InMemoryTokenStore rows = new InMemoryTokenStore();
      Held held = new Lab(rows, builder -> builder).issue();
      TokenFormat renamed = TokenFormat.withPrefix("new").alsoAccepting("acme");

      new Lab(rows, builder -> builder.format(renamed)).verified(held.text());
      assertEquals(
          RejectionReason.MALFORMED,
          new Lab(rows, builder -> builder.format(TokenFormat.withPrefix("new")))
              .refused(held.text()));
    }
  }

  @Nested
  @DisplayName("2 checksum: the last six fit the thirty before")
  class Checksum {

    @Test
    void aTokenWithAWrongChecksumIsRefusedAndTheStoreIsNotAsked() {
      Lab lab = new Lab();
      String text = lab.issue().text();
      char last = text.charAt(text.length() - 1);
      lab.store.forget();

      String mistyped = text.substring(0, text.length() - 1) + (last == 'a' ? 'b' : 'a');

      assertEquals(RejectionReason.CHECKSUM_MISMATCH, lab.refused(mistyped));
      assertEquals(List.of(), lab.store.calls());
    }

    @Test
    @DisplayName("threat 15: a case-insensitive column merged tokens (MySQL)")
    void flippingTheCaseOfAnyLetterIsRefused() {
      Lab lab = new Lab();
      String text = lab.issue().text();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isLetter(c)) {
          char flipped = Character.isUpperCase(c) ? (char) (c + 32) : (char) (c - 32);
          String other = text.substring(0, i) + flipped + text.substring(i + 1);
          assertInstanceOf(Rejected.class, lab.tokens.verify(other), other);
        }
      }
    }
  }

  @Nested
  @DisplayName("3 digest: the text is hashed")
  class Digest {

    @Test
    @DisplayName("threat 14: the database coerced types (Devise CVE-2013-0233)")
    void theStoreIsAskedForThirtyTwoBytesWhateverIsPresented() {
      List<TokenDigest> asked = new ArrayList<>();
      Lab lab =
          new Lab(
              new InMemoryTokenStore(),
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public Optional<StoredToken> findByDigest(TokenDigest digest) {
                      asked.add(digest);
                      return super.findByDigest(digest);
                    }
                  },
              builder -> builder);
      lab.verified(lab.issue().text());
      for (String coerced : List.of("0", "1", "true", "false", "[]", "{}", "NaN", "1e1", "0x0")) {
        assertEquals(RejectionReason.MALFORMED, lab.refused(coerced));
      }

      assertEquals(1, asked.size());
      assertEquals(32, asked.get(0).toBytes().length);
    }

    @Test
    void aRowIsNotFoundUnderAnotherPepper() {
      InMemoryTokenStore rows = new InMemoryTokenStore();
      Held held =
          new Lab(rows, builder -> builder.hasher(TokenHasher.hmacSha256("k1", OLD))).issue();
      Lab other = new Lab(rows, builder -> builder.hasher(TokenHasher.hmacSha256("k1", NEW)));

      assertEquals(RejectionReason.UNKNOWN, other.refused(held.text()));
    }
  }

  @Nested
  @DisplayName("4 look-up: the store has a row under that digest")
  class LookUp {

    @Test
    void aTokenThatWasNeverIssuedIsUnknown() {
      Lab lab = new Lab();
      String never = lab.neverIssued();

      Rejected refused = assertInstanceOf(Rejected.class, lab.tokens.verify(never));

      assertEquals(RejectionReason.UNKNOWN, refused.reason());
      assertEquals(Optional.empty(), refused.tokenId());
    }

    @Test
    void aDeletedTokenIsUnknown() {
      Lab lab = new Lab();
      Held held = lab.issue();
      lab.mine().delete(held.id());

      assertEquals(RejectionReason.UNKNOWN, lab.refused(held.text()));
    }

    @Test
    @DisplayName("threat 31: a refused request costs no call when malformed, one when unknown")
    void costOfARefusal() {
      Lab lab = new Lab();
      Held held = lab.issue();
      lab.mine().revoke(held.id(), "");
      String never = lab.neverIssued();
      lab.store.forget();

      lab.tokens.verify("acme_x");
      assertEquals(List.of(), lab.store.calls());

      lab.tokens.verify(never);
      assertEquals(List.of("findByDigest"), lab.store.calls());
      lab.store.forget();

      lab.tokens.verify(held.text());
      assertEquals(List.of("findByDigest"), lab.store.calls());
    }

    @Test
    void anAcceptedTokenCostsExactlyOneReadAndNoWriteAtFirstAndEver() {
      Lab lab = new Lab();
      Held held = lab.issue("repo");
      lab.store.forget();

      for (int minute = 0; minute < 5; minute++) {
        lab.clock.advance(Duration.ofMinutes(1));
        lab.tokens.verify(held.text(), "192.0.2." + minute).requiring("repo:read");
      }

      assertEquals(nCopies(5, "findByDigest"), lab.store.calls());
    }

    @Test
    void whileKeysRotateAnOldTokenIsFoundByAsManyReadsAsThereAreKeys() {
      InMemoryTokenStore rows = new InMemoryTokenStore();
      Held held = new Lab(rows, builder -> builder).issue();
      TokenHasher rotating =
          TokenHasher.hmacSha256("k2", NEW)
              .replacing(TokenHasher.hmacSha256("k1", OLD), TokenHasher.sha256());
      Lab lab = new Lab(rows, builder -> builder.hasher(rotating));

      lab.verified(held.text());

      assertEquals(nCopies(3, "findByDigest"), lab.store.calls());
    }
  }
}
