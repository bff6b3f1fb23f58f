package dev.pat4j.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * That a token was revoked: a state it never leaves.
 *
 * @param at the time, cut to milliseconds
 * @param by who did it: an owner, an administrator, {@code leak-report}, …
 * @param reason why, in words; empty if not said
 */
public record Revocation(Instant at, String by, String reason) {

  /** Cuts the time to milliseconds; null is refused. */
  public Revocation {
    at = at.truncatedTo(ChronoUnit.MILLIS);
    requireNonNull(by, "by");
    requireNonNull(reason, "reason");
  }
}
