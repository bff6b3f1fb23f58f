package dev.pat4j;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.ChangeFeed;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Room for one token, and a feed of its changes that tells one subscriber, after the change: so
 * little that a search for bad orders finds them in the cache before it, not in here.
 */
final class OneTokenStore implements TokenStore, ChangeFeed {

  private final AtomicReference<StoredToken> only = new AtomicReference<>();
  private final AtomicBoolean broken = new AtomicBoolean();
  private volatile Subscriber subscriber;

  @Override
  public boolean insert(StoredToken token) {
    return told(only.compareAndSet(null, token), token);
  }

  @Override
  public Optional<StoredToken> findByDigest(TokenDigest digest) {
    if (broken.getAndSet(false)) {
      throw new TokenStoreException("broken for one read", null);
    }
    return Optional.ofNullable(only.get()).filter(row -> row.digest().equals(digest));
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    StoredToken row = only.get();
    return row != null
        && row.version() == expected.version()
        && told(only.compareAndSet(row, next(row, updated)), row);
  }

  @Override
  public boolean delete(TokenId id) {
    StoredToken row = only.getAndSet(null);
    return row != null && told(true, row);
  }

  /** The next read fails, and no other. */
  void breakForOneRead() {
    broken.set(true);
  }

  /** A change that no feed tells, while the only subscriber is cut off. */
  boolean replaceDuringOutage(StoredToken expected, StoredToken updated) {
    Subscriber cutOff = subscriber;
    cutOff.disconnected();
    StoredToken row = only.get();
    boolean done =
        row != null
            && row.version() == expected.version()
            && only.compareAndSet(row, next(row, updated));
    cutOff.connected();
    return done;
  }

  private static StoredToken next(StoredToken row, StoredToken updated) {
    return updated.toBuilder().version(row.version() + 1).build();
  }

  private boolean told(boolean done, StoredToken row) {
    if (done) {
      subscriber.changed(row.digest());
    }
    return done;
  }

  @Override
  public Subscription subscribe(Subscriber only) {
    subscriber = only;
    only.connected();
    return new Subscription() {
      @Override
      public boolean isCurrent() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    throw new UnsupportedOperationException();
  }
}
