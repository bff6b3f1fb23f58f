package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Lab.Held;
import dev.pat4j.store.StoredToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A new secret in the same row. */
class RegenerateTest {

  private final Lab lab = new Lab();
  private final OwnedTokens mine = lab.mine();
  private final Held held = lab.issue("repo");

  @Test
  void theOldSecretIsDeadAtOnceAndAllElseStays() {
    mine.changeAllowedAddresses(held.id(), "192.0.2.0/24");
    lab.clock.advance(Duration.ofDays(10));

    Held again = Lab.held(mine.regenerate(held.id()));

    assertEquals(again.token(), mine.find(held.id()).orElseThrow());
    assertEquals(held.id(), again.id());
    assertEquals("laptop", again.token().name());
    assertEquals("repo", again.token().scopes().toString());
    assertEquals("[192.0.2.0/24]", again.token().allowedAddresses().toString());
    assertEquals(Lab.START, again.token().createdAt());
    assertEquals(lab.clock.instant(), again.token().issuedAt());
    assertEquals(lab.clock.instant(), again.token().updatedAt());
    assertEquals(again.text().substring(again.text().length() - 8), again.token().lastEight());
    assertEquals(RejectionReason.UNKNOWN, lab.refused(held.text()));
    assertInstanceOf(Verified.class, lab.tokens.verify(again.text(), "192.0.2.1"));
  }

  @Test
  void itLivesAsLongAgainAsItWasGiven() {
    lab.clock.advance(Duration.ofDays(80));

    Held again = Lab.held(mine.regenerate(held.id()));
    assertEquals(
        Optional.of(lab.clock.instant().plus(Duration.ofDays(90))), again.token().expiresAt());

    lab.clock.advance(Duration.ofDays(80));
    assertEquals(
        Optional.of(lab.clock.instant().plus(Duration.ofDays(90))),
        mine.regenerate(held.id()).token().expiresAt());
  }

  @Test
  void orUntilWhatIsSaid() {
    assertEquals(Optional.empty(), mine.regenerate(held.id(), Expiry.never()).token().expiresAt());
    assertEquals(Optional.empty(), mine.regenerate(held.id()).token().expiresAt());
    assertEquals(
        Optional.of(Lab.START.plusSeconds(60)),
        mine.regenerate(held.id(), Expiry.after(Duration.ofMinutes(1))).token().expiresAt());
    assertThrows(
        IllegalArgumentException.class, () -> mine.regenerate(held.id(), Expiry.at(Lab.START)));
  }

  @Test
  void anExpiredTokenLivesAgain() {
    lab.clock.advance(Duration.ofDays(91));
    assertEquals(RejectionReason.EXPIRED, lab.refused(held.text()));

    Held again = Lab.held(mine.regenerate(held.id()));

    lab.verified(again.text());
    assertEquals(RejectionReason.UNKNOWN, lab.refused(held.text()));
  }

  @Test
  void anExpiredTokenDoesNotLiveAgainBeyondWhatTheOwnerMayHave() {
    Lab few = new Lab(lab.rows, b -> b.random(Lab.chance("few")).policy(tokensPerOwner(1)));
    few.clock.advance(Duration.ofDays(91));
    Held other = few.issue();
    StoredToken before = few.row(held.id());

    assertEquals(
        TokenPolicy.Rule.TOKENS_PER_OWNER,
        assertThrows(PolicyViolationException.class, () -> few.mine().regenerate(held.id()))
            .rule());
    assertEquals(before, few.row(held.id()));
    few.mine().regenerate(other.id());
  }

  @Test
  void oneThatTurnsOutToBeTooMuchIsPutBack() {
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    Lab few =
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
            b -> b.random(Lab.chance("few")).policy(tokensPerOwner(1)));
    few.clock.advance(Duration.ofDays(91));
    meanwhile.set(few::issue);
    StoredToken before = few.row(held.id());

    assertThrows(PolicyViolationException.class, () -> few.mine().regenerate(held.id()));

    StoredToken after = few.row(held.id());
    assertEquals(before, after.toBuilder().version(before.version()).build());
    assertEquals(List.of("Issued"), few.told());
  }

  @Test
  void thePolicyHoldsForTheNewLifetime() {
    Lab strict =
        new Lab(
            lab.rows,
            b ->
                b.random(Lab.chance("strict"))
                    .policy(TokenPolicy.maximumLifetime(Duration.ofDays(30))));
    StoredToken before = lab.row(held.id());

    assertEquals(
        TokenPolicy.Rule.LIFETIME,
        assertThrows(PolicyViolationException.class, () -> strict.mine().regenerate(held.id()))
            .rule());
    assertEquals(before, lab.row(held.id()));
    Held again = Lab.held(strict.mine().regenerate(held.id(), Expiry.after(Duration.ofDays(30))));
    strict.verified(again.text());
  }

  @Test
  void aTokenThatWasRotatedAwayIsNotRegenerated() {
    mine.rotate(held.id(), Duration.ofHours(1));

    assertEquals(
        "token " + held.id() + " was rotated away; its successor carries on in its place",
        assertThrows(TokenStateException.class, () -> mine.regenerate(held.id())).getMessage());
    lab.verified(held.text());
  }

  @Test
  void aLostRaceWithARevocationEndsRevoked() {
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
    meanwhile.set(() -> mine.revoke(held.id(), "faster"));

    assertThrows(TokenStateException.class, () -> slow.mine().regenerate(held.id()));
    assertEquals(RejectionReason.REVOKED, lab.refused(held.text()));
  }

  @Test
  void theLastUseStaysAndAWarningIsDueAnew() {
    lab.verified(held.text());
    lab.tokens.flush();
    lab.tamper(held.id(), row -> row.expiryWarnedAt(Lab.START));

    mine.regenerate(held.id());

    assertTrue(lab.row(held.id()).lastUse().isPresent());
    assertEquals(Optional.empty(), lab.row(held.id()).expiryWarnedAt());
  }

  @Test
  void aRowWhoseTimesContradictEachOtherIsNotMadeWorse() {
    lab.tamper(held.id(), row -> row.issuedAt(Lab.START.plus(Duration.ofDays(100))));

    assertEquals(
        "token " + held.id() + " would be dead at once; say when it is to expire",
        assertThrows(TokenStateException.class, () -> mine.regenerate(held.id())).getMessage());
  }

  private static TokenPolicy tokensPerOwner(int most) {
    return TokenPolicy.builder().tokensPerOwner(most).build();
  }
}
