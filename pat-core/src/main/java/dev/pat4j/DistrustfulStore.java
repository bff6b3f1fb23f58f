package dev.pat4j;

import dev.pat4j.hash.TokenDigest;
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
import java.util.function.Supplier;

/**
 * Stands before the host's store and believes it nothing: every failure becomes a {@link
 * TokenStoreException}, so does an answer that cannot be (null, a row with another id, a row that
 * was not asked for). That the row found by a digest has that digest is left to step 5 of the
 * verification, where it has a name.
 */
final class DistrustfulStore implements TokenStore {

  private final TokenStore store;

  DistrustfulStore(TokenStore store) {
    this.store = store;
  }

  @Override
  public boolean insert(StoredToken token) {
    return ask("insert", () -> store.insert(token));
  }

  @Override
  public Optional<StoredToken> findByDigest(TokenDigest digest) {
    return ask("findByDigest", () -> store.findByDigest(digest));
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    Optional<StoredToken> found = ask("findById", () -> store.findById(id));
    if (found.isPresent() && !found.get().id().equals(id)) {
      throw new TokenStoreException("asked for token " + id + ", the store gave another", null);
    }
    return found;
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    List<StoredToken> found = ask("find", () -> List.copyOf(store.find(query)));
    for (StoredToken row : found) {
      if (!query.matches(row)) {
        throw new TokenStoreException("the store gave token " + row.id() + " unasked", null);
      }
    }
    return found;
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    return ask("replace", () -> store.replace(expected, updated));
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    return ask("rotate", () -> store.rotate(expected, retired, successor));
  }

  @Override
  public boolean delete(TokenId id) {
    return ask("delete", () -> store.delete(id));
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    ask(
        "touch",
        () -> {
          store.touch(uses);
          return true;
        });
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    return ask("purge", () -> store.purge(deadBefore, limit));
  }

  private static <T> T ask(String call, Supplier<T> asking) {
    T answer;
    try {
      answer = asking.get();
    } catch (TokenStoreException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new TokenStoreException("the token store failed at " + call, e);
    }
    if (answer == null) {
      throw new TokenStoreException("the token store returned null at " + call, null);
    }
    return answer;
  }
}
