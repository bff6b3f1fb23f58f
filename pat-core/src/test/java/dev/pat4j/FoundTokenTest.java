package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Steps 5 to 7, 9 and 10, each under the words of {@link PersonalAccessTokens#verify}: what is
 * found.
 */
class FoundTokenTest {

  @Test
  void aTokenThatPassesEveryStepIsVerifiedWithItsScopes() {
    Lab lab = new Lab();
    Held held = lab.issue("repo");

    Verified verified = lab.verified(held.text());

    assertEquals(held.token(), verified.token());
    assertEquals("repo", verified.scopes().toString());
  }

  @Nested
  @DisplayName("5 digest compared again: the row is the one that was asked for, and can be read")
  class ComparedAgain {

    @Test
    void aRowOfAnotherDigestIsCorruptAndReportedAsAnError() {
      InMemoryTokenStore rows = new InMemoryTokenStore();
      Held victim = new Lab(rows, builder -> builder).issue("admin:org");
      Lab lab =
          new Lab(
              rows,
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public Optional<StoredToken> findByDigest(TokenDigest digest) {
                      return store.findById(victim.id());
                    }
                  },
              builder -> builder);
      try (CapturedLog log = new CapturedLog()) {
        Rejected refused = assertInstanceOf(Rejected.class, lab.tokens.verify(lab.neverIssued()));

        assertEquals(RejectionReason.CORRUPT, refused.reason());
        assertEquals(Optional.empty(), refused.tokenId());
        assertEquals(
            List.of(
                "ERROR the store gave token " + victim.id() + " for a digest that is not its own"),
            log.lines(Level.INFO));
      }
    }

    @ParameterizedTest
    @CsvSource({"'repo nonsense'", "'repo  gist'", "' '", "*"})
    @DisplayName(
        "threat 30: a parse error meant never: a row whose scopes cannot be read is refused")
    void unreadableScopes(String scopes) {
      Lab lab = new Lab();
      Held held = lab.issue("repo");
      lab.tamper(held.id(), row -> row.scopes(scopes));

      assertCorrupt(lab, held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", " ", "0.0.0.0/0 ", "::1  ::2", "localhost", "1.2.3.4/33"})
    @DisplayName("threat 30: a row whose addresses cannot be read is refused")
    void unreadableAddresses(String addresses) {
      Lab lab = new Lab();
      Held held = lab.issue("repo");
      lab.tamper(held.id(), row -> row.allowedAddresses(addresses));

      assertCorrupt(lab, held);
    }

    @Test
    void aRowOfNobodyIsCorrupt() {
      Lab honest = new Lab();
      Held held = honest.issue("repo");
      for (String owner : List.of("", " ", "\u2003", "a\nb", "x".repeat(256))) {
        Lab lab =
            new Lab(
                honest.rows,
                store ->
                    new DelegatingStore(store) {
                      @Override
                      public Optional<StoredToken> findByDigest(TokenDigest digest) {
                        return store.findByDigest(digest).map(row -> ownedBy(owner, row));
                      }
                    },
                builder -> builder);
        assertCorrupt(lab, held);
      }
    }

    private StoredToken ownedBy(String owner, StoredToken row) {
      return StoredToken.builder(row.id(), row.digest(), row.hashKeyId(), owner, row.createdAt())
          .build();
    }

    private void assertCorrupt(Lab lab, Held held) {
      try (CapturedLog log = new CapturedLog()) {
        Rejected refused = assertInstanceOf(Rejected.class, lab.tokens.verify(held.text()));

        assertEquals(RejectionReason.CORRUPT, refused.reason());
        assertEquals(Optional.of(held.id()), refused.tokenId());
        assertEquals(1, log.lines(Level.ERROR).size());
        assertTrue(log.text().contains("token " + held.id() + " is corrupt"), log.text());
      }
    }
  }

  @Nested
  @DisplayName("6 not revoked")
  class NotRevoked {

    @Test
    @DisplayName("threat 9: a revoked token fell back to anonymous rights (GitLab 6443)")
    void aRevokedTokenIsRefusedAtTheNextUse() {
      Lab lab = new Lab();
      Held held = lab.issue();
      lab.verified(held.text());

      lab.mine().revoke(held.id(), "lost");

      Rejected refused = assertInstanceOf(Rejected.class, lab.tokens.verify(held.text()));
      assertEquals(RejectionReason.REVOKED, refused.reason());
      assertEquals(Optional.of(held.id()), refused.tokenId());
    }

    @Test
    @DisplayName("threat 10: a deleted token lived in a cache (NocoDB CVE-2026-46554)")
    void whatOneInstanceDoesAnotherSeesAtTheNextUse() {
      Lab one = new Lab();
      Lab other = new Lab(one.rows, builder -> builder);
      Held revoked = one.issue("repo");
      Held deleted = one.issue("repo");
      Held narrowed = one.issue("repo");
      Held retired = one.issue("repo");
      for (Held held : List.of(revoked, deleted, narrowed, retired)) {
        other.verified(held.text());
      }

      one.mine().revoke(revoked.id(), "");
      one.mine().delete(deleted.id());
      one.mine().changeScopes(narrowed.id(), "repo:read");
      one.mine().rotate(retired.id(), Duration.ZERO);

      assertEquals(RejectionReason.REVOKED, other.refused(revoked.text()));
      assertEquals(RejectionReason.UNKNOWN, other.refused(deleted.text()));
      assertEquals(
          RejectionReason.INSUFFICIENT_SCOPE,
          Lab.refused(other.tokens.verify(narrowed.text()).requiring("repo")));
      assertEquals(RejectionReason.EXPIRED, other.refused(retired.text()));
    }
  }

  @Nested
  @DisplayName("7 not expired: at expiresAt it is")
  class NotExpired {

    @Test
    @DisplayName("threat 11: expiry unchecked (Spree CVE-2020-15269)")
    void aMillisecondBeforeItPassesAndAtTheInstantItIsRefused() {
      Lab lab = new Lab();
      Held held = lab.issue();
      Instant end = held.token().expiresAt().orElseThrow();

      lab.clock.set(end.minusMillis(1));
      lab.verified(held.text());
      lab.clock.set(end.minusNanos(1));
      lab.verified(held.text());
      lab.clock.set(end);
      assertEquals(RejectionReason.EXPIRED, lab.refused(held.text()));
      lab.clock.set(Instant.MAX);
      assertEquals(RejectionReason.EXPIRED, lab.refused(held.text()));
    }

    @Test
    @DisplayName("threat 30: expiry enforced only by a sweeper (OpenVSX)")
    void nothingNeedsToSweep() {
      Lab lab = new Lab();
      Held held = lab.issue();
      lab.clock.advance(Duration.ofDays(91));

      assertEquals(RejectionReason.EXPIRED, lab.refused(held.text()));
      assertEquals(Optional.empty(), lab.row(held.id()).revocation());
    }

    @Test
    void aTokenThatNeverExpiresPassesAtTheEndOfTime() {
      Lab lab = new Lab();
      Held held = Lab.held(lab.tokens.issue(TokenRequest.forOwner("ada").neverExpires().build()));

      lab.clock.set(Instant.MAX);
      lab.verified(held.text());
    }

    @Test
    void aClockThatGoesBackwardsHarmsNobody() {
      Lab lab = new Lab(builder -> builder.policy(inactivity(Duration.ofDays(30))));
      Held held = lab.issue();
      lab.verified(held.text());

      lab.clock.set(Lab.START.minus(Duration.ofDays(400)));
      lab.verified(held.text());
      lab.clock.set(Instant.MIN);
      lab.verified(held.text());
      lab.tokens.flush();
    }
  }

  @Nested
  @DisplayName("9 owner still active")
  class OwnerStillActive {

    @Test
    @DisplayName("threat 9: tokens of disabled users worked (Argo CD 1.8.4)")
    void aDisabledOwnersTokenIsRefusedAtTheNextUse() {
      Set<String> active = ConcurrentHashMap.newKeySet();
      active.add("ada");
      Lab lab = new Lab(builder -> builder.owners(active::contains));
      Held held = lab.issue();
      lab.verified(held.text());

      active.remove("ada");
      assertEquals(RejectionReason.OWNER_INACTIVE, lab.refused(held.text()));
      active.add("ada");
      lab.verified(held.text());
    }

    @Test
    @DisplayName("threat 16: Unicode case folding collided: owners are compared exactly")
    void similarOwnersAreOthers() {
      Lab lab = new Lab(builder -> builder.owners("kid1"::equals));
      for (String owner : List.of("\u212Aid1", "kıd1", "kid\uFF11", "Kid1", "kid1 ", "KİD1")) {
        IssuedToken issued = lab.tokens.issue(TokenRequest.forOwner(owner).neverExpires().build());

        assertEquals(RejectionReason.OWNER_INACTIVE, lab.refused(issued.secret().reveal()));
        assertEquals(List.of(), lab.tokens.ownedBy("kid1").list());
        assertThrows(
            TokenNotFoundException.class,
            () -> lab.tokens.ownedBy("kid1").revoke(issued.token().id(), ""));
      }
    }
  }

  @Nested
  @DisplayName("10 client address allowed")
  class AddressAllowed {

    private final Lab lab = new Lab();
    private final Held held =
        Lab.held(
            lab.tokens.issue(
                Lab.request().allowedAddresses("192.0.2.0/24", "2001:db8::/32").build()));

    @ParameterizedTest
    @ValueSource(
        strings = {
          "192.0.2.0",
          "192.0.2.255",
          "::ffff:192.0.2.7",
          "::ffff:c000:207",
          "2001:DB8::1"
        })
    void addressesInARangePass(String address) {
      assertInstanceOf(Verified.class, lab.tokens.verify(held.text(), address));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "192.0.1.255",
          "192.0.3.0",
          "2001:db9::",
          "::1",
          "",
          "localhost",
          "192.0.2",
          "null",
          "192.0.2.7, 10.0.0.1",
          "192.0.2.007",
          "3221226015"
        })
    void allElseIsRefused(String address) {
      assertEquals(
          RejectionReason.ADDRESS_NOT_ALLOWED,
          Lab.refused(lab.tokens.verify(held.text(), address)));
    }

    @Test
    void anUnknownAddressIsRefused() {
      assertEquals(RejectionReason.ADDRESS_NOT_ALLOWED, lab.refused(held.text()));
    }

    @Test
    void aTokenWithoutAListMayBeUsedFromAnywhere() {
      Held free = lab.issue();

      for (String address : List.of("192.0.2.1", "::1", "", "garbage")) {
        assertInstanceOf(Verified.class, lab.tokens.verify(free.text(), address));
      }
    }
  }

  @Nested
  @DisplayName("the first step that fails decides")
  class Order {

    @Test
    void eachStepHidesThoseBehindIt() {
      Lab before = new Lab();
      Held held =
          Lab.held(before.tokens.issue(Lab.request().allowedAddresses("192.0.2.1").build()));
      Lab lab =
          new Lab(
              before.rows,
              builder ->
                  builder
                      .owners(owner -> false)
                      .policy(TokenPolicy.maximumLifetime(Duration.ofDays(1))));
      lab.clock.advance(Duration.ofDays(365));
      Revocation revocation = new Revocation(Lab.START, "root", "");

      lab.tamper(held.id(), row -> row.revocation(revocation).scopes("nonsense"));
      assertEquals(RejectionReason.CORRUPT, lab.refused(held.text()));
      lab.tamper(held.id(), row -> row.scopes(""));
      assertEquals(RejectionReason.REVOKED, lab.refused(held.text()));
      lab.tamper(held.id(), row -> row.revocation(null));
      assertEquals(RejectionReason.EXPIRED, lab.refused(held.text()));
      lab.tamper(held.id(), row -> row.expiresAt(null));
      assertEquals(RejectionReason.POLICY_NOT_MET, lab.refused(held.text()));
      lab.tamper(
          held.id(),
          row -> row.issuedAt(lab.clock.instant()).expiresAt(lab.clock.instant().plusSeconds(1)));
      assertEquals(RejectionReason.OWNER_INACTIVE, lab.refused(held.text()));
      Lab active = new Lab(before.rows, builder -> builder);
      active.clock.set(lab.clock.instant());
      assertEquals(RejectionReason.ADDRESS_NOT_ALLOWED, active.refused(held.text()));
      assertInstanceOf(Verified.class, active.tokens.verify(held.text(), "192.0.2.1"));
    }
  }

  private static TokenPolicy inactivity(Duration limit) {
    return TokenPolicy.builder().inactivityLimit(limit).build();
  }
}
