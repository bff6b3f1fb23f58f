package dev.pat4j;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves rows that were found under an old key of the hasher, or by a reference, to the newest,
 * after the request that used them. Only digests wait here. What fails is forgotten: the next use
 * brings it back.
 */
final class Rekeying {

  private static final Logger LOG = LoggerFactory.getLogger(Rekeying.class);
  private static final int MOST_PENDING = 100_000;

  private record Move(TokenDigest from, TokenDigest to) {}

  private final TokenStore store;
  private final TokenHasher hasher;
  private final Map<TokenId, Move> pending = new ConcurrentHashMap<>();

  Rekeying(TokenStore store, TokenHasher hasher) {
    this.store = store;
    this.hasher = hasher;
  }

  /** Notes that this row is to be found by the digest of this token under the newest key. */
  void note(StoredToken row, String token) {
    if (pending.size() < MOST_PENDING) {
      pending.put(row.id(), new Move(row.digest(), hasher.digest(token)));
    }
  }

  void flush() {
    for (TokenId id : List.copyOf(pending.keySet())) {
      Move move = pending.remove(id);
      try {
        if (move != null) {
          move(id, move);
        }
      } catch (TokenStoreException e) {
        LOG.warn("token {} could not be re-keyed, trying again at its next use", id, e);
        return;
      }
    }
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  private void move(TokenId id, Move move) {
    store
        .findById(id)
        .filter(row -> row.digest().equals(move.from()))
        .ifPresent(
            row -> store.replace(row, row.toBuilder().digest(move.to(), hasher.keyId()).build()));
  }
}
