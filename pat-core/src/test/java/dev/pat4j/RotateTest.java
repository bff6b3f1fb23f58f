package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A successor beside the token: by its owner, and by the token itself. */
class RotateTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Lab lab = new Lab(b -> b.policy(selfRotation()));
  private final OwnedTokens mine = lab.mine();
  private final Held held = lab.issue("repo");

  @Nested
  class ByItsOwner {

    @Test
    void theSuccessorIsAsTheTokenWasAndNamesIt() {
      mine.changeAllowedAddresses(held.id(), "192.0.2.0/24");
      mine.changeAttributes(held.id(), Map.of("a", "b"));
      lab.clock.advance(Duration.ofDays(10));

      Held next = Lab.held(mine.rotate(held.id(), HOUR));

      assertNotEquals(held.id(), next.id());
      assertEquals("laptop", next.token().name());
      assertEquals("repo", next.token().scopes().toString());
      assertEquals("[192.0.2.0/24]", next.token().allowedAddresses().toString());
      assertEquals(Map.of("a", "b"), next.token().attributes());
      assertEquals(lab.clock.instant(), next.token().createdAt());
      assertEquals(Optional.of(held.id()), next.token().rotatedFrom());
      assertEquals(held.id(), next.token().family());
      assertEquals(
          Optional.of(lab.clock.instant().plus(Duration.ofDays(90))), next.token().expiresAt());
      assertEquals(next.token(), mine.find(next.id()).orElseThrow());
      AccessToken old = mine.find(held.id()).orElseThrow();
      assertEquals(Optional.of(lab.clock.instant()), old.rotatedAt());
      assertEquals(lab.clock.instant(), old.updatedAt());
    }

    @Test
    void aLineOfRotationsIsOneFamily() {
      Held second = Lab.held(mine.rotate(held.id(), HOUR));
      Held third = Lab.held(mine.rotate(second.id(), HOUR));

      assertEquals(held.id(), third.token().family());
      assertEquals(Optional.of(second.id()), third.token().rotatedFrom());
    }

    @Test
    void bothLiveForTheOverlapAndThenTheOldOneIsDead() {
      Held next = Lab.held(mine.rotate(held.id(), HOUR));

      lab.clock.advance(HOUR.minusMillis(1));
      lab.verified(held.text());
      lab.verified(next.text());
      lab.clock.advance(Duration.ofMillis(1));
      assertEquals(RejectionReason.EXPIRED, lab.refused(held.text()));
      lab.verified(next.text());
    }

    @Test
    void withoutAnOverlapTheOldOneIsDeadAtOnce() {
      Held next = Lab.held(mine.rotate(held.id(), Duration.ZERO));

      assertEquals(RejectionReason.EXPIRED, lab.refused(held.text()));
      lab.verified(next.text());
    }

    @Test
    @DisplayName("threat 22: rotation extended a dying key (Unkey)")
    void theOverlapNeverExtendsTheOldOne() {
      lab.clock.advance(Duration.ofDays(90).minusSeconds(1));
      mine.rotate(held.id(), Duration.ofDays(30));

      assertEquals(held.token().expiresAt(), mine.find(held.id()).orElseThrow().expiresAt());
    }

    @Test
    void aTokenThatNeverExpiresHasASuccessorThatNeverDoes() {
      Held forEver =
          Lab.held(lab.tokens.issue(TokenRequest.forOwner("ada").neverExpires().build()));

      assertEquals(Optional.empty(), mine.rotate(forEver.id(), HOUR).token().expiresAt());
      assertEquals(
          Optional.of(Lab.START.plus(HOUR)), mine.find(forEver.id()).orElseThrow().expiresAt());
    }

    @Test
    @DisplayName("threat 21: rotation revealed a stronger token (GitLab 418878)")
    void rightsAreCheckedAgain() {
      OwnerDirectory demoted =
          new OwnerDirectory() {
            @Override
            public boolean isActive(String owner) {
              return true;
            }

            @Override
            public Scopes rightsOf(String owner, Scopes granted) {
              return Lab.CATALOG.of("repo:read", "admin:org");
            }
          };
      Lab later = new Lab(lab.rows, b -> b.owners(demoted).random(Lab.chance("later")));

      assertEquals("repo:read", later.mine().rotate(held.id(), HOUR).token().scopes().toString());
    }

    @Test
    void theSuccessorLivesNoLongerThanThePolicyAllowsNow() {
      Lab strict =
          new Lab(
              lab.rows,
              b ->
                  b.random(Lab.chance("strict"))
                      .policy(
                          TokenPolicy.builder()
                              .maximumLifetime(Duration.ofDays(30))
                              .allowedScopes("repo:read")
                              .build()));

      Held next = Lab.held(strict.mine().rotate(held.id(), HOUR));

      assertEquals(Optional.of(Lab.START.plus(Duration.ofDays(30))), next.token().expiresAt());
      assertEquals("repo:read", next.token().scopes().toString());
      strict.verified(next.text());
    }

    @Test
    @DisplayName("threat 21: a retried rotation killed the new one (GitLab 524639)")
    void aRepeatChangesNothing() {
      Held next = Lab.held(mine.rotate(held.id(), HOUR));
      lab.told();

      assertEquals(
          "token " + held.id() + " was rotated away; its successor carries on in its place",
          assertThrows(TokenStateException.class, () -> mine.rotate(held.id(), HOUR)).getMessage());

      lab.verified(next.text());
      lab.verified(held.text());
      assertEquals(2, mine.list().size());
    }

    @Test
    void anExpiredTokenIsNotRotatedAndANegativeOverlapIsNone() {
      assertThrows(
          IllegalArgumentException.class, () -> mine.rotate(held.id(), Duration.ofNanos(-1)));
      lab.clock.advance(Duration.ofDays(90));
      assertEquals(
          "token " + held.id() + " has expired; regenerate it instead",
          assertThrows(TokenStateException.class, () -> mine.rotate(held.id(), HOUR)).getMessage());
    }

    @Test
    void twoLiveTokensNeedRoomForTwo() {
      Lab few =
          new Lab(
              lab.rows,
              b ->
                  b.random(Lab.chance("few"))
                      .policy(TokenPolicy.builder().tokensPerOwner(1).build()));
      StoredToken before = lab.row(held.id());

      assertEquals(
          TokenPolicy.Rule.TOKENS_PER_OWNER,
          assertThrows(PolicyViolationException.class, () -> few.mine().rotate(held.id(), HOUR))
              .rule());
      assertEquals(before, lab.row(held.id()));
      few.mine().rotate(held.id(), Duration.ZERO);
    }

    @Test
    void aSuccessorThatTurnsOutToBeTooMuchIsWithdrawnAndTheTokenIsAsItWas() {
      AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
      Lab few =
          new Lab(
              lab.rows,
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public boolean rotate(StoredToken a, StoredToken b, StoredToken c) {
                      meanwhile.getAndSet(() -> {}).run();
                      return super.rotate(a, b, c);
                    }
                  },
              b ->
                  b.random(Lab.chance("few"))
                      .policy(TokenPolicy.builder().tokensPerOwner(2).build()));
      meanwhile.set(few::issue);
      StoredToken before = lab.row(held.id());

      assertThrows(PolicyViolationException.class, () -> few.mine().rotate(held.id(), HOUR));

      assertEquals(before, lab.row(held.id()).toBuilder().version(before.version()).build());
      assertEquals(2, mine.list().size());
      assertEquals(List.of("Issued"), few.told());
    }
  }

  @Nested
  class ByItself {

    @Test
    void itIsPermittedOnlyIfThePolicySaysSo() {
      Lab strict = new Lab(lab.rows, b -> b);
      Verified verified = strict.verified(held.text());

      assertEquals(
          TokenPolicy.Rule.DELEGATION,
          assertThrows(PolicyViolationException.class, () -> strict.tokens.rotate(verified, HOUR))
              .rule());
      strict.verified(held.text());
    }

    @Test
    void theSuccessorLivesNoLongerThanTheTokenWouldHave() {
      lab.clock.advance(Duration.ofDays(60));

      Held next = Lab.held(lab.tokens.rotate(lab.verified(held.text()), HOUR));

      assertEquals(held.token().expiresAt(), next.token().expiresAt());
      assertEquals(Optional.of(held.id()), next.token().rotatedFrom());
      lab.verified(next.text());
    }

    @Test
    void aTokenThatNeverExpiresIsCutToThePolicyOfNow() {
      Held forEver =
          Lab.held(lab.tokens.issue(TokenRequest.forOwner("ada").neverExpires().build()));
      Lab strict =
          new Lab(
              lab.rows,
              b ->
                  b.random(Lab.chance("strict"))
                      .policy(
                          TokenPolicy.builder()
                              .permitSelfRotation()
                              .maximumLifetime(Duration.ofDays(30))
                              .enforcedAtUseFrom(Instant.MAX)
                              .build()));

      assertEquals(
          Optional.of(Lab.START.plus(Duration.ofDays(30))),
          strict.tokens.rotate(strict.verified(forEver.text()), HOUR).token().expiresAt());
    }

    @Test
    void aSecondRotationRevokesTheWholeFamilyAndWhatItMinted() {
      Lab minting =
          new Lab(
              lab.rows,
              b ->
                  b.random(Lab.chance("minting"))
                      .policy(
                          TokenPolicy.builder()
                              .permitSelfRotation()
                              .permitMintingByTokens()
                              .build()));
      Verified first = minting.verified(held.text());
      Held next = Lab.held(minting.tokens.rotate(first, HOUR));
      Held third = Lab.held(minting.tokens.rotate(minting.verified(next.text()), HOUR));
      Held minted =
          Lab.held(
              minting.tokens.mint(
                  minting.verified(third.text()),
                  TokenRequest.forOwner("ada").neverExpires().build()));
      Held bystander = minting.issue();

      TokenStateException thrown =
          assertThrows(
              TokenStateException.class,
              () -> minting.tokens.rotate(minting.verified(held.text()), HOUR));

      assertEquals(
          "token "
              + held.id()
              + " was rotated before: the whole family is revoked, for somebody has a copy",
          thrown.getMessage());
      for (Held dead : List.of(held, next, third, minted)) {
        assertEquals(RejectionReason.REVOKED, minting.refused(dead.text()));
      }
      minting.verified(bystander.text());
      Revocation why = minting.row(third.id()).revocation().orElseThrow();
      assertEquals(
          new Revocation(Lab.START, "ada", "token " + held.id() + " was rotated a second time"),
          why);
    }

    @Test
    void thatTheOverlapIsOverMakesACopyNoBetter() {
      Verified one = lab.verified(held.text());
      Verified two = lab.verified(held.text());
      Held next = Lab.held(lab.tokens.rotate(one, Duration.ZERO));

      assertThrows(TokenStateException.class, () -> lab.tokens.rotate(two, Duration.ZERO));

      assertEquals(RejectionReason.REVOKED, lab.refused(next.text()));
    }

    @Test
    void ofTwoThatRotateAtTheSameTimeBothLoseAll() {
      AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
      Lab slow =
          new Lab(
              lab.rows,
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public boolean rotate(StoredToken a, StoredToken b, StoredToken c) {
                      meanwhile.getAndSet(() -> {}).run();
                      return super.rotate(a, b, c);
                    }
                  },
              b -> b.policy(selfRotation()).random(Lab.chance("slow")));
      Verified copy = slow.verified(held.text());
      List<Held> faster = new ArrayList<>();
      meanwhile.set(() -> faster.add(Lab.held(lab.tokens.rotate(lab.verified(held.text()), HOUR))));

      assertThrows(TokenStateException.class, () -> slow.tokens.rotate(copy, HOUR));

      assertEquals(RejectionReason.REVOKED, lab.refused(faster.get(0).text()));
      assertEquals(RejectionReason.REVOKED, lab.refused(held.text()));
    }

    @Test
    void aSuccessorMadeWhileTheFamilyIsRevokedDoesNotGetAway() {
      AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
      Lab revoking =
          new Lab(
              lab.rows,
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public List<StoredToken> find(TokenQuery query) {
                      List<StoredToken> found = super.find(query);
                      if (query.family().isPresent()) {
                        meanwhile.getAndSet(() -> {}).run();
                      }
                      return found;
                    }
                  },
              b -> b.policy(selfRotation()).random(Lab.chance("revoking")));
      Verified copy = revoking.verified(held.text());
      Held next = Lab.held(lab.tokens.rotate(lab.verified(held.text()), HOUR));
      List<Held> thief = new ArrayList<>();
      meanwhile.set(() -> thief.add(Lab.held(lab.tokens.rotate(lab.verified(next.text()), HOUR))));

      assertThrows(TokenStateException.class, () -> revoking.tokens.rotate(copy, HOUR));

      assertEquals(RejectionReason.REVOKED, lab.refused(thief.get(0).text()));
    }

    @Test
    void aProofFromBeforeARevocationRegenerationOrDeletionIsNone() {
      Verified revoked = lab.verified(held.text());
      mine.revoke(held.id(), "");
      assertNoLongerValid(revoked, " is no longer valid: REVOKED");

      Held second = lab.issue();
      Verified regenerated = lab.verified(second.text());
      Held again = Lab.held(mine.regenerate(second.id()));
      assertNoLongerValid(regenerated, " is no longer valid");
      lab.verified(again.text());

      Held third = lab.issue();
      Verified deleted = lab.verified(third.text());
      mine.delete(third.id());
      assertNoLongerValid(deleted, " is no longer valid");

      Held fourth = lab.issue();
      Verified expired = lab.verified(fourth.text());
      lab.clock.advance(Duration.ofDays(91));
      assertNoLongerValid(expired, " is no longer valid: EXPIRED");
    }

    private void assertNoLongerValid(Verified proof, String message) {
      assertEquals(
          "token " + proof.token().id() + message,
          assertThrows(TokenStateException.class, () -> lab.tokens.rotate(proof, HOUR))
              .getMessage());
    }

    @Test
    void aProofOutlivesReKeying() {
      Verified proof = lab.verified(held.text());
      Lab rekeyed =
          new Lab(
              lab.rows,
              b ->
                  b.policy(selfRotation())
                      .random(Lab.chance("rekeyed"))
                      .hasher(
                          TokenHasher.hmacSha256("k1", new byte[32])
                              .replacing(TokenHasher.sha256())));
      rekeyed.verified(held.text());
      rekeyed.tokens.flush();

      rekeyed.verified(Lab.held(rekeyed.tokens.rotate(proof, HOUR)).text());
    }
  }

  private static TokenPolicy selfRotation() {
    return TokenPolicy.builder().permitSelfRotation().build();
  }
}
