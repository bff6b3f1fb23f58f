package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was minted dies with what it was minted with, and is cut along. */
class MintedTest {

  private static final TokenPolicy MINTING =
      TokenPolicy.builder().permitMintingByTokens().permitSelfRotation().build();

  private final Lab lab = new Lab(b -> b.policy(MINTING));
  private final OwnedTokens mine = lab.mine();
  private final Held parent = lab.issue("repo", "read:org");

  private Held mint(Held with, TokenRequest.Builder request) {
    return mint(lab, with, request);
  }

  private static Held mint(Lab lab, Held with, TokenRequest.Builder request) {
    return Lab.held(lab.tokens.mint(lab.verified(with.text()), request.build()));
  }

  private static TokenRequest.Builder request(String... scopes) {
    return TokenRequest.forOwner("ada").scopes(scopes);
  }

  /** Does something the first time that this call reaches the store, before or after it. */
  private Lab interrupted(String call, boolean before, AtomicReference<Runnable> meanwhile) {
    return new Lab(
        lab.rows,
        store ->
            new DelegatingStore(store) {
              @Override
              public boolean insert(StoredToken token) {
                return during("insert", () -> super.insert(token));
              }

              @Override
              public boolean delete(TokenId id) {
                return during("delete", () -> super.delete(id));
              }

              @Override
              public List<StoredToken> find(TokenQuery query) {
                return query.mintedBy().isPresent()
                    ? during("mintedBy", () -> super.find(query))
                    : super.find(query);
              }

              private <T> T during(String now, Supplier<T> real) {
                Runnable other = call.equals(now) ? meanwhile.getAndSet(() -> {}) : () -> {};
                if (before) {
                  other.run();
                }
                T result = real.get();
                if (!before) {
                  other.run();
                }
                return result;
              }
            },
        b -> b.policy(MINTING).random(Lab.chance("interrupted")));
  }

  @Nested
  class DiesWithTheParent {

    private final Held child = mint(parent, request("repo").neverExpires());
    private final Held grandchild = mint(child, request("repo").neverExpires());

    private void assertRevoked(String reason) {
      for (Held dead : List.of(child, grandchild)) {
        assertEquals(RejectionReason.REVOKED, lab.refused(dead.text()));
        assertEquals(reason, lab.row(dead.id()).revocation().map(Revocation::reason).orElseThrow());
      }
    }

    @Test
    void whenItIsRevoked() {
      mine.revoke(parent.id(), "lost");
      assertRevoked("lost");
    }

    @Test
    void whenItIsRevokedByAnAdministrator() {
      lab.tokens.administration().revoke(parent.id(), "root", "leaked");
      assertRevoked("leaked");
    }

    @Test
    void whenItIsRevokedAgainAfterTheFirstTimeBrokeOff() {
      lab.tamper(parent.id(), row -> row.revocation(new Revocation(Lab.START, "ada", "")));
      lab.verified(child.text());

      assertFalse(mine.revoke(parent.id(), "again"));
      assertRevoked("again");
    }

    @Test
    void whenItIsRegenerated() {
      mine.regenerate(parent.id());
      assertRevoked("token " + parent.id() + " was regenerated");
    }

    @Test
    void whenItIsDeleted() {
      mine.delete(parent.id());
      assertRevoked("token " + parent.id() + " was deleted");
    }

    @Test
    void whenTheOneBetweenDies() {
      mine.revoke(child.id(), "between");
      assertRevoked("between");
      lab.verified(parent.text());
    }

    @Test
    void whenItExpires() {
      lab.clock.advance(Duration.ofDays(90));
      assertEquals(RejectionReason.EXPIRED, lab.refused(child.text()));
      assertEquals(RejectionReason.EXPIRED, lab.refused(grandchild.text()));
      assertEquals(
          "token " + child.id() + " would be dead at once; say when it is to expire",
          assertThrows(TokenStateException.class, () -> mine.regenerate(child.id())).getMessage());
    }

    @Test
    void allOfAnOwnerAreCountedOnce() {
      assertEquals(3, mine.revokeAll("incident"));
    }

    @Test
    void aChildThatIsRenewedLivesNoLongerThanBefore() {
      lab.clock.advance(Duration.ofDays(1));

      assertEquals(parent.token().expiresAt(), mine.regenerate(child.id()).token().expiresAt());
      Held next = Lab.held(mine.rotate(child.id(), Duration.ZERO));
      assertEquals(parent.token().expiresAt(), next.token().expiresAt());
      assertEquals(Optional.of(parent.id()), next.token().mintedBy());
      mine.revoke(parent.id(), "");
      assertEquals(RejectionReason.REVOKED, lab.refused(next.text()));
    }
  }

  @Nested
  class IsCutAlong {

    private final Held child = mint(parent, request("repo", "read:org").neverExpires());
    private final Held grandchild = mint(child, request("repo:read").neverExpires());

