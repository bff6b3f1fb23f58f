package dev.pat4j.testkit;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A right store, for others to break in one place. */
class ForwardingStore implements TokenStore {

  final TokenStore right = new InMemoryTokenStore();

  /** Writes a row over the one with its id, every field of it. */
  final synchronized void overwrite(StoredToken row) {
    right.delete(row.id());
    right.insert(row);
  }

  @Override
  public boolean insert(StoredToken token) {
    return right.insert(token);
  }

  @Override
  public Optional<StoredToken> findByDigest(TokenDigest digest) {
    return right.findByDigest(digest);
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    return right.findById(id);
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    return right.find(query);
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    return right.replace(expected, updated);
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    return right.rotate(expected, retired, successor);
  }

  @Override
  public boolean delete(TokenId id) {
    return right.delete(id);
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    right.touch(uses);
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    return right.purge(deadBefore, limit);
  }
}
