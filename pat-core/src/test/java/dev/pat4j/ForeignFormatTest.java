package dev.pat4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Collections.nCopies;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an older system are presented, and not one of them dies for it. */
class ForeignFormatTest {

  private static final byte[] K1 = "an old pepper of at least 32 bytes".getBytes(UTF_8);
  private static final byte[] K2 = "a new pepper of at least 32 bytes!".getBytes(UTF_8);
  private static final TokenHasher FIRST = TokenHasher.hmacSha256("k1", K1);

  private final OldSystem old = new OldSystem();
  private final Lab lab = lab(new InMemoryTokenStore(), FIRST);

  private Lab lab(InMemoryTokenStore rows, TokenHasher hasher) {
    return new Lab(rows, b -> b.foreignFormat(old).hasher(hasher));
  }

  private AccessToken imported(TokenImport.Builder token) {
    AccessToken imported = lab.tokens.administration().importToken(token.build());
    lab.store.forget();
    return imported;
  }

  @Nested
  class KnownByItsSha256 {

    @Test
    void isAcceptedWithItsOwnerScopesAndName() {
      AccessToken imported = imported(OldSystem.hashed(1));

      Verified verified = lab.verified(OldSystem.text(1));

      assertEquals(imported.id(), verified.token().id());
      assertEquals("ada", verified.token().owner());
      assertEquals("old laptop", verified.token().name());
      assertEquals("repo:read", verified.scopes().toString());
      assertEquals(
          RejectionReason.INSUFFICIENT_SCOPE,
          Lab.refused(lab.tokens.verify(OldSystem.text(1)).requiring("repo")));
    }

    @Test
    @DisplayName("threat 31: it costs one read as any other, and the host nothing")
    void costsOneReadAndNoQuestion() {
      imported(OldSystem.hashed(1));

      for (int i = 0; i < 3; i++) {
        lab.verified(OldSystem.text(1));
      }

      assertEquals(nCopies(3, "findByDigest"), lab.store.calls());
      assertEquals(List.of(), old.asked);
    }

    @Test
    @DisplayName("threat 24: what the old table leaked opens nothing, in any form")
    void theDigestOfTheOldTableIsNoToken() {
      Lab lax = new Lab(lab.rows, b -> b.foreignFormat(text -> true).hasher(FIRST));
      String sha256 = OldSystem.sha256(OldSystem.text(1));
      AccessToken imported = imported(OldSystem.hashed(1));

      for (String leaked :
          List.of(sha256, "sha256:" + sha256, "imported:" + sha256, "imported:sha256:" + sha256)) {
        assertEquals(RejectionReason.UNKNOWN, lax.refused(leaked));
      }
      assertEquals("k1", lab.row(imported.id()).hashKeyId());
      assertEquals(
          Optional.empty(),
          lab.rows.findByDigest(TokenHasher.sha256().digest(OldSystem.text(1))),
          "nor is it in the new table");
    }

    @Test
    void isRekeyedAsAnyOtherAndThenTheOldKeyCanGo() {
      AccessToken imported = imported(OldSystem.hashed(1));
      imported(OldSystem.hashed(2));
      TokenHasher second = TokenHasher.hmacSha256("k2", K2);
      Lab rotating = lab(lab.rows, second.replacing(FIRST));

      rotating.verified(OldSystem.text(1));
      assertEquals(List.of("findByDigest", "findByDigest"), rotating.store.calls());
      rotating.tokens.flush();

      assertEquals("k2", lab.row(imported.id()).hashKeyId());
      Lab rotated = lab(lab.rows, second);
      rotated.verified(OldSystem.text(1));
      assertEquals(RejectionReason.UNKNOWN, rotated.refused(OldSystem.text(2)));
      assertEquals(RejectionReason.UNKNOWN, lab.refused(OldSystem.text(1)), "the old key finds it");
    }
  }

  @Nested
  class KnownByAReference {

    @Test
    void isVerifiedByTheHostOnceAndByItsDigestEverAfter() {
      AccessToken imported = imported(old.salted(7));
      assertEquals(TokenImport.BY_REFERENCE, lab.row(imported.id()).hashKeyId());

      assertEquals(imported.id(), lab.verified(OldSystem.text(7)).token().id());
      assertEquals(nCopies(2, "findByDigest"), lab.store.calls());
      assertEquals(List.of("7"), old.asked);
      assertEquals(1, waiting());

      lab.tokens.flush();
      assertEquals("k1", lab.row(imported.id()).hashKeyId());
      assertEquals(0, waiting());
      lab.store.forget();
      lab.verified(OldSystem.text(7));
      assertEquals(List.of("findByDigest"), lab.store.calls());
      assertEquals(List.of("7"), old.asked);
    }

