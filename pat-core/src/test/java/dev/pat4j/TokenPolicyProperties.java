package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What holds of every policy, token and time. */
class TokenPolicyProperties {

  @Property
  void theLifetimeIsAllowedExactlyUpToTheMaximum(
      @ForAll @LongRange(min = 1, max = 1L << 40) long most,
      @ForAll @LongRange(min = 1, max = 1L << 40) long millis) {
    TokenPolicy policy = TokenPolicy.maximumLifetime(Duration.ofMillis(most));
    Instant end = Lab.START.plusMillis(millis);

    assertEquals(millis <= most, policy.allowsLifetime(Lab.START, Optional.of(end)));
    assertFalse(policy.allowsLifetime(Lab.START, Optional.empty()));
    assertTrue(TokenPolicy.standard().allowsLifetime(Lab.START, Optional.empty()));
  }

  @Property
  void everyTokenHasItsMomentWithinIt(
      @ForAll @LongRange(min = 1, max = TokenId.MAXIMUM) long id,
      @ForAll @LongRange(min = 0, max = 3_660L * 86_400_000) long millis) {
    Duration spread = Duration.ofMillis(millis);
    TokenPolicy policy = TokenPolicy.builder().enforcedAtUseFrom(Lab.START, spread).build();

    Instant moment = policy.enforcedAtUseFrom(new TokenId(id));

    assertFalse(moment.isBefore(Lab.START));
    assertTrue(moment.isBefore(Lab.START.plus(spread)) || spread.isZero());
    assertEquals(moment, policy.enforcedAtUseFrom(new TokenId(id)));
  }
}
