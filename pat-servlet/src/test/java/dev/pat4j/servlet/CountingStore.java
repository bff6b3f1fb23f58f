package dev.pat4j.servlet;

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

/** The in-memory store, with every call counted, and a switch that breaks it. */
final class CountingStore implements TokenStore {

  private final TokenStore store = new InMemoryTokenStore();
  int reads;
  int writes;
  RuntimeException broken;

  void breakDown() {
    broken = new TokenStoreException("the database is down", null);
  }

  int calls() {
    return reads + writes;
  }

  void forget() {
    reads = 0;
    writes = 0;
  }

  private TokenStore reading() {
    reads++;
    return working();
  }

  private TokenStore writing() {
    writes++;
    return working();
  }

  private TokenStore working() {
    if (broken != null) {
      throw broken;
    }
    return store;
  }

  @Override
  public boolean insert(StoredToken token) {
    return writing().insert(token);
  }

  @Override
  public Optional<StoredToken> findByDigest(TokenDigest digest) {
    return reading().findByDigest(digest);
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    return reading().findById(id);
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    return reading().find(query);
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    return writing().replace(expected, updated);
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    return writing().rotate(expected, retired, successor);
  }

  @Override
  public boolean delete(TokenId id) {
    return writing().delete(id);
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    writing().touch(uses);
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    return writing().purge(deadBefore, limit);
  }
}
