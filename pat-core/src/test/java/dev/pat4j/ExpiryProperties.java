package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** The sum of an instant and a time that ends with the year 9999. */
class ExpiryProperties {

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  @Property
  void laterIsTheSumOrTheLatestThereIs(
      @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
      @ForAll @LongRange(min = 0) long seconds) {
    Instant now = Instant.ofEpochSecond(second);
    Duration time = Duration.ofSeconds(seconds);

    Instant later = Expiry.later(now, time);

    assertFalse(later.isAfter(LATEST));
    assertFalse(later.isBefore(now));
    assertTrue(later.equals(LATEST) || Duration.between(now, later).equals(time));
  }
}
