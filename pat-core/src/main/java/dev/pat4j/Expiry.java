package dev.pat4j;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a token is to expire, as its owner says it: after a time, at a time, or never. One of them
 * must be said. Immutable and thread-safe.
 */
public final class Expiry {

  /** What a date of four digits can still write. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final Expiry NEVER = new Expiry(null, null);

  private final @Nullable Duration after;
  private final @Nullable Instant at;

  private Expiry(@Nullable Duration after, @Nullable Instant at) {
    this.after = after;
    this.at = at;
  }

  /**
   * So long after the secret is made.
   *
   * @throws IllegalArgumentException unless the time is at least a millisecond
   */
  public static Expiry after(Duration lifetime) {
    if (requireNonNull(lifetime, "lifetime").compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("a lifetime must be positive, not " + lifetime);
    }
    return new Expiry(lifetime, null);
  }

  /**
   * At this time, cut to milliseconds: the first instant at which the token is refused.
   *
   * @throws IllegalArgumentException if the time is beyond the year 9999
   */
  public static Expiry at(Instant time) {
    return new Expiry(null, bounded(requireNonNull(time, "expiry")));
  }

  /** Never: the token lives until it is revoked or deleted. */
  public static Expiry never() {
    return NEVER;
  }

  /**
   * The instant meant, for a secret made now; empty for never.
   *
   * @throws IllegalArgumentException if that instant is not in the future, or beyond the year 9999
   */
  Optional<Instant> from(Instant now) {
    if (after != null) {
      return Optional.of(plus(now, after));
    }
    if (at != null && !at.isAfter(now)) {
      throw new IllegalArgumentException("the expiry " + at + " is not in the future");
    }
    return Optional.ofNullable(at);
  }

  /** So long after now, or the latest expiry that there is. */
  static Instant later(Instant now, Duration time) {
    return time.compareTo(Duration.between(now, LATEST)) < 0 ? now.plus(time) : LATEST;
  }

  private static Instant plus(Instant now, Duration lifetime) {
    try {
      return bounded(now.plus(lifetime));
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("a lifetime of " + lifetime + " ends beyond year 9999", e);
    }
  }

  private static Instant bounded(Instant time) {
    if (time.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          "an expiry is at the latest in the year 9999, not " + time + "; or say never");
    }
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public String toString() {
    return after != null ? "after " + after : at != null ? "at " + at : "never";
  }
}