    private long waiting() {
      return lab.tokens.administration().stream(
              TokenQuery.all().hashedUnder(TokenImport.BY_REFERENCE))
          .count();
    }

    @Test
    void aWrongSecretIsUnknownAndChangesNothing() {
      AccessToken imported = imported(old.salted(7));
      String wrong = OldSystem.text(7).replaceFirst(".$", "_").replace('_', 'x');

      assertEquals(RejectionReason.UNKNOWN, lab.refused(wrong));
      assertEquals(RejectionReason.UNKNOWN, lab.refused(OldSystem.text(8)));
      lab.tokens.flush();

      assertEquals(TokenImport.BY_REFERENCE, lab.row(imported.id()).hashKeyId());
    }

    @Test
    void aHashWithoutASaltIsItselfTheReferenceAndNothingIsAsked() {
      ForeignFormat unsalted =
          new ForeignFormat() {
            @Override
            public boolean hasShape(String presented) {
              return presented.startsWith("old-");
            }

            @Override
            public Optional<String> find(String presented) {
              return Optional.of(OldSystem.sha256("old salt for all" + presented));
            }
          };
      Lab other = new Lab(lab.rows, b -> b.foreignFormat(unsalted));
      String hash = OldSystem.sha256("old salt for all" + OldSystem.text(3));
      imported(OldSystem.unrecognised().reference(hash));

      other.verified(OldSystem.text(3));
      assertEquals(RejectionReason.UNKNOWN, other.refused(OldSystem.text(4)));
      assertEquals(RejectionReason.UNKNOWN, other.refused("old-" + hash));
    }

    @Test
    void onceItIsRegeneratedTheOldTextIsDead() {
      AccessToken imported = imported(old.salted(7));
      String fresh = lab.mine().regenerate(imported.id()).secret().reveal();

      assertEquals(RejectionReason.UNKNOWN, lab.refused(OldSystem.text(7)));
      assertTrue(lab.tokens.format().hasShape(fresh));
      lab.verified(fresh);
    }

    @Test
    void regeneratedBetweenItsFirstUseAndTheFlushItIsLeftAlone() {
      AccessToken imported = imported(old.salted(7));
      lab.verified(OldSystem.text(7));
      String fresh = lab.mine().regenerate(imported.id()).secret().reveal();
      lab.tokens.flush();

      assertEquals(RejectionReason.UNKNOWN, lab.refused(OldSystem.text(7)));
      lab.verified(fresh);
    }

    @Test
    void reKeyedWhileTheHostIsAskedItIsNotCalledUnknown() {
      AccessToken imported = imported(old.salted(7));
      lab.verified(OldSystem.text(7));
      ForeignFormat slow =
          new ForeignFormat() {
            @Override
            public boolean hasShape(String presented) {
              return old.hasShape(presented);
            }

            @Override
            public Optional<String> find(String presented) {
              lab.tokens.flush();
              return old.find(presented);
            }
          };
      Lab other = new Lab(lab.rows, b -> b.foreignFormat(slow).hasher(FIRST));

      assertEquals(imported.id(), other.verified(OldSystem.text(7)).token().id());
    }

    @Test
    void onceItWasUsedTheReferenceFindsItNoMore() {
      imported(old.salted(7));
      lab.verified(OldSystem.text(7));
      lab.tokens.flush();
      // As a slow hash that looks at a part of the text only: both are right to the old system.
      Lab careless = new Lab(lab.rows, b -> b.foreignFormat(naming("old/7")).hasher(FIRST));

      assertEquals(RejectionReason.UNKNOWN, careless.refused("old-another"));
    }

    @Test
    void rotatedItWorksOnForTheOverlap() {
      AccessToken imported = imported(old.salted(7));
      String successor = lab.mine().rotate(imported.id(), Duration.ofHours(1)).secret().reveal();

      lab.verified(OldSystem.text(7));
      lab.clock.advance(Duration.ofHours(1));
      assertEquals(RejectionReason.EXPIRED, lab.refused(OldSystem.text(7)));
      lab.verified(successor);
    }
  }

  private static ForeignFormat naming(String reference) {
    return new ForeignFormat() {
      @Override
      public boolean hasShape(String presented) {
        return presented.startsWith("old-");
      }

      @Override
      public Optional<String> find(String presented) {
        return Optional.of(reference);
      }
    };
  }

  @Nested
  @DisplayName("steps 6 to 10 hold for it as for any other")
  class Refused {

