package dev.pat4j.cache;

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
import java.util.concurrent.atomic.AtomicInteger;

/** Each call goes to the next of several nodes, but uses to all: no feed tells those. */
final class InTurn implements TokenStore {

  private final List<TokenStore> nodes;
  private final AtomicInteger turn = new AtomicInteger();

  InTurn(TokenStore... nodes) {
    this.nodes = List.of(nodes);
  }

  private TokenStore next() {
    return nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
  }

  @Override
  public boolean insert(StoredToken token) {
    return next().insert(token);
  }

  /** Warms all of them; the next one answers. */
  @Override
  public Optional<StoredToken> findByDigest(TokenDigest digest) {
    nodes.forEach(node -> node.findByDigest(digest));
    return next().findByDigest(digest);
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    return next().findById(id);
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    return next().find(query);
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    return next().replace(expected, updated);
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    return next().rotate(expected, retired, successor);
  }

  @Override
  public boolean delete(TokenId id) {
    return next().delete(id);
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    nodes.forEach(node -> node.touch(uses));
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    return next().purge(deadBefore, limit);
  }
}
