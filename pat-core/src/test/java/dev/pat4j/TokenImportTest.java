package dev.pat4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of an old table are taken over, each once. */
class TokenImportTest {

  private static final Instant MADE = Instant.parse("2019-05-06T07:08:09.123456Z");

  private static final byte[] MORE = "a new pepper of at least 32 bytes!".getBytes(UTF_8);

  private final OldSystem old = new OldSystem();
  private final Lab lab = new Lab(b -> b.foreignFormat(old));

  private AccessToken imported(TokenImport.Builder token) {
    return lab.tokens.administration().importToken(token.build());
  }

  private static String message(Class<? extends Exception> kind, Supplier<?> call) {
    return assertThrows(kind, call::get).getMessage();
  }

  @Nested
  class TheRow {

    @Test
    void isWhatTheOldTableSaid() {
      AccessToken token =
          imported(
              TokenImport.forOwner("grace", MADE)
                  .id(new TokenId(4_711))
                  .name("ci")
                  .scopes("repo", "repo:read", "gist")
                  .expiresAt(MADE.plusSeconds(60))
                  .lastUsedAt(MADE.plusSeconds(50), "::ffff:192.0.2.7")
                  .revoked(MADE.plusSeconds(55), "root", "leaked")
                  .lastEight("x92w9HnQ")
                  .allowedAddresses("192.0.2.0/24")
                  .attribute("ticket", "T-1")
                  .attribute("from", "old")
                  .sha256(OldSystem.sha256("x")));

      Instant made = Instant.parse("2019-05-06T07:08:09.123Z");
      StoredToken row = lab.row(new TokenId(4_711));
      assertEquals(
          StoredToken.builder(new TokenId(4_711), row.digest(), "sha256", "grace", MADE)
              .name("ci")
              .scopes("gist repo")
              .expiresAt(MADE.plusSeconds(60))
              .lastUse(new LastUse(made.plusSeconds(50), Optional.of("192.0.2.7")))
              .revocation(new Revocation(made.plusSeconds(55), "root", "leaked"))
              .lastEight("x92w9HnQ")
              .allowedAddresses("192.0.2.0/24")
              .attributes(Map.of("ticket", "T-1", "from", "old"))
              .build(),
          row);
      assertEquals(made, token.createdAt());
      assertEquals(token, lab.tokens.administration().find(token.id()).orElseThrow());
      assertEquals("TokenImport[owner=ada]", OldSystem.hashed(1).build().toString());
    }

    @Test
    void isAsPlainAsTheOldTableWas() {
      AccessToken token = imported(TokenImport.forOwner("ada", MADE).neverExpires().reference("1"));

      assertEquals("", token.name());
      assertEquals("", token.scopes().toString());
      assertEquals("", token.lastEight());
      assertEquals(Optional.empty(), token.expiresAt());
      assertEquals(Optional.empty(), token.lastUsedAt());
      assertEquals(Optional.empty(), token.revocation());
      assertEquals(token.id(), token.family());
    }

    @Test
    void hasADigestFromHexOfEitherCaseOrFromBytes() {
      String hex = OldSystem.sha256(OldSystem.text(1));
      Supplier<TokenImport.Builder> made = () -> TokenImport.forOwner("ada", MADE).neverExpires();

      AccessToken one = imported(made.get().sha256(hex));
      assertEquals(one, imported(made.get().sha256(hex.toUpperCase(Locale.ROOT))));
      assertEquals(one, imported(made.get().sha256(HexFormat.of().parseHex(hex))));
      lab.verified(OldSystem.text(1));
    }

    @Test
    void wasLastUsedFromNowhereIfThatIsNoAddress() {
      assertEquals(
          Optional.empty(),
          imported(OldSystem.hashed(1).lastUsedAt(MADE, "proxy.example")).lastUsedFrom());
      assertEquals(
          Optional.of(Instant.parse("2019-05-06T07:08:09.123Z")),
          imported(OldSystem.hashed(2).lastUsedAt(MADE)).lastUsedAt());
    }

