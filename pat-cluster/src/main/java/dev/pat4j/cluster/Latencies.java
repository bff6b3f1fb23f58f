package dev.pat4j.cluster;

import java.util.Collection;
import java.util.Locale;

/** Times that were measured, in nanoseconds, and what one says of them. */
final class Latencies {

  private final long[] sorted;

  private Latencies(long[] sorted) {
    this.sorted = sorted;
  }

  static Latencies of(Collection<Long> measured) {
    if (measured.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    return new Latencies(measured.stream().mapToLong(Long::longValue).sorted().toArray());
  }

  long median() {
    return percentile(50);
  }

  /** The smallest that at least so many percent do not exceed. */
  long percentile(int percent) {
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
  }

  long maximum() {
    return sorted[sorted.length - 1];
  }

  static String milliseconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "n=%d  median %s  p99 %s  max %s",
        sorted.length,
        milliseconds(median()),
        milliseconds(percentile(99)),
        milliseconds(maximum()));
  }
}
