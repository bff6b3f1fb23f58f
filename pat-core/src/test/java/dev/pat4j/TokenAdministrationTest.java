package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Lab.Held;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** All tokens of all owners, for administrators and housekeeping. */
class TokenAdministrationTest {

  private final Lab lab = new Lab();
  private final TokenAdministration all = lab.tokens.administration();

  private Held issue(String owner, String... scopes) {
    return Lab.held(
        lab.tokens.issue(
            TokenRequest.forOwner(owner).scopes(scopes).expiresAfter(Duration.ofDays(90)).build()));
  }

  private static Set<TokenId> ids(Stream<AccessToken> tokens) {
    return tokens.map(AccessToken::id).collect(Collectors.toSet());
  }

  @Nested
  class Issue {

    private final TokenRequest request =
        TokenRequest.forOwner("ada")
            .name("for support")
            .scopes("repo")
            .allowedAddresses("192.0.2.0/24")
            .attribute("k", "v")
            .neverExpires()
            .build();

    @Test
    void itIsTheOwnersAndSaysForEverWhoHadIt() {
      IssuedToken issued = all.issue(request, "root");
      AccessToken token = issued.token();

      assertEquals("ada", token.owner());
      assertEquals("for support", token.name());
      assertEquals("repo", token.scopes().toString());
      assertEquals("[192.0.2.0/24]", token.allowedAddresses().toString());
      assertEquals(Optional.empty(), token.expiresAt());
      assertEquals("v", token.attributes().get("k"));
      assertEquals(Optional.of("root"), token.issuedBy());
      lab.mine().changeAttributes(token.id(), Map.of());
      lab.mine().change(token.id(), change -> change.attributes(Map.of("other", "x")));
      lab.mine().regenerate(token.id());
      AccessToken after = lab.mine().find(token.id()).orElseThrow();
      assertEquals(Optional.of("root"), after.issuedBy());
      assertEquals("x", after.attributes().get("other"));
      assertEquals(Optional.empty(), issue("ada").token().issuedBy());
    }

    @Test
    void itIsHeldToThePolicyAndNeedsAnActor() {
      assertThrows(IllegalArgumentException.class, () -> all.issue(request, " "));
      assertThrows(IllegalArgumentException.class, () -> all.issue(request, "a\nb"));
      Lab strict = new Lab(b -> b.policy(TokenPolicy.maximumLifetime(Duration.ofDays(1))));
      TokenAdministration strictly = strict.tokens.administration();
      assertThrows(PolicyViolationException.class, () -> strictly.issue(request, "root"));
      assertEquals(List.of(), lab.mine().list());
    }
  }

  @Nested
  class Search {

    @Test
    void pagesAreCutByIdAndCompleteHoweverShort() {
      Set<TokenId> issued = new HashSet<>();
      for (int i = 0; i < 23; i++) {
        issued.add(issue("owner" + i % 3).id());
      }
      List<TokenId> seen = new ArrayList<>();
      TokenQuery query = TokenQuery.all().limit(5);
      List<AccessToken> page = all.search(query);
      while (!page.isEmpty()) {
        page.forEach(token -> seen.add(token.id()));
        page = all.search(query.after(seen.get(seen.size() - 1)));
      }

      assertEquals(seen.stream().sorted().toList(), seen);
      assertEquals(issued, new HashSet<>(seen));
      assertEquals(23, seen.size());
    }

    @Test
    void aStreamIsReadAsItIsConsumed() {
      for (int i = 0; i < 3; i++) {
        issue("ada");
      }
      lab.store.forget();

      assertEquals(3, all.stream(TokenQuery.all().limit(1)).count());
      assertEquals(List.of("find"), lab.store.calls());
    }

    @Test
    void everyConditionOfAQueryHolds() {
      Held used = issue("ada", "repo");
      Held unused = issue("bob", "gist");
      lab.tokens.verify(used.text());
      lab.tokens.flush();
      all.revoke(unused.id(), "root", "");
      Instant soon = Lab.START.plus(Duration.ofDays(91));

      assertEquals(Set.of(used.id()), ids(all.stream(TokenQuery.all().ownedBy("ada"))));
      assertEquals(Set.of(unused.id()), ids(all.stream(TokenQuery.all().neverUsed())));
      assertEquals(Set.of(unused.id()), ids(all.stream(TokenQuery.all().revoked(true))));
      assertEquals(Set.of(used.id()), ids(all.stream(TokenQuery.all().liveAt(Lab.START))));
      assertEquals(
          Set.of(used.id(), unused.id()),
          ids(all.stream(TokenQuery.all().expiringBetween(Lab.START, soon))));
      assertEquals(
          Set.of(used.id(), unused.id()), ids(all.stream(TokenQuery.all().inactiveSince(soon))));
    }

    @Test
    void whoWasGrantedAScopeDirectlyOrByImplication() {
      Held top = issue("ada", "admin:org");
      Held middle = issue("bob", "write:org", "gist");
      issue("carl", "read:org");
      issue("dora");

      assertEquals(Set.of(top.id(), middle.id()), ids(all.streamGranted("write:org")));
      assertEquals(Set.of(), ids(all.streamGranted("repo")));
      assertThrows(IllegalArgumentException.class, () -> all.streamGranted("no-such"));
    }
  }

  @Nested
  class NotComplying {