    @Test
    void keepsTheOtherScopesWhereOneWasGivenUp() {
      ScopeCatalog catalog =
          ScopeCatalog.builder().scope("repo", "Repositories").retired("notifications").build();
      Lab later = new Lab(b -> b.scopes(catalog));

      AccessToken token =
          later
              .tokens
              .administration()
              .importToken(OldSystem.hashed(1).scopes("notifications", "repo").build());

      assertEquals("repo", token.scopes().toString());
    }

    @Test
    @DisplayName("threat 12: it may be older, longer-lived and one more than the policy allows")
    void isNotHeldToThePolicy() {
      Lab strict =
          new Lab(
              b ->
                  b.foreignFormat(old)
                      .policy(
                          TokenPolicy.builder()
                              .maximumLifetime(Duration.ofDays(1))
                              .tokensPerOwner(0)
                              .allowedScopes("gist")
                              .requireName()
                              .build()));
      TokenAdministration all = strict.tokens.administration();

      all.importToken(OldSystem.hashed(1).name("").build());
      all.importToken(
          TokenImport.forOwner("ada", Lab.START)
              .expiresAt(Lab.START.plusSeconds(60))
              .scopes("repo", "gist")
              .sha256(OldSystem.sha256(OldSystem.text(2)))
              .build());

      assertEquals(RejectionReason.POLICY_NOT_MET, strict.refused(OldSystem.text(1)));
      assertEquals("gist", strict.verified(OldSystem.text(2)).scopes().toString());
    }

    @Test
    void isToldToTheListenersOnce() {
      AccessToken token = imported(OldSystem.hashed(1));

      assertEquals(List.of(new TokenEvent.Imported(Lab.START, token)), lab.events);
      imported(OldSystem.hashed(1));
      assertEquals(List.of("Imported"), lab.told());
    }
  }

  @Nested
  class Again {

    @Test
    void changesNothingAndReturnsWhatIsThere() {
      AccessToken hashed = imported(OldSystem.hashed(1));
      AccessToken salted = imported(old.salted(2));
      AccessToken renamed = lab.mine().rename(hashed.id(), "renamed since");
      lab.mine().revoke(salted.id(), "since");

      assertEquals(renamed, imported(OldSystem.hashed(1)));
      assertEquals(salted.id(), imported(old.salted(2)).id());

      assertEquals(2, lab.rows.find(TokenQuery.all()).size());
      assertEquals(RejectionReason.REVOKED, lab.refused(OldSystem.text(2)));
    }

    @Test
    void itIsKnownByItsSha256UnderWhateverKey() {
      TokenHasher first = TokenHasher.hmacSha256("k1", new byte[32]);
      TokenHasher second = TokenHasher.hmacSha256("k2", MORE);
      Lab before = new Lab(lab.rows, b -> b.foreignFormat(old).hasher(first));
      Lab after = new Lab(lab.rows, b -> b.foreignFormat(old).hasher(second.replacing(first)));
      TokenId id = before.tokens.administration().importToken(OldSystem.hashed(1).build()).id();
      TokenAdministration all = after.tokens.administration();

      assertEquals(id, all.importToken(OldSystem.hashed(1).build()).id());
      after.verified(OldSystem.text(1));
      after.tokens.flush();
      assertEquals("k2", lab.row(id).hashKeyId());
      assertEquals(id, all.importToken(OldSystem.hashed(1).build()).id());
    }

