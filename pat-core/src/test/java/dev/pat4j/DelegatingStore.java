package dev.pat4j;

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

/** An honest store, for a test to override what is to go wrong. */
class DelegatingStore implements TokenStore {

  private final TokenStore store;

  DelegatingStore(TokenStore store) {
    this.store = store;
  }

  @Override
  public boolean insert(StoredToken token) {
    return store.insert(token);
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
    return store.replace(expected, updated);
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    return store.rotate(expected, retired, successor);
  }

  @Override
  public boolean delete(TokenId id) {
    return store.delete(id);
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    store.touch(uses);
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    return store.purge(deadBefore, limit);
  }
}
