package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When a token is to expire: said, in the future, and before the year 10000. */
class ExpiryTest {

  private static final Instant NOW = Lab.START;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  @Test
  void afterCountsFromWhenTheSecretIsMade() {
    assertEquals(Optional.of(NOW.plusMillis(1)), Expiry.after(Duration.ofMillis(1)).from(NOW));
    assertEquals(
        Optional.of(NOW.plusMillis(1)), Expiry.after(Duration.ofNanos(1_999_999)).from(NOW));
    assertEquals(Optional.of(LATEST), Expiry.after(Duration.between(NOW, LATEST)).from(NOW));
  }

  @Test
  void atIsThatInstantCutToMilliseconds() {
    Instant end = NOW.plusNanos(1_999_999);

    assertEquals(Optional.of(NOW.plusMillis(1)), Expiry.at(end).from(NOW));
    assertEquals(Optional.of(LATEST), Expiry.at(LATEST).from(NOW));
  }

  @Test
  void neverIsNever() {
    assertEquals(Optional.empty(), Expiry.never().from(NOW));
  }

  @Test
  @DisplayName("threat 12: a crafted expiry never came (GitLab 413289)")
  void whatIsNotInTheFutureOrBeyondTheYear9999IsRefused() {
    for (Duration lifetime :
        List.of(
            Duration.ZERO,
            Duration.ofNanos(999_999),
            Duration.ofDays(-1),
            Duration.ofSeconds(Long.MIN_VALUE))) {
      assertThrows(IllegalArgumentException.class, () -> Expiry.after(lifetime));
    }
    for (Duration lifetime :
        List.of(
            Duration.between(NOW, LATEST).plusMillis(1),
            Duration.ofDays(365L * 10_000),
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))) {
      assertThrows(IllegalArgumentException.class, () -> Expiry.after(lifetime).from(NOW));
    }
    for (Instant past : List.of(NOW, NOW.plusNanos(1), NOW.minusMillis(1), Instant.MIN)) {
      assertThrows(IllegalArgumentException.class, () -> Expiry.at(past).from(NOW));
    }
    for (Instant beyond : List.of(LATEST.plusNanos(1), LATEST.plusMillis(1), Instant.MAX)) {
      assertThrows(IllegalArgumentException.class, () -> Expiry.at(beyond));
    }
  }

  @Test
  void messagesNameTheRuleAndTheValue() {
    assertEquals(
        "a lifetime must be positive, not PT0S",
        assertThrows(IllegalArgumentException.class, () -> Expiry.after(Duration.ZERO))
            .getMessage());
    assertEquals(
        "the expiry 2026-03-01T12:00:00.123Z is not in the future",
        assertThrows(IllegalArgumentException.class, () -> Expiry.at(NOW).from(NOW)).getMessage());
    assertEquals(
        "an expiry is at the latest in the year 9999, not +10000-01-01T00:00:00Z; or say never",
        assertThrows(
                IllegalArgumentException.class,
                () -> Expiry.at(Instant.parse("+10000-01-01T00:00:00Z")))
            .getMessage());
  }

  @Test
  void laterIsNeverBeyondTheLatest() {
    assertEquals(LATEST, Expiry.later(LATEST, Duration.ZERO));
    assertEquals(LATEST, Expiry.later(LATEST.minusMillis(1), Duration.ofMillis(1)));
    assertEquals(LATEST.minusMillis(1), Expiry.later(LATEST.minusMillis(2), Duration.ofMillis(1)));
    assertEquals(LATEST, Expiry.later(Instant.MAX, Duration.ZERO));
    assertEquals(LATEST, Expiry.later(NOW, Duration.ofSeconds(Long.MAX_VALUE)));
  }
}