    @Test
    void itIsKnownByItsIdWhateverHappenedToItSince() {
      TokenId one = imported(OldSystem.hashed(1).id(new TokenId(1))).id();
      TokenId two = imported(old.salted(2).id(new TokenId(2))).id();
      lab.mine().regenerate(one);
      lab.verified(OldSystem.text(2));
      lab.tokens.flush();
      lab.mine().regenerate(two);

      assertEquals(one, imported(OldSystem.hashed(1).id(new TokenId(1))).id());
      assertEquals(two, imported(old.salted(2).id(new TokenId(2))).id());

      assertEquals(RejectionReason.UNKNOWN, lab.refused(OldSystem.text(1)));
      assertEquals(RejectionReason.UNKNOWN, lab.refused(OldSystem.text(2)));
    }

    @Test
    void manyAtOnceImportItOnce() throws Exception {
      List<AccessToken> all = Threads.together(8, i -> imported(old.salted(5)));

      assertEquals(1, all.stream().distinct().count());
      assertEquals(1, lab.rows.find(TokenQuery.all()).size());
      assertEquals(List.of("Imported"), lab.told());
    }
  }

  @Nested
  class Clash {

    @Test
    void twoOwnersCannotHaveTheSameToken() {
      TokenId id = imported(OldSystem.hashed(1).id(new TokenId(9))).id();
      TokenImport other =
          TokenImport.forOwner("bob", MADE)
              .neverExpires()
              .sha256(OldSystem.sha256(OldSystem.text(1)))
              .build();

      assertEquals(
          "token 9 is of another owner or another time of creation than TokenImport[owner=bob],"
              + " and is recognised by the same: it is twice in the old table",
          message(TokenStateException.class, () -> lab.tokens.administration().importToken(other)));
      assertEquals("ada", lab.row(id).owner());
    }

    @Test
    void anIdThatIsTakenIsNamed() {
      imported(OldSystem.hashed(1).id(new TokenId(9)));

      assertEquals(
          "token 9 is of another owner or another time of creation than TokenImport[owner=bob],"
              + " and has the same id: leave id(...) out to have another drawn",
          message(
              TokenStateException.class,
              () ->
                  imported(
                      TokenImport.forOwner("bob", MADE)
                          .id(new TokenId(9))
                          .neverExpires()
                          .reference("2"))));
      assertEquals(1, lab.rows.find(TokenQuery.all()).size());
    }

    @Test
    void aStoreThatGivesAnotherRowIsABreakdown() {
      AccessToken other = imported(OldSystem.hashed(2));
      Lab lying =
          new Lab(
              lab.rows,
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public Optional<StoredToken> findByDigest(TokenDigest digest) {
                      return super.findById(other.id());
                    }
                  },
              b -> b);

      assertEquals(
          "the store gave token " + other.id() + " for a digest that is not its own",
          message(
              TokenStoreException.class,
              () -> lying.tokens.administration().importToken(OldSystem.hashed(1).build())));
    }

    @Test
    void aStoreThatRefusesForEverIsABreakdown() {
      Lab full =
          new Lab(
              new InMemoryTokenStore(),
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public boolean insert(StoredToken token) {
                      return false;
                    }
                  },
              b -> b);

