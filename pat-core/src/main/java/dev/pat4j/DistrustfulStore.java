package dev.pat4j;

import static java.util.Objects.requireNonNull;

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
import org.jspecify.annotations.Nullable;

/**
 * Stands before the host's store and believes it nothing: every failure becomes a {@link
 * TokenStoreException}, so does an answer that cannot be (null, a row with another id, a row that
 * was not asked for). That the row found by a digest has that digest is left to step 5 of the
 * verification, where it has a name.
 *
 * <p>A change is read back: a revocation that the store swallowed, by an update in a transaction
 * that nobody commits, must not count as done.
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
    // Written out, since it is the one call of every verification: neither a lambda nor what it
    // captures is made.
    try {
      return answered("findByDigest", store.findByDigest(digest));
    } catch (TokenStoreException e) {
      throw e;
    } catch (Exception e) { // every one, since not every language checks them
      throw failed("findByDigest", e);
    }
  }

  @Override
  public Optional<StoredToken> findByDigestAfresh(TokenDigest digest) {
    return ask("findByDigestAfresh", () -> store.findByDigestAfresh(digest));
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    requireNonNull(id, "id");
    Optional<StoredToken> found = ask("findById", () -> store.findById(id));
    if (found.isPresent() && !found.get().id().equals(id)) {
      throw new TokenStoreException("asked for token " + id + ", the store gave another", null);
    }
    return found;
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    requireNonNull(query, "query");
    List<StoredToken> found = ask("find", () -> List.copyOf(store.find(query)));
    if (found.size() > query.limit()) {
      throw new TokenStoreException("the store gave a page longer than was asked for", null);
    }
    StoredToken before = null;
    for (StoredToken row : found) {
      boolean ascending = before == null || before.id().compareTo(row.id()) < 0;
      if (!ascending || !query.matches(row)) {
        throw new TokenStoreException("the store gave token " + row.id() + " unasked", null);
      }
      before = row;
    }
    return found;
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    boolean done = ask("replace", () -> store.replace(expected, updated));
    if (done) {
      requireReplaced(expected, updated);
    }
    return done;
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    boolean done = ask("rotate", () -> store.rotate(expected, retired, successor));
    if (done) {
      requireReplaced(expected, retired);
    }
    return done;
  }

  @Override
  public boolean delete(TokenId id) {
    boolean done = ask("delete", () -> store.delete(id));
    if (done && findById(id).isPresent()) {
      throw new TokenStoreException("the store kept token " + id + ", which it deleted", null);
    }
    return done;
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
    int removed = ask("purge", () -> store.purge(deadBefore, limit));
    if (removed < 0 || removed > limit) {
      throw new TokenStoreException(
          "the store removed " + removed + " rows of at most " + limit, null);
    }
    return removed;
  }

  /** What the store says it wrote is there, unless the row has been changed again, or is gone. */
  private void requireReplaced(StoredToken expected, StoredToken updated) {
    findById(updated.id())
        .filter(row -> row.version() <= expected.version() + 1)
        .filter(row -> !isWritten(row, updated, expected.version() + 1))
        .ifPresent(
            row -> {
              throw new TokenStoreException(
                  "the store did not keep what it changed in token " + row.id(), null);
            });
  }

  private static boolean isWritten(StoredToken row, StoredToken updated, long version) {
    StoredToken due =
        updated.toBuilder().version(version).lastUse(row.lastUse().orElse(null)).build();
    return row.equals(due);
  }

  private static <T> T ask(String call, Supplier<T> asking) {
    try {
      return answered(call, asking.get());
    } catch (TokenStoreException e) {
      throw e;
    } catch (Exception e) { // every one, since not every language checks them
      throw failed(call, e);
    }
  }

  private static <T> T answered(String call, @Nullable T answer) {
    if (answer == null) {
      throw new TokenStoreException("the token store returned null at " + call, null);
    }
    return answer;
  }

  private static TokenStoreException failed(String call, Exception e) {
    return new TokenStoreException("the token store failed at " + call, e);
  }
}
