package dev.pat4j.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a token was last accepted, and from where.
 *
 * @param at the time, cut to milliseconds
 * @param from the client's address as a literal; empty if the caller did not say
 */
public record LastUse(Instant at, Optional<String> from) {

  /** Cuts the time to milliseconds; null is refused. */
  public LastUse {
    at = at.truncatedTo(ChronoUnit.MILLIS);
    requireNonNull(from, "from");
  }

  /** Whether this use is later than that one. */
  public boolean isAfter(LastUse other) {
    return at.isAfter(other.at);
  }
}