    @Test
    void liveTokensThatThePolicyOfNowRefusesAreFoundBeforeItDoes() {
      Held tooLong = issue("ada");
      Held revoked = issue("ada");
      lab.mine().revoke(revoked.id(), "");
      Held fine =
          Lab.held(
              lab.tokens.issue(
                  TokenRequest.forOwner("bob").expiresAfter(Duration.ofDays(30)).build()));
      Instant later = Lab.START.plus(Duration.ofDays(14));
      Lab strict =
          new Lab(
              lab.rows,
              b ->
                  b.policy(
                      TokenPolicy.builder()
                          .maximumLifetime(Duration.ofDays(30))
                          .inactivityLimit(Duration.ofDays(20))
                          .enforcedAtUseFrom(later)
                          .build()));
      TokenAdministration strictly = strict.tokens.administration();

      assertEquals(Set.of(tooLong.id()), ids(strictly.notComplying(TokenQuery.all())));
      assertEquals(Set.of(), ids(strictly.notComplying(TokenQuery.all().ownedBy("bob"))));
      strict.verified(tooLong.text());
      strict.clock.set(later);
      assertEquals(RejectionReason.POLICY_NOT_MET, strict.refused(tooLong.text()));

      strict.clock.set(Lab.START.plus(Duration.ofDays(20)));
      assertEquals(Set.of(tooLong.id(), fine.id()), ids(strictly.notComplying(TokenQuery.all())));
      strict.clock.set(Lab.START.plus(Duration.ofDays(30)));
      assertEquals(Set.of(tooLong.id()), ids(strictly.notComplying(TokenQuery.all())));
    }

    @Test
    void aUseThatIsNotYetWrittenCounts() {
      Lab strict =
          new Lab(
              b -> b.policy(TokenPolicy.builder().inactivityLimit(Duration.ofDays(20)).build()));
      Held held = strict.issue();
      strict.clock.advance(Duration.ofDays(19));
      strict.verified(held.text());
      strict.clock.advance(Duration.ofDays(19));

      assertEquals(0, strict.tokens.administration().notComplying(TokenQuery.all()).count());
    }
  }

  @Nested
  class Revoke {

    @Test
    void byIdWhoeverOwnsIt() {
      Held held = issue("ada");

      assertTrue(all.revoke(held.id(), "root", "leaked"));
      assertFalse(all.revoke(held.id(), "root", "leaked"));
      assertFalse(all.revoke(new TokenId(1), "root", ""));

      assertEquals(
          Optional.of(new Revocation(Lab.START, "root", "leaked")),
          all.find(held.id()).orElseThrow().revocation());
    }

    @Test
    void theActorMustBeSaid() {
      Held held = issue("ada");
      for (String by : List.of("", " ", "a\nb", "x".repeat(256))) {
        assertThrows(IllegalArgumentException.class, () -> all.revoke(held.id(), by, ""));
        assertThrows(IllegalArgumentException.class, () -> all.revokeAllOf("ada", by, ""));
      }
      lab.verified(held.text());
    }

    @Test
    @DisplayName("threat 9: a user leaves: none of his tokens works any more")
    void allOfAnOwner() {
      Held one = issue("ada");
      Held two = issue("ada");
      Held other = issue("bob");

      assertEquals(2, all.revokeAllOf("ada", "hr", "left"));
      assertEquals(0, all.revokeAllOf("ada", "hr", "left"));

      assertEquals(RejectionReason.REVOKED, lab.refused(one.text()));
      assertEquals(RejectionReason.REVOKED, lab.refused(two.text()));
      lab.verified(other.text());
    }
  }

  @Nested
  class Purge {

    @Test
    void whatHasBeenDeadForLongerIsRemovedAndNothingElse() {
      Held revoked = issue("ada");
      lab.mine().revoke(revoked.id(), "");
      Held live = issue("ada");
      lab.clock.advance(Duration.ofDays(30));

      assertEquals(0, all.purge(Duration.ofDays(30)));
      lab.clock.advance(Duration.ofMillis(1));
      assertEquals(1, all.purge(Duration.ofDays(30)));
      assertEquals(Optional.empty(), lab.rows.findById(revoked.id()));

      lab.clock.set(live.token().expiresAt().orElseThrow());
      assertEquals(0, all.purge(Duration.ZERO));
      lab.clock.advance(Duration.ofMillis(1));
      assertEquals(1, all.purge(Duration.ZERO));
    }

    @Test
    void itIsDoneInBoundedBatches() {
      List<Integer> limits = new ArrayList<>();
      List<Integer> removed = new ArrayList<>(List.of(1_000, 1_000, 999));
      Lab big =
          new Lab(
              lab.rows,
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public int purge(Instant deadBefore, int limit) {
                      limits.add(limit);
                      return removed.remove(0);
                    }
                  },
              b -> b);

      assertEquals(2_999, big.tokens.administration().purge(Duration.ofDays(1)));
      assertEquals(List.of(1_000, 1_000, 1_000), limits);
    }

    @Test
    void whatIsNotDeadYetIsNeverRemoved() {
      Held held = issue("ada");

      assertEquals(
          "only what is dead can be purged, not in PT-2400H",
          assertThrows(IllegalArgumentException.class, () -> all.purge(Duration.ofDays(-100)))
              .getMessage());
      lab.verified(held.text());
    }

    @Test
    void aTimeOfAnyLengthIsTaken() {
      Held held = issue("ada");
      lab.mine().revoke(held.id(), "");
      lab.clock.advance(Duration.ofDays(1));

      assertEquals(0, all.purge(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)));
      assertEquals(0, all.purge(Duration.between(Instant.EPOCH, lab.clock.instant())));
      assertEquals(1, all.purge(Duration.ZERO));
    }
  }
}
