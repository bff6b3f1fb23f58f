package dev.pat4j;

import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Warns of expiry, once for each threshold: the row remembers when the last warning was sent, and
 * whoever replaces it first tells the listeners.
 */
final class ExpiryWarnings {

  private final Parts parts;

  /** Ascending, so that the nearest threshold is found first. */
  private final List<Duration> thresholds;

  ExpiryWarnings(Parts parts, List<Duration> thresholds) {
    this.parts = parts;
    this.thresholds = thresholds.stream().sorted(Comparator.naturalOrder()).distinct().toList();
  }

  /** Where nobody listens nothing is told, and so nothing is marked as told. */
  int announce() {
    if (thresholds.isEmpty() || parts.events().isSilent()) {
      return 0;
    }
    Instant now = parts.now();
    Duration farthest = thresholds.get(thresholds.size() - 1);
    TokenQuery soon =
        TokenQuery.all()
            .liveAt(now)
            .expiringBetween(now, Expiry.later(now, farthest).plusMillis(1));
    try (Stream<StoredToken> rows = Pages.of(parts.store(), soon)) {
      return (int) rows.filter(row -> announce(row, now)).count();
    }
  }

  private boolean announce(StoredToken row, Instant now) {
    Duration threshold = due(row, now).orElse(null);
    AccessToken token = threshold == null ? null : parts.read(row).orElse(null);
    if (threshold == null
        || token == null
        || !parts.store().replace(row, row.toBuilder().expiryWarnedAt(now).build())) {
      return false;
    }
    parts.events().tell(new TokenEvent.Expiring(now, token, threshold));
    return true;
  }

  /**
   * The nearest threshold that was crossed, unless it was warned of already, or the secret was made
   * only after it, or the token was rotated away and is meant to die.
   */
  private Optional<Duration> due(StoredToken row, Instant now) {
    if (row.rotatedAt().isPresent()) {
      return Optional.empty();
    }
    Instant end = row.expiresAt().orElseThrow();
    Duration lifetime = Duration.between(row.issuedAt(), end);
    Optional<Duration> warned = row.expiryWarnedAt().map(at -> Duration.between(at, end));
    return thresholds.stream()
        .filter(threshold -> Duration.between(now, end).compareTo(threshold) <= 0)
        .findFirst()
        .filter(threshold -> lifetime.compareTo(threshold) > 0)
        .filter(threshold -> warned.map(left -> left.compareTo(threshold) > 0).orElse(true));
  }
}
