package dev.pat4j.cache;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are held, bounded in number and in age: each digest once and each id once.
 *
 * <p>Two parts. An {@linkplain HeldIndex index} finds them. A {@link Cache} decides what is held,
 * and for how long; what it lets go leaves the index. To ask it takes as long as a hash, an object
 * for each question, and a note of each that threads contend for. So a row that it has just said it
 * holds is found without it for a minute: one that is in use is noted often enough to stay.
 */
final class HeldRows {

  private static final long UNASKED = MINUTES.toNanos(1);

  /** In nanoseconds: an age that is told may be so much too low. */
  private static final long ROUGHNESS = 2;

  /** Everything is put here first. */
  private final HeldIndex index = new HeldIndex();

  private final Cache<HeldRow, Boolean> room;
  private final Policy.FixedExpiration<HeldRow, Boolean> ages;
  private final long maximumAge;
  private final Ticker ticker;

  HeldRows(Limits limits) {
    this.room =
        limits
            .bounded(limits.maximumTokens(), limits.maximumAge())
            .removalListener(this::isNoLongerHeld)
            .build();
    this.ages = room.policy().expireAfterWrite().orElseThrow();
    this.maximumAge = ages.getExpiresAfter(NANOSECONDS);
    this.ticker = limits.ticker();
  }

  /** The row under the digest with these words; null if it is not held. */
  @Nullable StoredToken find(long a, long b, long c, long d) {
    HeldRow held = index.get(a, b, c, d);
    if (held == null) {
      return null;
    }
    long now = ticker.read();
    return held.isHeldAt(now) || isHeld(held, now) ? held.row() : null;
  }

  @Nullable StoredToken find(TokenDigest digest) {
    return find(digest.word(0), digest.word(1), digest.word(2), digest.word(3));
  }

  /** Holds it, in the place of those with its digest or its id. */
  void put(StoredToken row) {
    HeldRow held = new HeldRow(row);
    held.heldUntil(ticker.read() + Math.min(maximumAge - ROUGHNESS, UNASKED));
    index.put(held).forEach(room::invalidate);
    room.put(held, true);
    if (index.get(row.id()) != held) { // forgotten, or put anew, before there was room for it
      room.invalidate(held);
    }
  }

  void forget(TokenDigest digest) {
    forget(index.get(digest));
  }

  void forget(TokenId id) {
    forget(index.get(id));
  }

  /** Moves the last use of what is held under this id forward. */
  void use(TokenId id, LastUse use) {
    index.use(id, use);
  }

  long size() {
    room.cleanUp();
    return room.estimatedSize();
  }

  /** Asks, which counts as a use of it; and if it is held, not again for a while. */
  private boolean isHeld(HeldRow held, long now) {
    if (room.getIfPresent(held) == null) {
      return false;
    }
    long left = maximumAge - ages.ageOf(held, NANOSECONDS).orElse(maximumAge);
    held.heldUntil(now + Math.min(left - ROUGHNESS, UNASKED));
    return true;
  }

  private void forget(@Nullable HeldRow held) {
    if (held != null) {
      index.remove(held); // what it is held in tells that only if it has come there
      room.invalidate(held);
    }
  }

  /** Told of each that is no longer held, for whatever reason, by the thread that made it leave. */
  private void isNoLongerHeld(@Nullable HeldRow held, @Nullable Boolean is, Object why) {
    if (held != null) {
      index.remove(held);
    }
  }
}
