package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An owner reviews and manages what is his, and finds nothing else. */
class OwnedTokensTest {

  private final Lab lab = new Lab();
  private final OwnedTokens mine = lab.mine();

  @Nested
  class ListAndFind {

    @Test
    void theNewestComesFirstAndDeadOnesAreThereToo() {
      Held first = lab.issue();
      lab.clock.advance(Duration.ofDays(1));
      Held second = lab.issue();
      Held third = lab.issue();
      mine.revoke(first.id(), "");
      lab.clock.advance(Duration.ofDays(365));
      TokenId lower = second.id().compareTo(third.id()) < 0 ? second.id() : third.id();
      TokenId higher = lower.equals(second.id()) ? third.id() : second.id();

      assertEquals(
          List.of(higher, lower, first.id()), mine.list().stream().map(AccessToken::id).toList());
      assertEquals("ada", mine.owner());
    }

    @Test
    void moreThanAPageAreAllThere() {
      Lab many = new Lab(b -> b.policy(TokenPolicy.builder().tokensPerOwner(2_000).build()));
      StoredToken row = many.row(many.issue().id());
      for (int i = 1; i < 1_200; i++) {
        many.rows.insert(copy(row, i));
      }

      assertEquals(1_200, many.mine().list().size());
      assertEquals(1_200, many.mine().revokeAll(""));
      assertEquals(1_200, many.mine().deleteAll());
      assertEquals(List.of(), many.mine().list());
    }

    private StoredToken copy(StoredToken row, int id) {
      byte[] digest = row.digest().toBytes();
      digest[0] = (byte) id;
      digest[1] = (byte) (id >> 8);
      digest[2]++;
      return StoredToken.builder(
              new TokenId(id), TokenDigest.ofBytes(digest), "sha256", "ada", Lab.START)
          .build();
    }

    @Test
    void theLastUseIsThereBeforeItIsWritten() {
      Held held = lab.issue();
      lab.clock.advance(Duration.ofMinutes(5));
      lab.tokens.verify(held.text(), "192.0.2.1");

      for (AccessToken token :
          List.of(
              mine.list().get(0),
              mine.find(held.id()).orElseThrow(),
              lab.tokens.administration().find(held.id()).orElseThrow(),
              lab.tokens.administration().search(TokenQuery.all()).get(0),
              lab.tokens.administration().stream(TokenQuery.all()).findAny().orElseThrow())) {
        assertEquals(Optional.of(Instant.parse("2026-03-01T12:05:00Z")), token.lastUsedAt());
        assertEquals(Optional.of("192.0.2.1"), token.lastUsedFrom());
      }
      assertEquals(Optional.empty(), lab.row(held.id()).lastUse());
    }

    @Test
    void whatIsNotThereIsEmpty() {
      assertEquals(List.of(), mine.list());
      assertEquals(Optional.empty(), mine.find(new TokenId(1)));
    }
  }

  @Nested
  class SomebodyElses {

    @Test
    @DisplayName(
        "threat 19: revoked others' tokens (StudioCMS CVE-2026-30945, Langflow CVE-2026-33053)")
    void everyMethodThatTakesAnIdFindsNothingAndChangesNothing() {
      Held held = lab.issue("repo");
      StoredToken before = lab.row(held.id());
      lab.told();
      OwnedTokens bob = lab.tokens.ownedBy("bob");

      for (OwnedTokens other :
          List.of(bob, lab.tokens.ownedBy("ADA"), lab.tokens.ownedBy("ada "))) {
        List<Runnable> calls =
            List.of(
                () -> other.rename(held.id(), "mine"),
                () -> other.changeScopes(held.id(), "gist"),
                () -> other.changeScopes(held.id(), List.of("gist")),
                () -> other.changeAllowedAddresses(held.id(), "192.0.2.1"),
                () -> other.changeAttributes(held.id(), Map.of("a", "b")),
                () -> other.regenerate(held.id()),
                () -> other.regenerate(held.id(), Expiry.never()),
                () -> other.rotate(held.id(), Duration.ZERO),
                () -> other.revoke(held.id(), "mine"));
        for (Runnable call : calls) {
          assertThrows(TokenNotFoundException.class, call::run);
        }
        assertFalse(other.delete(held.id()));
        assertEquals(Optional.empty(), other.find(held.id()));
        assertEquals(0, other.revokeAll(""));
        assertEquals(0, other.deleteAll());
        assertEquals(List.of(), other.list());
      }
      assertEquals(before, lab.row(held.id()));
      assertEquals(List.of(), lab.told());
      lab.verified(held.text());
      assertEquals(
          "'bob' has no token with id " + held.id(),
          assertThrows(TokenNotFoundException.class, () -> bob.revoke(held.id(), "")).getMessage());
    }

