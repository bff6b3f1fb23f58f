package dev.pat4j.store;

import dev.pat4j.hash.TokenDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BooleanSupplier;
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

  private final StampedLock lock = new StampedLock();
  private final Map<TokenDigest, StoredToken> byDigest = new ConcurrentHashMap<>();
  private final NavigableMap<TokenId, StoredToken> byId = new ConcurrentSkipListMap<>();
  private final Map<String, NavigableMap<TokenId, StoredToken>> byOwner = new ConcurrentHashMap<>();
  private final List<ChangeFeed.Subscriber> subscribers = new CopyOnWriteArrayList<>();

  private static final NavigableMap<TokenId, StoredToken> NONE =
      Collections.unmodifiableNavigableMap(new TreeMap<>());

  /** The digests touched by the write under way; used under the lock only. */
  private final List<TokenDigest> changed = new ArrayList<>();

  /** An empty store. */
  public InMemoryTokenStore() {}

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
    return write(() -> isReplaceable(expected, updated) && putInPlace(updated));
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
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
    long stamp = lock.writeLock();
    try {
      uses.forEach(this::touch);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    List<StoredToken> dead = new ArrayList<>();
    write(
        () -> {
          byId.values().stream()
              .filter(token -> wasDead(token, deadBefore))
              .limit(limit)
              .forEach(dead::add);
          dead.forEach(this::remove);
          return true;
        });
    return dead.size();
  }

  /** The changes made through this object, told by whoever makes them once they can be read. */
  public ChangeFeed changes() {
    return subscriber -> {
      subscribers.add(subscriber);
      subscriber.connected();
      return () -> subscribers.remove(subscriber);
    };
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

  private boolean write(BooleanSupplier writing) {
    boolean done;
    List<TokenDigest> told;
    long stamp = lock.writeLock();
    try {
      done = writing.getAsBoolean();
      told = List.copyOf(changed);
    } finally {
      changed.clear();
      lock.unlockWrite(stamp);
    }
    told.forEach(digest -> subscribers.forEach(subscriber -> subscriber.changed(digest)));
    return done;
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
    if (!updated.id().equals(expected.id())) {
      throw new IllegalArgumentException("a replacement must keep the id " + expected.id());
    }
    return current != null
        && current.version() == expected.version()
        && (current.digest().equals(updated.digest()) || !byDigest.containsKey(updated.digest()));
  }

  private boolean putInPlace(StoredToken updated) {
    StoredToken current = byId.get(updated.id());
    remove(current);
    return put(
        updated.toBuilder()
            .version(current.version() + 1)
            .lastUse(current.lastUse().orElse(null))
            .build());
  }

  private void touch(TokenId id, LastUse use) {
    StoredToken current = byId.get(id);
    if (current != null && current.lastUse().map(use::isAfter).orElse(true)) {
      index(current.toBuilder().lastUse(use).build());
    }
  }

  private boolean put(StoredToken token) {
    index(token);
    return changed.add(token.digest());
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

  private static boolean wasDead(StoredToken token, Instant time) {
    return token.revocation().map(Revocation::at).filter(time::isAfter).isPresent()
        || token.expiresAt().filter(time::isAfter).isPresent();
  }
}
