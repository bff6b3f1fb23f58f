package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Lab.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Step 8 of a verification. */
class PolicyAtUseTest {

  @Nested
  @DisplayName("8 policy still met")
  class PolicyStillMet {

    @Test
    @DisplayName(
        "threat 12: a crafted expiry never came: the policy holds at use, too (GitLab 413289)")
    void aTokenThatLivesTooLongIsRefusedHoweverItCameThere() {
      Lab before = new Lab();
      Held tooLong = before.issue();
      Held forEver =
          Lab.held(before.tokens.issue(TokenRequest.forOwner("ada").neverExpires().build()));
      Held justRight =
          Lab.held(
              before.tokens.issue(
                  TokenRequest.forOwner("ada").expiresAfter(Duration.ofDays(30)).build()));
      Lab lab =
          new Lab(
              before.rows,
              builder -> builder.policy(TokenPolicy.maximumLifetime(Duration.ofDays(30))));

      assertEquals(RejectionReason.POLICY_NOT_MET, lab.refused(tooLong.text()));
      assertEquals(RejectionReason.POLICY_NOT_MET, lab.refused(forEver.text()));
      lab.verified(justRight.text());

      lab.tamper(justRight.id(), row -> row.expiresAt(Instant.parse("9999-12-31T23:59:59.999Z")));
      assertEquals(RejectionReason.POLICY_NOT_MET, lab.refused(justRight.text()));
    }

    @Test
    void anUnusedTokenPassesUntilTheLimitAndIsRefusedAtIt() {
      Lab lab = new Lab(builder -> builder.policy(inactivity(Duration.ofDays(30))));
      Held held = lab.issue();

      lab.clock.set(Lab.START.plus(Duration.ofDays(30)).minusMillis(1));
      assertEquals(Optional.empty(), lab.row(held.id()).lastUse());
      lab.verified(lab.issue().text());
      lab.clock.set(Lab.START.plus(Duration.ofDays(30)));
      assertEquals(RejectionReason.POLICY_NOT_MET, lab.refused(held.text()));
    }

    @Test
    void everyUseCountsWhetherItHasBeenWrittenOrNot() {
      Lab lab = new Lab(builder -> builder.policy(inactivity(Duration.ofDays(30))));
      Held held = Lab.held(lab.tokens.issue(TokenRequest.forOwner("ada").neverExpires().build()));
      lab.clock.advance(Duration.ofDays(29));
      lab.verified(held.text());

      lab.clock.advance(Duration.ofDays(29));
      lab.verified(held.text());
      lab.tokens.flush();
      lab.clock.advance(Duration.ofDays(1));
      lab.verified(held.text());
      lab.clock.advance(Duration.ofDays(30));
      assertEquals(RejectionReason.POLICY_NOT_MET, lab.refused(held.text()));
    }

    @Test
    void aTokenThatWasUsedUnderItsOldSecretIsNotInactiveOnceRegenerated() {
      Lab lab = new Lab(builder -> builder.policy(inactivity(Duration.ofDays(30))));
      Held held = lab.issue();
      lab.clock.advance(Duration.ofDays(60));

      Held again = Lab.held(lab.mine().regenerate(held.id()));

      lab.verified(again.text());
    }

    @Test
    void limitsOfAnyLengthAreKept() {
      Duration forEver = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
      TokenPolicy policy =
          TokenPolicy.builder().maximumLifetime(forEver).inactivityLimit(forEver).build();
      Lab lab = new Lab(builder -> builder.policy(policy));
      Held held = lab.issue();

      lab.verified(held.text());
      lab.verified(Lab.held(lab.mine().rotate(held.id(), forEver)).text());
    }

    @Test
    void tokensFromBeforeThePolicyPassUntilTheStatedTime() {
      Lab before = new Lab();
      Held held = before.issue();
      Instant from = Lab.START.plus(Duration.ofDays(14));
      TokenPolicy policy =
          TokenPolicy.builder()
              .maximumLifetime(Duration.ofDays(30))
              .enforcedAtUseFrom(from)
              .build();
      Lab lab = new Lab(before.rows, builder -> builder.policy(policy));

      lab.clock.set(from.minusMillis(1));
      lab.verified(held.text());
      lab.clock.set(from);
      assertEquals(RejectionReason.POLICY_NOT_MET, lab.refused(held.text()));
    }

    @Test
    @DisplayName("threat 32: a mass expiry on one day (GitLab 2024)")
    void aNewPolicyReachesOldTokensOneByOneOverTheSpread() {
      Lab before = new Lab();
      List<Held> old = Stream.generate(before::issue).limit(200).toList();
      TokenPolicy policy =
          TokenPolicy.builder()
              .maximumLifetime(Duration.ofDays(30))
              .enforcedAtUseFrom(Lab.START, Duration.ofDays(50))
              .build();
      Lab lab = new Lab(before.rows, builder -> builder.policy(policy));

      Set<Long> days = new HashSet<>();
      for (Held held : old) {
        Instant from = policy.enforcedAtUseFrom(held.id());
        days.add(Duration.between(Lab.START, from).toDays());
        lab.clock.set(from.minusMillis(1));
        lab.verified(held.text());
        lab.clock.set(from);
        assertEquals(RejectionReason.POLICY_NOT_MET, lab.refused(held.text()));
      }
      assertTrue(days.size() > 40, () -> "200 tokens fell on the days " + days);
      assertTrue(days.stream().allMatch(day -> day >= 0 && day < 50), days::toString);
    }
  }

  private static TokenPolicy inactivity(Duration limit) {
    return TokenPolicy.builder().inactivityLimit(limit).build();
  }
}