      assertEquals(
          "the store refused 8 new ids in a row",
          message(
              TokenStoreException.class,
              () -> full.tokens.administration().importToken(OldSystem.hashed(1).build())));
      assertEquals(List.of(), full.told());
    }
  }

  @Nested
  class BadInput {

    private final TokenImport.Builder token = TokenImport.forOwner("ada", MADE);

    @Test
    void aScopeThatIsNotInTheCatalogueIsNamedAndNothingIsImported() {
      assertEquals(
          "TokenImport[owner=ada]: scope 'api' is not in the catalogue; declare it, as retired(...)"
              + " if it is to grant nothing",
          message(
              IllegalArgumentException.class,
              () -> imported(OldSystem.hashed(1).scopes("repo", "api"))));
      assertEquals(List.of(), lab.rows.find(TokenQuery.all()));
    }

    @Test
    void expiryAndRecognitionMustEachBeSaidOnce() {
      String sha256 = OldSystem.sha256("x");
      assertEquals(
          "say exactly one of expiresAt(...) or neverExpires(); none was said",
          message(IllegalStateException.class, () -> token.sha256(sha256).build()));
      assertEquals(
          "say exactly one of expiresAt(...) or neverExpires();"
              + " said were [neverExpires, expiresAt]",
          message(IllegalStateException.class, () -> token.neverExpires().expiresAt(MADE).build()));
      assertEquals(
          "say exactly one of sha256(...) or reference(...); none was said",
          message(
              IllegalStateException.class,
              () -> TokenImport.forOwner("ada", MADE).neverExpires().build()));
      assertEquals(
          "say exactly one of sha256(...) or reference(...); said were [sha256, reference]",
          message(
              IllegalStateException.class,
              () ->
                  TokenImport.forOwner("ada", MADE)
                      .neverExpires()
                      .sha256(sha256)
                      .reference("1")
                      .build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "g", "0x"})
    void aSha256IsSixtyFourHexadecimalDigitsAndIsNotRepeated(String wrong) {
      String hex = wrong + OldSystem.sha256("x").substring(0, 62);
      String message = message(IllegalArgumentException.class, () -> token.sha256(hex + "zz"));

      assertFalse(message.contains(hex), message);
      assertThrows(IllegalArgumentException.class, () -> token.sha256(new byte[31]));
      assertThrows(IllegalArgumentException.class, () -> token.sha256(new byte[20]));
    }

    @Test
    @DisplayName("threat 12: instants that no row can hold")
    void instantsAreInTheYearsOfARow() {
      for (Instant time :
          List.of(
              Instant.MIN,
              Instant.MAX,
              Instant.parse("0000-12-31T23:59:59.999Z"),
              Instant.parse("+10000-01-01T00:00:00Z"))) {
        assertThrows(IllegalArgumentException.class, () -> TokenImport.forOwner("ada", time));
        assertThrows(IllegalArgumentException.class, () -> token.expiresAt(time));
        assertThrows(IllegalArgumentException.class, () -> token.lastUsedAt(time));
        assertThrows(IllegalArgumentException.class, () -> token.lastUsedAt(time, "::1"));
        assertThrows(IllegalArgumentException.class, () -> token.revoked(time, "root", ""));
      }
      assertEquals(
          "createdAt is in the years 1 to 9999, not +10000-01-01T00:00:00Z",
          message(
              IllegalArgumentException.class,
              () -> TokenImport.forOwner("ada", Instant.parse("+10000-01-01T00:00:00Z"))));
    }

    @Test
    void textsHaveTheBoundsOfARow() {
      String tooLong = "x".repeat(256);
      for (String wrong : List.of("a\nb", tooLong)) {
        assertThrows(IllegalArgumentException.class, () -> TokenImport.forOwner(wrong, MADE));
        assertThrows(IllegalArgumentException.class, () -> token.name(wrong));
        assertThrows(IllegalArgumentException.class, () -> token.reference(wrong));
        assertThrows(IllegalArgumentException.class, () -> token.revoked(MADE, wrong, ""));
        assertThrows(IllegalArgumentException.class, () -> token.revoked(MADE, "root", wrong));
        assertThrows(IllegalArgumentException.class, () -> token.lastEight(wrong));
      }
      for (String blank : List.of("", " ")) {
        assertThrows(IllegalArgumentException.class, () -> TokenImport.forOwner(blank, MADE));
        assertThrows(IllegalArgumentException.class, () -> token.reference(blank));
        assertThrows(IllegalArgumentException.class, () -> token.revoked(MADE, blank, ""));
      }
      assertEquals(
          "of a token's text at most 8 characters are kept, not 9",
          message(IllegalArgumentException.class, () -> token.lastEight("123456789")));
      assertThrows(IllegalArgumentException.class, () -> token.attribute("a b", ""));
      assertThrows(IllegalArgumentException.class, () -> token.allowedAddresses("everywhere"));
    }
  }
}