    @Test
    void anIdThatNobodyHasIsNoDifferent() {
      TokenId nobody = new TokenId(TokenId.MAXIMUM);

      assertThrows(TokenNotFoundException.class, () -> mine.rename(nobody, "x"));
      assertThrows(TokenNotFoundException.class, () -> mine.revoke(nobody, ""));
      assertFalse(mine.delete(nobody));
    }

    @Test
    void anOwnerMustBeOne() {
      for (String owner : List.of("", " ", "a\0", "x".repeat(256))) {
        assertThrows(IllegalArgumentException.class, () -> lab.tokens.ownedBy(owner));
      }
    }
  }

  @Nested
  class Change {

    private final Held held = lab.issue("repo");

    @Test
    void aNameScopesAddressesAndAttributesAreReplacedAndNothingElse() {
      lab.clock.advance(Duration.ofDays(1));
      mine.rename(held.id(), "desktop");
      AccessToken scoped = mine.changeScopes(held.id(), "gist", "read:org");
      AccessToken bound = mine.changeAllowedAddresses(held.id(), "192.0.2.0/24", "::1");
      AccessToken after = mine.changeAttributes(held.id(), Map.of("a", "b"));

      assertEquals("desktop", after.name());
      assertEquals("gist read:org", scoped.scopes().toString());
      assertEquals(after.scopes(), scoped.scopes());
      assertEquals(after.allowedAddresses(), bound.allowedAddresses());
      assertEquals("[192.0.2.0/24, ::1]", after.allowedAddresses().toString());
      assertEquals(Map.of("a", "b"), after.attributes());
      assertEquals(lab.clock.instant(), after.updatedAt());
      assertEquals(held.token().createdAt(), after.createdAt());
      assertEquals(held.token().expiresAt(), after.expiresAt());
      assertEquals(after, mine.find(held.id()).orElseThrow());
      Verification outcome = lab.tokens.verify(held.text(), "::1");
      assertInstanceOf(Verified.class, outcome.requiring("gist"));
      assertInstanceOf(Rejected.class, outcome.requiring("repo"));
      assertEquals(
          RejectionReason.ADDRESS_NOT_ALLOWED, Lab.refused(lab.tokens.verify(held.text(), "::2")));
    }

    @Test
    void allOfThemMayBeTakenAway() {
      mine.changeAllowedAddresses(held.id(), "192.0.2.1");
      mine.rename(held.id(), "");
      mine.changeScopes(held.id());
      mine.changeAllowedAddresses(held.id());
      AccessToken after = mine.changeAttributes(held.id(), Map.of());

      assertEquals("", after.name());
      assertEquals("", after.scopes().toString());
      assertEquals(List.of(), after.allowedAddresses());
      lab.verified(held.text());
    }

    @Test
    void whatIsAgainstTheRulesChangesNothing() {
      StoredToken before = lab.row(held.id());
      Lab strict =
          new Lab(
              lab.rows,
              b -> b.policy(TokenPolicy.builder().requireName().allowedScopes("repo").build()));
      OwnedTokens strictly = strict.mine();

      assertThrows(IllegalArgumentException.class, () -> mine.rename(held.id(), "x".repeat(256)));
      assertThrows(IllegalArgumentException.class, () -> mine.rename(held.id(), "a\nb"));
      assertThrows(IllegalArgumentException.class, () -> mine.changeScopes(held.id(), "x"));
      assertThrows(
          IllegalArgumentException.class, () -> mine.changeAllowedAddresses(held.id(), "x"));
      assertThrows(
          IllegalArgumentException.class,
          () -> mine.changeAttributes(held.id(), Map.of("a b", "")));
      assertEquals(
          TokenPolicy.Rule.NAME,
          assertThrows(PolicyViolationException.class, () -> strictly.rename(held.id(), " "))
              .rule());
      PolicyViolationException scopes =
          assertThrows(
              PolicyViolationException.class, () -> strictly.changeScopes(held.id(), "gist"));
      assertEquals(TokenPolicy.Rule.SCOPES, scopes.rule());
      assertEquals("the scopes 'gist' go beyond 'repo'", scopes.getMessage());
      assertEquals(before, lab.row(held.id()));
    }

    @Test
    void aRevokedTokenIsNotChanged() {
      mine.revoke(held.id(), "");
      StoredToken before = lab.row(held.id());

      for (Runnable call :
          List.<Runnable>of(
              () -> mine.rename(held.id(), "x"),
              () -> mine.changeScopes(held.id()),
              () -> mine.changeAllowedAddresses(held.id()),
              () -> mine.changeAttributes(held.id(), Map.of()),
              () -> mine.regenerate(held.id()),
              () -> mine.rotate(held.id(), Duration.ZERO))) {
        assertEquals(
            "token " + held.id() + " is revoked, which is for good",
            assertThrows(TokenStateException.class, call::run).getMessage());
      }
      assertEquals(before, lab.row(held.id()));
    }

