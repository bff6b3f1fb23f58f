package dev.pat4j.store;

import static java.util.Objects.requireNonNull;

import dev.pat4j.hash.TokenDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reference {@link TokenStore}: complete, linearizable, and gone when the process ends. For
 * tests, demonstrations, and hosts whose tokens need not outlive a restart.
 *
 * <p>Writers take one lock and only change maps under it. Readers take none: they read, and read
 * once more under the lock if a writer was about. {@link #changes()} tells of changes in this
 * process.
 */
public final class InMemoryTokenStore implements TokenStore {

  private static final NavigableMap<TokenId, StoredToken> NONE = Collections.emptyNavigableMap();

  private final StampedLock lock = new StampedLock();
  private final LocalChangeFeed changes = new LocalChangeFeed();

  /** Each row is in all three maps. They are concurrent, since readers may meet a writer. */
  private final Map<TokenDigest, StoredToken> byDigest = new ConcurrentHashMap<>();

  private final NavigableMap<TokenId, StoredToken> byId = new ConcurrentSkipListMap<>();
  private final Map<String, NavigableMap<TokenId, StoredToken>> byOwner = new ConcurrentHashMap<>();

  /** The digests that the write under way has changed; used under the lock only. */
  private final Set<TokenDigest> changed = new LinkedHashSet<>();

  /** An empty store. */
  public InMemoryTokenStore() {}

  /**
   * The changes made through this object, told by the thread that made them before its call
   * returns. Never disconnected. A subscriber that throws is logged as an error and told on.
   */
  public ChangeFeed changes() {
    return changes;
  }

  @Override
  public boolean insert(StoredToken token) {
    return write(() -> isFree(token) && put(token));
  }

  @Override
  public Optional<StoredToken> findByDigest(TokenDigest digest) {
    return read(() -> Optional.ofNullable(byDigest.get(digest)));
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    return read(() -> Optional.ofNullable(byId.get(id)));
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    return read(() -> candidates(query).filter(query::matches).limit(query.limit()).toList());
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    requireSameId(expected, updated);
    return write(() -> isReplaceable(expected, updated) && putInPlace(updated));
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    requireSameId(expected, retired);
    requireNonNull(successor, "successor");
    return write(
        () ->
            isReplaceable(expected, retired)
                && isFree(successor)
                && !successor.digest().equals(retired.digest())
                && putInPlace(retired)
                && put(successor));
  }

  @Override
  public boolean delete(TokenId id) {
    return write(() -> remove(byId.get(id)));
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    Map<TokenId, LastUse> batch = Map.copyOf(uses);
    write(
        () -> {
          batch.forEach(this::touch);
          return true;
        });
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    Instant time = deadBefore.truncatedTo(ChronoUnit.MILLIS);
    if (limit < 1) {
      throw new IllegalArgumentException("a purge removes at least 1 row, not " + limit);
    }
    return write(
        () -> {
          List<StoredToken> dead =
              byId.values().stream().filter(row -> wasDead(row, time)).limit(limit).toList();
          dead.forEach(this::remove);
          return dead.size();
        });
  }

  private <T> T read(Supplier<T> reading) {
    long stamp = lock.tryOptimisticRead();
    if (stamp != 0) {
      T result = reading.get();
      if (lock.validate(stamp)) {
        return result;
      }
    }
    stamp = lock.readLock();
    try {
      return reading.get();
    } finally {
      lock.unlockRead(stamp);
    }
  }

  private <T> T write(Supplier<T> writing) {
    T result;
    List<TokenDigest> told;
    long stamp = lock.writeLock();
    try {
      result = writing.get();
      told = List.copyOf(changed);
    } finally {
      changed.clear();
      lock.unlockWrite(stamp);
    }
    changes.tell(told);
    return result;
  }

  private Stream<StoredToken> candidates(TokenQuery query) {
    NavigableMap<TokenId, StoredToken> rows =
        query.owner().map(owner -> byOwner.getOrDefault(owner, NONE)).orElse(byId);
    return query.after().map(id -> rows.tailMap(id, false)).orElse(rows).values().stream();
  }

  private boolean isFree(StoredToken token) {
    return !byId.containsKey(token.id()) && !byDigest.containsKey(token.digest());
  }

  private boolean isReplaceable(StoredToken expected, StoredToken updated) {
    StoredToken current = byId.get(expected.id());
    return current != null
        && current.version() == expected.version()
        && (current.digest().equals(updated.digest()) || !byDigest.containsKey(updated.digest()));
  }

  private boolean put(StoredToken token) {
    index(token);
    return changed.add(token.digest());
  }

  /** Out and in again, since the digest and the owner may be others. */
  private boolean putInPlace(StoredToken updated) {
    StoredToken current = requireNonNull(byId.get(updated.id()));
    long version = current.version() + 1;
    remove(current);
    put(updated.toBuilder().version(version).lastUse(current.lastUse().orElse(null)).build());
    return true;
  }

  private void touch(TokenId id, LastUse use) {
    StoredToken current = byId.get(id);
    if (current != null && current.lastUse().map(use::isAfter).orElse(true)) {
      index(current.toBuilder().lastUse(use).build());
    }
  }

  private void index(StoredToken token) {
    byId.put(token.id(), token);
    byDigest.put(token.digest(), token);
    byOwner
        .computeIfAbsent(token.owner(), owner -> new ConcurrentSkipListMap<>())
        .put(token.id(), token);
  }

  private boolean remove(@Nullable StoredToken token) {
    if (token == null) {
      return false;
    }
    byId.remove(token.id());
    byDigest.remove(token.digest());
    byOwner.computeIfPresent(
        token.owner(),
        (owner, rows) -> {
          rows.remove(token.id());
          return rows.isEmpty() ? null : rows;
        });
    return changed.add(token.digest());
  }

  private static void requireSameId(StoredToken expected, StoredToken updated) {
    if (!updated.id().equals(expected.id())) {
      throw new IllegalArgumentException("a replacement must keep the id " + expected.id());
    }
  }

  private static boolean wasDead(StoredToken token, Instant time) {
    return token.revocation().map(Revocation::at).filter(time::isAfter).isPresent()
        || token.expiresAt().filter(time::isAfter).isPresent();
  }
}