    @Test
    void whenTheParentIsRotated() {
      lab.told();
      mine.rotate(parent.id(), Duration.ofHours(1));

      Optional<Instant> end = Optional.of(Lab.START.plus(Duration.ofHours(1)));
      assertEquals(end, mine.find(child.id()).orElseThrow().expiresAt());
      assertEquals(end, mine.find(grandchild.id()).orElseThrow().expiresAt());
      assertEquals(List.of("Changed", "Changed", "Rotated"), lab.told());
      lab.verified(grandchild.text());
      lab.clock.advance(Duration.ofHours(1));
      assertEquals(RejectionReason.EXPIRED, lab.refused(grandchild.text()));
    }

    @Test
    void whenTheParentRotatesItself() {
      lab.tokens.rotate(lab.verified(parent.text()), Duration.ZERO);

      assertEquals(RejectionReason.EXPIRED, lab.refused(child.text()));
      assertEquals(RejectionReason.EXPIRED, lab.refused(grandchild.text()));
    }

    @Test
    void anEarlierEndStays() {
      Held brief = mint(parent, request().expiresAfter(Duration.ofMinutes(1)));
      mine.rotate(parent.id(), Duration.ofHours(1));

      assertEquals(
          Optional.of(Lab.START.plus(Duration.ofMinutes(1))),
          mine.find(brief.id()).orElseThrow().expiresAt());
    }

    @Test
    void whenTheParentsScopesAreNarrowed() {
      mine.changeScopes(parent.id(), "repo:read");

      assertEquals("repo:read", mine.find(child.id()).orElseThrow().scopes().toString());
      assertEquals("repo:read", mine.find(grandchild.id()).orElseThrow().scopes().toString());
      assertEquals(2, lab.row(child.id()).version());
      assertEquals(1, lab.row(grandchild.id()).version());
      mine.changeScopes(parent.id());
      assertEquals("", mine.find(grandchild.id()).orElseThrow().scopes().toString());
    }

    @Test
    void whenTheParentIsBoundToAddresses() {
      mine.changeAllowedAddresses(parent.id(), "192.0.2.0/24");

      assertEquals(
          RejectionReason.ADDRESS_NOT_ALLOWED,
          Lab.refused(lab.tokens.verify(child.text(), "10.0.0.1")));
      assertInstanceOf(Verified.class, lab.tokens.verify(grandchild.text(), "192.0.2.1"));
    }

    @Test
    void andRevokedWhenNoAddressIsLeft() {
      mine.changeAllowedAddresses(child.id(), "10.0.0.0/8");
      mine.changeAllowedAddresses(parent.id(), "192.0.2.0/24");

      assertEquals(RejectionReason.REVOKED, lab.refused(child.text()));
      assertEquals(RejectionReason.REVOKED, lab.refused(grandchild.text()));
      assertEquals(
          "no address is left that token " + parent.id() + " may use",
          lab.row(child.id()).revocation().map(Revocation::reason).orElseThrow());
    }

    @Test
    void butNotTouchedWhenTheParentIsWidenedOrRenamed() {
      StoredToken before = lab.row(child.id());
      mine.changeScopes(parent.id(), "repo", "admin:org", "gist");
      mine.rename(parent.id(), "another");

      assertEquals(before, lab.row(child.id()));
    }

    @Test
    void throughAParentThatCannotBeRead() {
      lab.tamper(child.id(), row -> row.scopes("no-such-scope"));

      mine.changeScopes(parent.id(), "gist");

      assertEquals("", mine.find(grandchild.id()).orElseThrow().scopes().toString());
      assertEquals("no-such-scope", lab.row(child.id()).scopes());
    }

    @Test
    void andAWarningOfTheNewEndIsDueAnew() {
      lab.tamper(child.id(), row -> row.expiryWarnedAt(Lab.START));
      lab.tamper(grandchild.id(), row -> row.expiryWarnedAt(Lab.START));
      mine.changeScopes(parent.id(), "repo");
      assertTrue(lab.row(child.id()).expiryWarnedAt().isPresent());

      mine.rotate(parent.id(), Duration.ofDays(10));
      assertEquals(Optional.empty(), lab.row(child.id()).expiryWarnedAt());
    }

    @Test
    void alsoIfItWasRotatedWhileTheParentWasChanged() {
      AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
      Lab narrowing = interrupted("mintedBy", false, meanwhile);
      List<Held> successor = new ArrayList<>();
      meanwhile.set(
          () ->
              successor.add(
                  Lab.held(lab.tokens.rotate(lab.verified(child.text()), Duration.ofHours(1)))));

      narrowing.mine().changeScopes(parent.id(), "read:org");

      assertEquals("read:org", lab.verified(successor.get(0).text()).scopes().toString());
      assertEquals("read:org", lab.verified(child.text()).scopes().toString());
    }
  }

  @Nested
  class Races {

