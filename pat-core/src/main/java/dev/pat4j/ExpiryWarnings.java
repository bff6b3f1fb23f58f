package dev.pat4j;

import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
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
    if (parts.events().isSilent()) {
      return 0;
    }
    Instant now = parts.now();
    int told = 0;
    Instant from = now;
    for (Duration threshold : thresholds) {
      Instant to = Expiry.later(now, threshold).plusMillis(1);
      told += announce(now, threshold, from, to);
      from = to;
    }
    return told;
  }

  /**
   * Tells of what ends between these instants, whose nearest threshold this is. Only rows that are
   * due are asked for, since a store that is asked for all that end soon reads them all, page after
   * page, every time.
   */
  private int announce(Instant now, Duration threshold, Instant from, Instant to) {
    TokenQuery due =
        TokenQuery.all().liveAt(now).expiringBetween(from, to).unwarnedWithin(threshold);
    try (Stream<StoredToken> rows = Pages.of(parts.store(), due)) {
      return (int) rows.filter(row -> announce(row, threshold, now)).count();
    }
  }

  private boolean announce(StoredToken row, Duration threshold, Instant now) {
    AccessToken token = parts.read(row).orElse(null);
    if (token == null || !parts.store().replace(row, row.toBuilder().expiryWarnedAt(now).build())) {
      return false;
    }
    parts.events().tell(new TokenEvent.Expiring(now, token, threshold));
    return true;
  }
}
