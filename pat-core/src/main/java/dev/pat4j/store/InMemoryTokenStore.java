package dev.pat4j.store;

import static java.util.Objects.requireNonNull;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.internal.AtHand;
import dev.pat4j.internal.DigestTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reference {@link TokenStore}: complete, linearizable, and gone when the process ends. For
 * tests, demonstrations, and hosts whose tokens need not outlive a restart.
 *
 * <p>Writers take one lock and only change tables under it. A look-up of a digest takes none: it
 * reads, and reads once more under the lock if a writer was about; all other readers share it. A
 * million tokens, ten an owner, take 191 MB (docs/benchmarks.md). {@link #changes()} tells of
 * changes in this process.
 */
public final class InMemoryTokenStore extends AtHand implements TokenStore {

  private static final SortedRows NONE = new SortedRows();

  private final StampedLock lock = new StampedLock();
  private final LocalChangeFeed changes = new LocalChangeFeed();

  /** Each row is in all three. */
  private final ByDigest byDigest = new ByDigest();

  private final SortedRows byId = new SortedRows();
  private final Map<String, SortedRows> byOwner = new HashMap<>();

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
    requireNonNull(digest, "digest");
    long stamp = lock.tryOptimisticRead();
    if (stamp != 0) {
      StoredToken row = byDigest.get(digest);
      if (lock.validate(stamp)) {
        return Optional.ofNullable(row);
      }
    }
    return read(() -> Optional.ofNullable(byDigest.get(digest)));
  }

  @Override
  protected @Nullable StoredToken atHand(long a, long b, long c, long d) {
    long stamp = lock.tryOptimisticRead();
    StoredToken row = stamp == 0 ? null : byDigest.get(a, b, c, d);
    return lock.validate(stamp) ? row : null;
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    return read(() -> Optional.ofNullable(byId.get(id)));
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    return read(() -> page(query));
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
          List<StoredToken> dead = dead(time, limit);
          dead.forEach(this::remove);
          return dead.size();
        });
  }

  private <T> T read(Supplier<T> reading) {
    long stamp = lock.readLock();
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

  private List<StoredToken> page(TokenQuery query) {
    SortedRows rows = query.owner().map(owner -> byOwner.getOrDefault(owner, NONE)).orElse(byId);
    SortedRows.Walk walk = rows.after(query.after().orElse(null));
    List<StoredToken> page = new ArrayList<>();
    for (StoredToken row = walk.next(); row != null; row = walk.next()) {
      if (query.matches(row)) {
        page.add(row);
        if (page.size() == query.limit()) {
          break;
        }
      }
    }
    return List.copyOf(page);
  }

  private List<StoredToken> dead(Instant time, int limit) {
    List<StoredToken> dead = new ArrayList<>();
    SortedRows.Walk walk = byId.after(null);
    for (StoredToken row = walk.next(); row != null && dead.size() < limit; row = walk.next()) {
      if (wasDead(row, time)) {
        dead.add(row);
      }
    }
    return dead;
  }

  private boolean isFree(StoredToken token) {
    return byId.get(token.id()) == null && byDigest.get(token.digest()) == null;
  }

  private boolean isReplaceable(StoredToken expected, StoredToken updated) {
    StoredToken current = byId.get(expected.id());
    return current != null
        && current.version() == expected.version()
        && (current.digest().equals(updated.digest()) || byDigest.get(updated.digest()) == null);
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
    SortedRows own = byOwner.get(token.owner());
    if (own == null) {
      own = new SortedRows();
      byOwner.put(token.owner(), own);
    }
    StoredToken first = own.after(null).next();
    StoredToken row = first == null ? token : token.sharing(first.owner());
    byId.put(row);
    byDigest.put(row);
    own.put(row);
  }

  private boolean remove(@Nullable StoredToken token) {
    if (token == null) {
      return false;
    }
    byId.remove(token.id());
    byDigest.remove(token.digest());
    SortedRows own = requireNonNull(byOwner.get(token.owner()));
    own.remove(token.id());
    if (own.isEmpty()) {
      byOwner.remove(token.owner());
    }
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

  /** The rows themselves. */
  static final class ByDigest extends DigestTable<StoredToken> {

    @Override
    protected boolean hasWords(StoredToken row, long a, long b, long c, long d) {
      return row.hasWords(a, b, c, d);
    }

    @Override
    protected TokenDigest digestOf(StoredToken row) {
      return row.digest();
    }
  }
}
