package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who waits, and for how long. */
class FailureLimitTest {

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final FailureLimit limit = new FailureLimit(() -> now);

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      limit.failed(address);
    }
  }

  private boolean waits(String address) {
    return limit.delay(address).compareTo(Duration.ZERO) > 0;
  }

  @Test
  void theTenthFailureMakesOneWaitAndSixSecondsAreWorthOneTry() {
    fail("192.0.2.1", 9);
    assertEquals(false, waits("192.0.2.1"));
    fail("192.0.2.1", 1);
    assertEquals(Duration.ofSeconds(6), limit.delay("192.0.2.1"));
    now = now.plusMillis(5_999);
    assertEquals(true, waits("192.0.2.1"));
    now = now.plusMillis(1);
    assertEquals(false, waits("192.0.2.1"));
    fail("192.0.2.1", 1);
    assertEquals(true, waits("192.0.2.1"));
  }

  @Test
  void allIsForgottenInAMinute() {
    fail("192.0.2.1", 10);
    now = now.plusSeconds(60);
    fail("192.0.2.1", 9);
    assertEquals(false, waits("192.0.2.1"));
  }

  @Test
  void oneAddressIsNotAnothersBurden() {
    fail("192.0.2.1", 10);
    assertEquals(false, waits("192.0.2.2"));
  }

  @Test
  void anIpv6NetworkIsOneClient() {
    for (int host = 1; host <= 10; host++) {
      fail("2001:db8:0:1::" + host, 1);
    }
    assertEquals(true, waits("2001:db8:0:1:ffff::1"));
    assertEquals(false, waits("2001:db8:0:2::1"));
    fail("::ffff:192.0.2.1", 10);
    assertEquals(false, waits("::ffff:192.0.2.2"));
    fail("no address", 10);
    assertEquals(true, waits("no address"));
  }

  @Test
  void whoFailedLongestAgoIsForgottenFirstWhenThereAreTooMany() {
    fail("192.0.2.1", 10);
    fail("192.0.2.2", 10);
    fail("192.0.2.1", 1);
    for (int i = 0; i < 9_999; i++) {
      limit.failed("other " + i);
    }
    assertEquals(true, waits("192.0.2.1"));
    assertEquals(false, waits("192.0.2.2"));
  }
}
