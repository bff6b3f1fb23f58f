package dev.pat4j.containers;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The in-memory store, which can be counted on: its reads are, and it breaks when told to. */
public final class WatchedStore implements TokenStore {

  /** What is wrong with the store. */
  public enum Trouble {
    /** Nothing. */
    NONE,
    /** It says that it is down, in the way that the interface asks for. */
    DOWN,
    /** It throws whatever came along. */
    BROKEN,
    /** It answers null. */
    NULL,
    /** It cannot write last uses. */
    READ_ONLY
  }

  private final TokenStore rows = new InMemoryTokenStore();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger failedTouches = new AtomicInteger();
  private volatile Trouble trouble = Trouble.NONE;

  /** From now on this is wrong. */
  public void set(Trouble newTrouble) {
    trouble = newTrouble;
  }

  /** How often a token was looked up since this was last asked. */
  public int takeReads() {
    return reads.getAndSet(0);
  }

  /** How often a last use could not be written. */
  public int failedTouches() {
    return failedTouches.get();
  }

  @Override
  @SuppressWarnings("NullAway") // a store that breaks its contract
  public Optional<StoredToken> findByDigest(TokenDigest digest) {
    reads.incrementAndGet();
    return switch (trouble) {
      case DOWN -> throw new TokenStoreException("down", null);
      case BROKEN -> throw new IllegalStateException("broken");
      case NULL -> null;
      case NONE, READ_ONLY -> rows.findByDigest(digest);
    };
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    if (trouble != Trouble.NONE) {
      failedTouches.incrementAndGet();
      throw new TokenStoreException("read only", null);
    }
    rows.touch(uses);
  }

  @Override
  public boolean insert(StoredToken token) {
    return rows.insert(token);
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    return rows.findById(id);
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    return rows.find(query);
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    return rows.replace(expected, updated);
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    return rows.rotate(expected, retired, successor);
  }

  @Override
  public boolean delete(TokenId id) {
    return rows.delete(id);
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    return rows.purge(deadBefore, limit);
  }
}
