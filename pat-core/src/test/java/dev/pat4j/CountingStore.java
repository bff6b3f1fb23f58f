package dev.pat4j;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes down every call, in order. */
final class CountingStore extends DelegatingStore {

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

  CountingStore(TokenStore store) {
    super(store);
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  /** How many last uses each {@code touch} brought. */
  List<Integer> batches() {
    return List.copyOf(batches);
  }

  void forget() {
    calls.clear();
    batches.clear();
  }

  @Override
  public boolean insert(StoredToken token) {
    calls.add("insert");
    return super.insert(token);
  }

  @Override
  public Optional<StoredToken> findByDigest(TokenDigest digest) {
    calls.add("findByDigest");
    return super.findByDigest(digest);
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    calls.add("findById");
    return super.findById(id);
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    calls.add("find");
    return super.find(query);
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    calls.add("replace");
    return super.replace(expected, updated);
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    calls.add("rotate");
    return super.rotate(expected, retired, successor);
  }

  @Override
  public boolean delete(TokenId id) {
    calls.add("delete");
    return super.delete(id);
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    calls.add("touch");
    batches.add(uses.size());
    super.touch(uses);
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    calls.add("purge");
    return super.purge(deadBefore, limit);
  }
}