    @Test
    void aParentRevokedWhileItMintsLeavesNoChild() {
      for (boolean before : List.of(true, false)) {
        Held held = lab.issue("repo");
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        Lab minting = interrupted("insert", before, meanwhile);
        Verified proof = minting.verified(held.text());
        meanwhile.set(() -> mine.revoke(held.id(), "faster"));

        assertThrows(
            TokenStateException.class,
            () -> minting.tokens.mint(proof, request("repo").neverExpires().build()));

        assertEquals(List.of(), lab.rows.find(TokenQuery.all().mintedBy(held.id()).revoked(false)));
      }
    }

    @Test
    void aParentCutWhileItMintsLeavesNoChildThatReachesFarther() {
      List<Consumer<TokenId>> cuts =
          List.of(
              id -> mine.changeScopes(id, "gist"),
              id -> mine.changeAllowedAddresses(id, "192.0.2.1"),
              id -> mine.rotate(id, Duration.ofHours(1)));
      for (Consumer<TokenId> cut : cuts) {
        Held held = lab.issue("repo", "gist");
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        Lab minting = interrupted("insert", true, meanwhile);
        Verified proof = minting.verified(held.text());
        meanwhile.set(() -> cut.accept(held.id()));

        assertEquals(
            "token " + held.id() + " was changed while it issued a token; try again",
            assertThrows(
                    TokenStateException.class,
                    () -> minting.tokens.mint(proof, request("repo").neverExpires().build()))
                .getMessage());

        assertEquals(List.of(), lab.rows.find(TokenQuery.all().mintedBy(held.id())));
      }
    }

    @Test
    void aParentDeletedWhileItMintsLeavesNoChild() {
      AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
      Lab deleting = interrupted("delete", true, meanwhile);
      List<Held> late = new ArrayList<>();
      meanwhile.set(() -> late.add(mint(parent, request("repo").neverExpires())));

      deleting.mine().delete(parent.id());

      assertEquals(RejectionReason.REVOKED, lab.refused(late.get(0).text()));
    }

    @Test
    void aChildIsRevokedBeforeItsParentIsGone() {
      Held child = mint(parent, request("repo").neverExpires());
      AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
      Lab deleting = interrupted("delete", true, meanwhile);
      meanwhile.set(
          () -> {
            throw new TokenStoreException("broken off", null);
          });

      assertThrows(TokenStoreException.class, () -> deleting.mine().delete(parent.id()));

      assertEquals(RejectionReason.REVOKED, lab.refused(child.text()));
    }

    @Test
    void aChildRotatedWhileItsParentIsRevokedDoesNotGetAway() {
      Held child = mint(parent, request("repo").neverExpires());
      AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
      Lab revoking = interrupted("mintedBy", false, meanwhile);
      List<Held> successor = new ArrayList<>();
      meanwhile.set(
          () ->
              successor.add(
                  Lab.held(lab.tokens.rotate(lab.verified(child.text()), Duration.ofHours(1)))));

      revoking.mine().revoke(parent.id(), "");

      assertEquals(RejectionReason.REVOKED, lab.refused(successor.get(0).text()));
      assertEquals(RejectionReason.REVOKED, lab.refused(child.text()));
    }
  }

  @Test
  @Timeout(60)
  void aChainOfFiveThousandIsRevokedWithoutRecursion() {
    int depth = 5_000;
    InMemoryTokenStore rows = lab.rows;
    StoredToken link = lab.row(parent.id());
    for (int i = 1; i <= depth; i++) {
      byte[] digest = new byte[32];
      digest[0] = (byte) i;
      digest[1] = (byte) (i >> 8);
      link =
          StoredToken.builder(
                  new TokenId((1L << 40) + i),
                  TokenDigest.ofBytes(digest),
                  "sha256",
                  "ada",
                  Lab.START)
              .mintedBy(link.id())
              .build();
      assertTrue(rows.insert(link));
    }
    // Children by index: a scan of all rows for each of them would make this a test of patience.
    Map<TokenId, StoredToken> childOf = new HashMap<>();
    Pages.of(rows, TokenQuery.all())
        .forEach(row -> row.mintedBy().ifPresent(by -> childOf.put(by, row)));
    Lab indexed =
        new Lab(
            rows,
            store ->
                new DelegatingStore(store) {
                  @Override
                  public List<StoredToken> find(TokenQuery query) {
                    return query.mintedBy().isEmpty() || query.after().isPresent()
                        ? super.find(query)
                        : Optional.ofNullable(childOf.get(query.mintedBy().get())).stream()
                            .toList();
                  }
                },
            b -> b);

    indexed.mine().revoke(parent.id(), "deep");

    assertEquals(
        "deep", rows.findById(link.id()).flatMap(StoredToken::revocation).orElseThrow().reason());
    assertEquals(List.of(), rows.find(TokenQuery.all().revoked(false)));
  }
}
