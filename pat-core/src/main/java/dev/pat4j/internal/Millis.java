package dev.pat4j.internal;

import java.time.Instant;

/** Instants as one number: milliseconds since 1970, in which rows and verifications count. */
public final class Millis {

  /** Where a row has no such instant; later than all others. */
  public static final long NONE = Long.MAX_VALUE;

  private Millis() {}

  /** Of this instant, or of the first or last that fits: 292 million years from now. */
  public static long of(Instant time) {
    try {
      long millis = time.toEpochMilli();
      return Math.min(millis, NONE - 1);
    } catch (ArithmeticException beyond) {
      return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : NONE - 1;
    }
  }
}
