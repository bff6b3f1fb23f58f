package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.Lab.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What holds of every rotation, whatever the token and the overlap. */
class RotateProperties {

  @Property(tries = 300)
  @Label("threat 22: old expiry = min(old expiry, now + overlap)")
  void theOldExpiryIsTheEarlierOfItsOwnAndTheOverlap(
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long lifetime,
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long age,
      @ForAll @LongRange(min = 0) long overlap,
      @ForAll boolean byItself) {
    Lab lab = new Lab(b -> b.policy(TokenPolicy.builder().permitSelfRotation().build()));
    Held held =
        Lab.held(
            lab.tokens.issue(
                lifetime == 0
                    ? TokenRequest.forOwner("ada").neverExpires().build()
                    : TokenRequest.forOwner("ada")
                        .expiresAfter(Duration.ofMillis(lifetime))
                        .build()));
    lab.clock.advance(Duration.ofMillis(lifetime == 0 ? age : age % lifetime));
    Instant now = lab.clock.instant();
    Optional<Instant> old = held.token().expiresAt();

    AccessToken next =
        byItself
            ? lab.tokens.rotate(lab.verified(held.text()), Duration.ofMillis(overlap)).token()
            : lab.mine().rotate(held.id(), Duration.ofMillis(overlap)).token();

    Instant end = lab.mine().find(held.id()).orElseThrow().expiresAt().orElseThrow();
    Instant overlapped = Expiry.later(now, Duration.ofMillis(overlap));
    assertEquals(old.filter(overlapped::isAfter).orElse(overlapped), end);
    if (byItself) {
      assertEquals(old, next.expiresAt());
    } else {
      assertEquals(old.map(x -> now.plusMillis(lifetime)), next.expiresAt());
    }
  }
}
