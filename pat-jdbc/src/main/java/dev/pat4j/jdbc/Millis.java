package dev.pat4j.jdbc;

import java.time.Instant;

/** Instants as the table keeps them: milliseconds since 1970, UTC. */
final class Millis {

  static final String RANGE = "the years 1 to 9999, in milliseconds since 1970 UTC";

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private Millis() {}

  static boolean isPossible(long millis) {
    return millis >= FIRST.toEpochMilli() && millis <= LAST.toEpochMilli();
  }

  /** For a comparison: what is before or after all that can be kept, stays so. */
  static long clamped(Instant time) {
    if (time.isBefore(FIRST)) {
      return FIRST.toEpochMilli() - 1;
    }
    return time.isAfter(LAST) ? LAST.toEpochMilli() + 1 : time.toEpochMilli();
  }
}
