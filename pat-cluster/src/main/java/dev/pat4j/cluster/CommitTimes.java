package dev.pat4j.cluster;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Notes when a change was committed: the moment at which the store's call returned.
 *
 * <p>The time is that of {@link System#nanoTime}. On Linux, HotSpot reads it from CLOCK_MONOTONIC,
 * which is one clock for all processes of a machine, so that one process can subtract the time of
 * another. Java itself promises no such thing.
 */
final class CommitTimes implements TokenStore {

  private final TokenStore store;
  private final ThreadLocal<Long> last = new ThreadLocal<>();

  CommitTimes(TokenStore store) {
    this.store = store;
  }

  /** Of the last change that this thread has made since it asked before; empty if none. */
  Optional<Long> takeLast() {
    Optional<Long> taken = Optional.ofNullable(last.get());
    last.remove();
    return taken;
  }

  @Override
  public boolean insert(StoredToken token) {
    return noted(store.insert(token));
  }

  @Override
  public Optional<StoredToken> findByDigest(TokenDigest digest) {
    return store.findByDigest(digest);
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    return store.findById(id);
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    return store.find(query);
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    return noted(store.replace(expected, updated));
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    return noted(store.rotate(expected, retired, successor));
  }

  @Override
  public boolean delete(TokenId id) {
    return noted(store.delete(id));
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    store.touch(uses);
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    return store.purge(deadBefore, limit);
  }

  private boolean noted(boolean changed) {
    if (changed) {
      last.set(System.nanoTime());
    }
    return changed;
  }
}
