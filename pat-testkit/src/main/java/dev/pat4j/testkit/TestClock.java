package dev.pat4j.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * For tests: a clock that stands still until it is set or advanced. Thread-safe; no method accepts
 * null.
 */
public final class TestClock implements InstantSource {

  private volatile Instant now;

  private TestClock(Instant start) {
    this.now = requireNonNull(start, "start");
  }

  /** A clock that stands at this time. */
  public static TestClock at(Instant start) {
    return new TestClock(start);
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Sets it to this time, which may be an earlier one. */
  public synchronized void set(Instant time) {
    now = requireNonNull(time, "time");
  }

  /** Moves it by this much: forward, or back if that is negative. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public String toString() {
    return "TestClock[" + now + "]";
  }
}