    private void assertRefused(RejectionReason reason, Lab by, AccessToken imported, int number) {
      Rejected refused =
          assertInstanceOf(Rejected.class, by.tokens.verify(OldSystem.text(number), "192.0.2.1"));
      assertEquals(reason, refused.reason());
      assertEquals(Optional.of(imported.id()), refused.tokenId());
      by.tokens.flush();
    }

    @Test
    @DisplayName("threat 9: revoked, before the import or after it")
    void revoked() {
      AccessToken before = imported(old.salted(1).revoked(Lab.START, "root", "lost"));
      AccessToken after = imported(OldSystem.hashed(2));
      lab.mine().revoke(after.id(), "");

      assertRefused(RejectionReason.REVOKED, lab, before, 1);
      assertRefused(RejectionReason.REVOKED, lab, after, 2);
      assertEquals(TokenImport.BY_REFERENCE, lab.row(before.id()).hashKeyId(), "not re-keyed");
    }

    @Test
    @DisplayName("threat 11: expired at the millisecond")
    void expired() {
      AccessToken imported =
          imported(
              TokenImport.forOwner("ada", Lab.START)
                  .expiresAt(Lab.START.plusMillis(1))
                  .sha256(OldSystem.sha256(OldSystem.text(1))));

      lab.verified(OldSystem.text(1));
      lab.clock.advance(Duration.ofMillis(1));
      assertRefused(RejectionReason.EXPIRED, lab, imported, 1);
    }

    @Test
    @DisplayName("threat 9: its owner is no longer active")
    void ownerInactive() {
      AccessToken imported = imported(old.salted(1));
      Lab without =
          new Lab(lab.rows, b -> b.foreignFormat(old).owners(owner -> false).hasher(FIRST));

      assertRefused(RejectionReason.OWNER_INACTIVE, without, imported, 1);
    }

    @Test
    void fromAnAddressThatIsNotAllowed() {
      AccessToken imported = imported(OldSystem.hashed(1).allowedAddresses("2001:db8::/32"));

      assertRefused(RejectionReason.ADDRESS_NOT_ALLOWED, lab, imported, 1);
    }

    @Test
    void deletedItIsUnknown() {
      lab.mine().delete(imported(OldSystem.hashed(1)).id());
      lab.mine().delete(imported(old.salted(2)).id());

      assertEquals(RejectionReason.UNKNOWN, lab.refused(OldSystem.text(1)));
      assertEquals(RejectionReason.UNKNOWN, lab.refused(OldSystem.text(2)));
    }

    @Test
    @DisplayName(
        "threat 32: imported tokens die on no one day, and their owners can be told before")
    void byThePolicyOfNowEachFromAMomentOfItsOwn() {
      Duration spread = Duration.ofDays(30);
      TokenPolicy policy =
          TokenPolicy.builder()
              .maximumLifetime(Duration.ofDays(90))
              .tokensPerOwner(3)
              .requireName()
              .enforcedAtUseFrom(Lab.START.plus(Duration.ofDays(7)), spread)
              .build();
      Lab strict = new Lab(b -> b.foreignFormat(old).policy(policy));
      TokenAdministration all = strict.tokens.administration();
      for (int i = 1; i <= 20; i++) {
        all.importToken(OldSystem.hashed(i).name("").build());
      }

      assertEquals(20, all.notComplying(TokenQuery.all()).count());
      strict.clock.advance(Duration.ofDays(7).minusMillis(1));
      assertEquals(20, alive(strict));
      List<Long> left = new ArrayList<>();
      for (int week = 0; week < 4; week++) {
        strict.clock.advance(Duration.ofDays(8));
        left.add(alive(strict));
      }
      assertTrue(left.get(0) > 8 && left.get(1) > 4 && left.get(2) > 0, left::toString);
      assertEquals(0, left.get(3));
      assertEquals(RejectionReason.POLICY_NOT_MET, strict.refused(OldSystem.text(1)));
    }

    private static long alive(Lab strict) {
      long alive = 0;
      for (int i = 1; i <= 20; i++) {
        alive += strict.tokens.verify(OldSystem.text(i)) instanceof Verified ? 1 : 0;
      }
      return alive;
    }
  }

  @Nested
  class Junk {