    @Test
    void aChangeBegunOnAnOldRowIsMadeOnTheNewOne() {
      AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
      Lab slow =
          new Lab(
              lab.rows,
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public boolean replace(StoredToken expected, StoredToken updated) {
                      meanwhile.getAndSet(() -> {}).run();
                      return super.replace(expected, updated);
                    }
                  },
              b -> b);
      meanwhile.set(() -> mine.changeScopes(held.id(), "gist"));

      AccessToken after = slow.mine().rename(held.id(), "both");

      assertEquals("both", after.name());
      assertEquals("gist", after.scopes().toString());
      assertEquals(List.of("Changed"), slow.told());
    }
  }

  @Nested
  class Revoke {

    @Test
    void itIsAStateWithTimeActorAndReasonAndTheRowStays() {
      Held held = lab.issue();
      lab.clock.advance(Duration.ofHours(1));

      assertTrue(mine.revoke(held.id(), "laptop lost"));

      Revocation revocation = mine.find(held.id()).orElseThrow().revocation().orElseThrow();
      assertEquals(new Revocation(lab.clock.instant(), "ada", "laptop lost"), revocation);
      assertEquals(lab.clock.instant(), lab.row(held.id()).updatedAt());
    }

    @Test
    void theFirstReasonStands() {
      Held held = lab.issue();
      mine.revoke(held.id(), "first");
      lab.clock.advance(Duration.ofHours(1));

      assertFalse(mine.revoke(held.id(), "second"));
      assertFalse(lab.tokens.administration().revoke(held.id(), "root", "third"));
      assertEquals(0, mine.revokeAll("fourth"));

      assertEquals(
          Optional.of(new Revocation(Lab.START, "ada", "first")),
          mine.find(held.id()).orElseThrow().revocation());
    }

    @Test
    void aReasonIsBoundedAndMayBeEmpty() {
      Held held = lab.issue();

      assertThrows(IllegalArgumentException.class, () -> mine.revoke(held.id(), "x".repeat(256)));
      assertThrows(IllegalArgumentException.class, () -> mine.revoke(held.id(), "a\nb"));
      assertThrows(IllegalArgumentException.class, () -> mine.revokeAll("a\nb"));
      assertTrue(mine.revoke(held.id(), ""));
    }

    @Test
    void anExpiredTokenCanBeRevokedToo() {
      Held held = lab.issue();
      lab.clock.advance(Duration.ofDays(91));

      assertTrue(mine.revoke(held.id(), ""));
      assertThrows(TokenStateException.class, () -> mine.regenerate(held.id()));
    }

    @Test
    void allOfThemAreTheOwnersAndNobodyElses() {
      Held one = lab.issue();
      Held two = lab.issue();
      Held bobs = Lab.held(lab.tokens.issue(TokenRequest.forOwner("bob").neverExpires().build()));

      assertEquals(2, mine.revokeAll("incident"));

      assertEquals(RejectionReason.REVOKED, lab.refused(one.text()));
      assertEquals(RejectionReason.REVOKED, lab.refused(two.text()));
      lab.verified(bobs.text());
    }
  }

  @Nested
  class Delete {

    @Test
    void theRowIsGoneForGood() {
      Held held = lab.issue();

      assertTrue(mine.delete(held.id()));

      assertEquals(Optional.empty(), lab.rows.findById(held.id()));
      assertEquals(RejectionReason.UNKNOWN, lab.refused(held.text()));
      assertFalse(mine.delete(held.id()));
    }

    @Test
    void revokedAndExpiredOnesCanBeDeletedToo() {
      Held revoked = lab.issue();
      mine.revoke(revoked.id(), "");
      Held expired = lab.issue();
      lab.clock.advance(Duration.ofDays(91));

      assertTrue(mine.delete(revoked.id()));
      assertTrue(mine.delete(expired.id()));
    }

    @Test
    void allOfThemAreTheOwnersAndNobodyElses() {
      lab.issue();
      lab.issue();
      Held bobs = Lab.held(lab.tokens.issue(TokenRequest.forOwner("bob").neverExpires().build()));

      assertEquals(2, mine.deleteAll());
      assertEquals(0, mine.deleteAll());
      lab.verified(bobs.text());
    }

    @Test
    void whoLosesTheRaceToDeleteIsTold() {
      Held held = lab.issue();
      Lab slow =
          new Lab(
              lab.rows,
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public boolean delete(TokenId id) {
                      super.delete(id);
                      return super.delete(id);
                    }
                  },
              b -> b);

      assertFalse(slow.mine().delete(held.id()));
      assertEquals(List.of(), slow.told());
    }
  }
}
