package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One look-up that has, or waits for, a place on a trip of {@link SharedTrips}. */
final class Passenger {

  /** Where it is; from the line it goes one of three ways, by the lock of the trips. */
  enum Place {
    /** Waits for its turn; it may go away. */
    IN_LINE,
    /** Makes the next trip itself. */
    LEADS,
    /** Was taken along, and waits for what it is brought. */
    ABOARD,
    /** Was brought what there is: rows, a failure, or neither. */
    BACK,
    /** Waited for its turn in vain. */
    GONE
  }

  private final TokenDigest digest;
  private final Thread thread = Thread.currentThread();
  private @Nullable Map<TokenDigest, StoredToken> rows;
  private @Nullable TokenStoreException failure;

  /** Written last: who reads that it is back sees what was brought. */
  private volatile Place place = Place.IN_LINE;

  Passenger(TokenDigest digest) {
    this.digest = digest;
  }

  TokenDigest digest() {
    return digest;
  }

  Place place() {
    return place;
  }

  /** Only by whoever has the lock of the trips. */
  void isNow(Place next) {
    place = next;
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  /** Only by who took it along, once. */
  void isBack(@Nullable Map<TokenDigest, StoredToken> read, @Nullable TokenStoreException broke) {
    rows = read;
    failure = broke;
    place = Place.BACK;
    wake();
  }

  /**
   * Waits until it leads or is back; no longer than this in the line, where it then is still, and
   * no longer than until it is interrupted.
   */
  Place await(long begun, Duration longest) {
    while (true) {
      Place now = place;
      if ((now != Place.IN_LINE && now != Place.ABOARD) || Thread.currentThread().isInterrupted()) {
        return now;
      }
      if (now == Place.ABOARD) {
        LockSupport.park(this);
        continue;
      }
      long left = longest.toNanos() - (System.nanoTime() - begun);
      if (left <= 0) {
        return now;
      }
      LockSupport.parkNanos(this, left);
    }
  }

  /** Whether what was brought says what becomes of it. */
  boolean isAnswered() {
    return rows != null || failure != null;
  }

  /**
   * What was brought.
   *
   * @throws TokenStoreException a new one, if the trip failed for all
   */
  Optional<StoredToken> answer() {
    TokenStoreException broke = failure;
    if (broke != null) {
      throw new TokenStoreException(
          "a round trip that look-ups shared failed; try again: " + broke.getMessage(), broke);
    }
    return rows == null ? Optional.empty() : Optional.ofNullable(rows.get(digest));
  }
}
