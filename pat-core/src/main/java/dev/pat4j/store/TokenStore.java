package dev.pat4j.store;

import dev.pat4j.hash.TokenDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where tokens are kept: the interface that a store implements. Small and atomic.
 *
 * <p>Each call is atomic and, once it has returned, seen by every later call. A lost race is a
 * {@code false}; a failure, including one of time, is a {@link TokenStoreException}: an
 * implementation bounds how long it waits. Ids, digests, owners and every text are compared and
 * kept exactly: no case folding, no trimming, no normalisation. Instants are kept to the
 * millisecond, through the year 9999. Nothing accepts null, by {@link NullPointerException}, or
 * returns it. Implementations are thread-safe and may block.
 *
 * <p>Whoever implements this runs {@code TokenStoreContract} of {@code pat-testkit}. The library
 * trusts no store all the same: what one returns is checked again.
 */
public interface TokenStore {

  /**
   * Adds a row, every field as it is given: the version and the last use too. The ids of other
   * tokens in it may name rows that are gone.
   *
   * @return false, and nothing is changed, if its id or its digest is taken
   */
  boolean insert(StoredToken token);

  /** The row with exactly this digest: the one read of a verification. Must use an index. */
  Optional<StoredToken> findByDigest(TokenDigest digest);

  /**
   * As {@link #findByDigest}, but by a store that answers from what it remembers: from what is so
   * now. Asked before a digest is called unknown that another node may just have moved.
   */
  default Optional<StoredToken> findByDigestAfresh(TokenDigest digest) {
    return findByDigest(digest);
  }

  /** The row with this id. */
  Optional<StoredToken> findById(TokenId id);

  /**
   * The rows that {@linkplain TokenQuery#matches match}, in ascending order of id, at most {@link
   * TokenQuery#limit()} of them. A row that matches throughout the paging is returned exactly once.
   */
  List<StoredToken> find(TokenQuery query);

  /**
   * Puts {@code updated} in the place of the row with the id and the version of {@code expected},
   * and sets its version to one more, whatever version {@code updated} has. The last use is not
   * written: that of the row stays. No other field of {@code expected} is looked at.
   *
   * @return false, and nothing is changed, if the row is gone or has another version, or the new
   *     digest is taken
   * @throws IllegalArgumentException if the two have different ids
   */
  boolean replace(StoredToken expected, StoredToken updated);

  /**
   * {@linkplain #replace Replaces} and {@linkplain #insert inserts} in one step: both happen or
   * neither does, whatever crashes.
   *
   * @return false, and nothing is changed, if either would have returned false
   * @throws IllegalArgumentException if {@code expected} and {@code retired} have different ids
   */
  boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor);

  /**
   * Removes a row for good.
   *
   * @return false if there is none
   */
  boolean delete(TokenId id);

  /**
   * Records last uses. For each id whose row has none, or an earlier one, the last use is
   * overwritten; all else in the row, its version included, stays. Unknown ids are passed over. The
   * batch may be of any size; it need not be atomic, but must not deadlock with another one.
   */
  void touch(Map<TokenId, LastUse> uses);

  /**
   * Removes rows that were revoked, or had expired, before this time; at most {@code limit}.
   *
   * @param deadBefore cut to milliseconds
   * @return how many were removed; fewer than {@code limit} means that none is left
   * @throws IllegalArgumentException if {@code limit} is less than 1
   */
  int purge(Instant deadBefore, int limit);
}
