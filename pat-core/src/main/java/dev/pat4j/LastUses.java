package dev.pat4j;

import dev.pat4j.store.LastUse;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When each token was last used: kept in memory, cut to the minute, written in batches.
 *
 * <p>Recording never asks the store and never fails. What cannot be written stays for the next
 * flush, up to a bound; beyond it, and in a crash, last uses are lost and nothing else.
 */
final class LastUses {

  private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);

  private static final int BATCH = 1_000;
  private static final int MOST_PENDING = 1_000_000;

  private final TokenStore store;
  private final int mostPending;
  private final Map<TokenId, LastUse> pending = new ConcurrentHashMap<>();
  private volatile boolean failing;

  LastUses(TokenStore store) {
    this(store, MOST_PENDING);
  }

  LastUses(TokenStore store, int mostPending) {
    this.store = store;
    this.mostPending = mostPending;
  }

  /** The minute that contains this time: what a use is cut to, and noted as in the row. */
  static int minuteOf(long millis) {
    return (int) Math.floorDiv(millis, 60_000);
  }

  /**
   * Records a use.
   *
   * @return whether there is now something to flush that was not there before
   */
  boolean record(AccessToken token, Instant now, @Nullable String from) {
    LastUse known = latest(token);
    Instant at = cut(now, token.issuedAt());
    if (known != null && !known.at().isBefore(at)) {
      return false;
    }
    if (pending.size() >= mostPending && !pending.containsKey(token.id())) {
      return false;
    }
    LastUse use = new LastUse(at, Optional.ofNullable(from));
    return pending.merge(token.id(), use, LastUses::later).equals(use);
  }

  /** The last use that is known here: the one in memory, or else the one in the row. */
  @Nullable LastUse latest(AccessToken token) {
    LastUse waiting = pending.get(token.id());
    LastUse stored = token.row().lastUse().orElse(null);
    if (waiting == null || stored == null) {
      return waiting == null ? stored : waiting;
    }
    return later(waiting, stored);
  }

  /** The token with the last use that is known here. */
  AccessToken upToDate(AccessToken token) {
    LastUse latest = latest(token);
    return latest == null || latest.equals(token.row().lastUse().orElse(null))
        ? token
        : token.with(latest);
  }

  /** Writes what waits. A failure is logged, the first of a row as a warning, and not thrown. */
  void flush() {
    TokenStoreException failure = writeAll();
    if (failure != null && !failing) {
      LOG.warn("last uses of {} could not be written, trying again later", waiting(), failure);
    }
    failing = failure != null;
  }

  /** Writes what waits for the last time: what cannot be written is lost, and that is logged. */
  void close() {
    TokenStoreException failure = writeAll();
    if (failure != null) {
      LOG.warn(
          "last uses of {} could not be written at the end and are lost;"
              + " close the library first, its store afterwards",
          waiting(),
          failure);
    }
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** The failure that hindered it, if one did. */
  private @Nullable TokenStoreException writeAll() {
    Map<TokenId, LastUse> batch = new TreeMap<>();
    for (Map.Entry<TokenId, LastUse> entry : pending.entrySet()) {
      batch.put(entry.getKey(), entry.getValue());
      if (batch.size() == BATCH) {
        TokenStoreException failure = write(batch);
        if (failure != null) {
          return failure;
        }
        batch.clear();
      }
    }
    return batch.isEmpty() ? null : write(batch);
  }

  private @Nullable TokenStoreException write(Map<TokenId, LastUse> batch) {
    try {
      store.touch(Map.copyOf(batch));
    } catch (TokenStoreException e) {
      return e;
    }
    failing = false;
    batch.forEach(pending::remove);
    return null;
  }

  private String waiting() {
    int many = pending.size();
    return many == 1 ? "1 token" : many + " tokens";
  }

  /** To the minute, but not to before the secret was made. */
  private static Instant cut(Instant now, Instant issuedAt) {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    return minute.isBefore(issuedAt) ? issuedAt : minute;
  }

  private static LastUse later(LastUse one, LastUse other) {
    return other.isAfter(one) ? other : one;
  }
}
