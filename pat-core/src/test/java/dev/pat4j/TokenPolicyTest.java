package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a policy says, and what it refuses to say. */
class TokenPolicyTest {

  private static final Duration EVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  @Test
  void theStandardAllowsAThousandTokensOfAnyLifetimeAndDelegatesNothing() {
    TokenPolicy standard = TokenPolicy.standard();

    assertEquals(Duration.ofDays(90), standard.defaultLifetime());
    assertEquals(Optional.empty(), standard.maximumLifetime());
    assertEquals(Optional.empty(), standard.inactivityLimit());
    assertEquals(1_000, standard.tokensPerOwner());
    assertFalse(standard.isNameRequired());
    assertEquals(Optional.empty(), standard.allowedScopes());
    assertFalse(standard.isMintingPermitted());
    assertFalse(standard.isSelfRotationPermitted());
    assertEquals(Instant.MIN, standard.enforcedAtUseFrom(new TokenId(1)));
  }

  @Test
  void itSaysWhatItWasTold() {
    TokenPolicy policy =
        TokenPolicy.builder()
            .defaultLifetime(Duration.ofDays(7))
            .maximumLifetime(Duration.ofDays(30))
            .inactivityLimit(Duration.ofDays(10))
            .tokensPerOwner(3)
            .requireName()
            .allowedScopes("a", "b")
            .permitMintingByTokens()
            .permitSelfRotation()
            .enforcedAtUseFrom(Lab.START)
            .build();

    assertEquals(Duration.ofDays(7), policy.defaultLifetime());
    assertEquals(Optional.of(Duration.ofDays(30)), policy.maximumLifetime());
    assertEquals(Optional.of(Duration.ofDays(10)), policy.inactivityLimit());
    assertEquals(3, policy.tokensPerOwner());
    assertTrue(policy.isNameRequired());
    assertEquals(Optional.of(Set.of("a", "b")), policy.allowedScopes());
    assertTrue(policy.isMintingPermitted());
    assertTrue(policy.isSelfRotationPermitted());
    assertEquals(Lab.START, policy.enforcedAtUseFrom(new TokenId(1)));
  }

  @Test
  void theDefaultLifetimeIsAtMostTheMaximum() {
    assertEquals(
        Duration.ofDays(30), TokenPolicy.maximumLifetime(Duration.ofDays(30)).defaultLifetime());
    assertEquals(
        Duration.ofDays(90), TokenPolicy.maximumLifetime(Duration.ofDays(366)).defaultLifetime());
    TokenPolicy.Builder contradiction =
        TokenPolicy.builder()
            .defaultLifetime(Duration.ofDays(31))
            .maximumLifetime(Duration.ofDays(30));
    assertEquals(
        "the default lifetime, 31 days, exceeds the maximum, 30 days",
        assertThrows(IllegalStateException.class, contradiction::build).getMessage());
    assertEquals(
        Duration.ofDays(30),
        contradiction.defaultLifetime(Duration.ofDays(30)).build().defaultLifetime());
  }

  @Test
  void timesMustBePositiveAndCountsNotNegative() {
    for (Duration time : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
      TokenPolicy.Builder builder = TokenPolicy.builder();
      assertThrows(IllegalArgumentException.class, () -> builder.defaultLifetime(time));
      assertThrows(IllegalArgumentException.class, () -> builder.maximumLifetime(time));
      assertThrows(IllegalArgumentException.class, () -> builder.inactivityLimit(time));
      assertThrows(IllegalArgumentException.class, () -> TokenPolicy.maximumLifetime(time));
    }
    assertEquals(
        "tokens per owner must not be negative, as -1",
        assertThrows(IllegalArgumentException.class, () -> TokenPolicy.builder().tokensPerOwner(-1))
            .getMessage());
    assertEquals(0, TokenPolicy.builder().tokensPerOwner(0).build().tokensPerOwner());
  }

  @Nested
  class Spread {

    @Test
    void itIsBetweenNothingAndTenYears() {
      TokenPolicy.Builder builder = TokenPolicy.builder();
      for (Duration spread :
          List.of(Duration.ofNanos(-1), Duration.ofDays(3_660).plusNanos(1), EVER)) {
        assertThrows(
            IllegalArgumentException.class, () -> builder.enforcedAtUseFrom(Lab.START, spread));
      }
      builder.enforcedAtUseFrom(Lab.START, Duration.ZERO);
      builder.enforcedAtUseFrom(Lab.START, Duration.ofDays(3_660));
    }

    @Test
    void idsInARowAreSpreadEvenly() {
      TokenPolicy policy =
          TokenPolicy.builder().enforcedAtUseFrom(Lab.START, Duration.ofDays(10)).build();
      int[] days = new int[10];
      for (long id = 1; id <= 10_000; id++) {
        Instant moment = policy.enforcedAtUseFrom(new TokenId(id));
        days[(int) Duration.between(Lab.START, moment).toDays()]++;
      }
      for (int count : days) {
        assertTrue(count > 900 && count < 1_100, () -> Arrays.toString(days));
      }
    }

    @Test
    void anyInstantIsTaken() {
      for (Instant time : List.of(Instant.MIN, Instant.EPOCH, Instant.MAX)) {
        TokenPolicy.builder()
            .enforcedAtUseFrom(time, Duration.ofDays(30))
            .build()
            .enforcedAtUseFrom(new TokenId(TokenId.MAXIMUM));
      }
    }
  }
}