    @Test
    @DisplayName("threat 31: what has no shape asks neither the store nor the host")
    void costsNothing() {
      for (String junk :
          List.of("old", "old-", "old-1-x", "Bearer old-1", OldSystem.text(1) + "x")) {
        assertEquals(RejectionReason.MALFORMED, lab.refused(junk));
      }
      String never = lab.neverIssued();
      String mistyped = never.substring(0, never.length() - 1) + (never.endsWith("a") ? 'b' : 'a');
      assertEquals(RejectionReason.CHECKSUM_MISMATCH, lab.refused(mistyped));

      assertEquals(List.of(), old.asked);
      assertEquals(List.of(), lab.store.calls());
    }

    @Test
    @DisplayName("threat 31: what has the shape and is unknown costs one read, and the host one")
    void costsOneRead() {
      assertEquals(RejectionReason.UNKNOWN, lab.refused(OldSystem.text(99)));

      assertEquals(List.of("findByDigest"), lab.store.calls());
      assertEquals(List.of("99"), old.asked);
    }

    @ParameterizedTest
    @DisplayName("threats 13, 16: nothing, blanks, controls and other alphabets get nowhere")
    @ValueSource(
        strings = {"", " ", "   ", "a\0", "\n", "old\r", "t\u007F", "ı", "\uD800", "é", "Ａ"})
    void isRefusedBeforeAnythingIsAsked(String junk) {
      List<String> seen = new ArrayList<>();
      Lab lax = new Lab(b -> b.foreignFormat(seen::add));

      assertEquals(RejectionReason.MALFORMED, lax.refused(junk));
      assertEquals(RejectionReason.MALFORMED, Lab.refused(lax.tokens.verify(null)));

      assertEquals(List.of(), seen);
      assertEquals(List.of(), lax.store.calls());
    }

    @Test
    void ofMoreThanFourThousandCharactersIsRefusedBeforeAnythingIsAsked() {
      List<Integer> seen = new ArrayList<>();
      Lab lax = new Lab(b -> b.foreignFormat(text -> seen.add(text.length())));

      assertEquals(RejectionReason.UNKNOWN, lax.refused("x".repeat(4_096)));
      assertEquals(RejectionReason.MALFORMED, lax.refused("x".repeat(4_097)));
      assertEquals(RejectionReason.MALFORMED, lax.refused("x".repeat(10_000_000)));

      assertEquals(List.of(4_096), seen);
    }
  }

  @Nested
  class BesideTheOwnFormat {

    @Test
    void aTokenOfTheOwnFormatAsksNoForeignOne() {
      List<String> seen = new ArrayList<>();
      Lab lax = new Lab(b -> b.foreignFormat(seen::add));
      String text = lax.issue().text();

      lax.verified(text);

      assertEquals(List.of(), seen);
    }

    @Test
    void aTokenThatOnlyLooksLikeAnOwnOneIsLookedUpAsAForeignOne() {
      Lab same = new Lab(b -> b.foreignFormat(text -> text.startsWith("acme_")));
      String fits = same.neverIssued();
      String doesNot = "acme_" + "x".repeat(36);
      for (String text : List.of(fits, doesNot)) {
        same.tokens
            .administration()
            .importToken(OldSystem.unrecognised().sha256(OldSystem.sha256(text)).build());
        same.verified(text);
      }
      assertEquals(
          RejectionReason.CHECKSUM_MISMATCH, lab.refused(doesNot), "if nobody claims its shape");
    }

    @Test
    void aBrandThatIsRenamedAndAHostThatMovesGoTogether() {
      imported(OldSystem.hashed(1));
      Lab renamed =
          new Lab(
              lab.rows,
              b ->
                  b.format(TokenFormat.withPrefix("new").alsoAccepting("acme"))
                      .foreignFormat(text -> false)
                      .foreignFormat(naming("nothing"))
                      .foreignFormat(old)
                      .hasher(FIRST));

      renamed.verified(OldSystem.text(1));
      imported(old.salted(2));
      renamed.verified(OldSystem.text(2));
    }

    @Test
    void withoutItsFormatAnImportedTokenIsMalformed() {
      imported(OldSystem.hashed(1));

      assertEquals(
          RejectionReason.MALFORMED,
          new Lab(lab.rows, b -> b.hasher(FIRST)).refused(OldSystem.text(1)));
    }

    @Test
    void aKeyThatIsNamedAsTheRowsThatWaitIsRefusedWhenTheLibraryIsBuilt() {
      TokenHasher named = TokenHasher.hmacSha256("imported", K1);

      assertEquals(
          "hash key id 'imported' means rows imported by reference: name the key otherwise",
          assertThrows(IllegalArgumentException.class, () -> new Lab(b -> b.hasher(named)))
              .getMessage());
      assertThrows(
          IllegalArgumentException.class, () -> new Lab(b -> b.hasher(FIRST.replacing(named))));
    }
  }
}
