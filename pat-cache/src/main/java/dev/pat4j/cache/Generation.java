package dev.pat4j.cache;

import com.github.benmanes.caffeine.cache.Cache;
import dev.pat4j.cache.Lease.Answer;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is held from one connection of the feed to the next: rows, unknown digests, and the leases
 * of the reads under way. Emptying is a new generation; a read that began in an old one can only
 * fill that.
 *
 * <p>A reader keeps what it read only while its lease is in {@link #leases}, looked up and kept in
 * one step ({@link #settle}). Whoever forgets a digest takes its lease away first and removes what
 * is kept second. So a read that began before is kept before and removed, or is not kept; one that
 * begins after has seen the change. No mark is left behind that could be evicted too early.
 */
final class Generation {

  /** Reads of others to wait for in vain before reading alone, so that it has an end. */
  private static final int MOST_WAITS = 2;

  private final TokenStore store;
  private final Counts counts;

  private final HeldRows rows;
  private final Cache<TokenDigest, Boolean> unknown;
  private final Map<TokenDigest, Lease> leases = new ConcurrentHashMap<>();

  Generation(TokenStore store, Limits limits, Counts counts) {
    this.store = store;
    this.counts = counts;
    this.rows = new HeldRows(limits);
    this.unknown = limits.bounded(limits.maximumUnknown(), limits.unknownAge()).build();
  }

  /** From memory, or from a read by this thread or by one that was faster. */
  Optional<StoredToken> find(TokenDigest digest) {
    StoredToken held = rows.find(digest);
    if (held != null) {
      counts.hits.increment();
      return Optional.of(held);
    }
    return (unknown.getIfPresent(digest) == null ? ask(digest) : counted(Answer.UNKNOWN)).found();
  }

  /** The row that is held under the digest with these words; null if none is. */
  @Nullable StoredToken atHand(long a, long b, long c, long d) {
    StoredToken held = rows.find(a, b, c, d);
    if (held != null) {
      counts.hits.increment();
    }
    return held;
  }

  private Answer ask(TokenDigest digest) {
    Answer known = null;
    for (int waits = 0; known == null && waits < MOST_WAITS; waits++) {
      Lease mine = new Lease();
      Lease others = leases.putIfAbsent(digest, mine);
      if (others == null) {
        return lead(mine, digest);
      }
      known = others.await();
    }
    return known == null ? read(digest) : counted(known);
  }

  void forget(TokenDigest digest) {
    Lease lease = leases.remove(digest);
    rows.forget(digest);
    unknown.invalidate(digest);
    if (lease != null) {
      lease.end(); // last: what those who waited for it read next is not to be removed, too
    }
  }

  /** Forgets what is held under this id; a read of it that is under way is ended by its digest. */
  void forget(TokenId id) {
    rows.forget(id);
  }

  /** No read under way may be kept, whatever it is of. */
  void endLeases() {
    leases.forEach(
        (digest, lease) -> {
          leases.remove(digest, lease);
          lease.end();
        });
  }

  void use(TokenId id, LastUse use) {
    rows.use(id, use);
  }

  long tokens() {
    return rows.size();
  }

  long unknown() {
    unknown.cleanUp();
    return unknown.estimatedSize();
  }

  private @Nullable Answer held(TokenDigest digest) {
    StoredToken held = rows.find(digest);
    if (held != null) {
      return new Answer(held);
    }
    return unknown.getIfPresent(digest) == null ? null : Answer.UNKNOWN;
  }

  private Answer lead(Lease mine, TokenDigest digest) {
    try {
      // Again, since who had the lease before may just have kept its answer.
      Answer known = held(digest);
      Answer answer = known == null ? read(digest) : counted(known);
      settle(mine, digest, answer, known == null);
      return answer;
    } catch (TokenStoreException e) {
      // Removed first: who asks again once this was handed on is not to be handed it again.
      if (leases.remove(digest, mine)) {
        mine.share(e);
      }
      throw e;
    } finally {
      leases.remove(digest, mine);
      mine.end();
    }
  }

  /** Keeps and shares the answer if no change has ended the lease since the read began. */
  private void settle(Lease mine, TokenDigest digest, Answer answer, boolean isNew) {
    StoredToken row = answer.row();
    if (row != null && !row.digest().equals(digest)) {
      return; // another's row: the store is wrong, and may be right the next time
    }
    leases.computeIfPresent(
        digest,
        (key, lease) -> {
          if (lease != mine) {
            return lease;
          }
          if (isNew) {
            keep(digest, row);
          }
          mine.share(answer);
          return null;
        });
  }

  /** Only for who has the lease, and found neither a row nor that there is none. */
  private void keep(TokenDigest digest, @Nullable StoredToken row) {
    if (row == null) {
      unknown.put(digest, true);
    } else {
      rows.put(row);
    }
  }

  /** Afresh: what a store beneath remembers, too, would be held here beyond its time. */
  private Answer read(TokenDigest digest) {
    counts.misses.increment();
    return Answer.of(store.findByDigestAfresh(digest));
  }

  private Answer counted(Answer known) {
    (known.row() == null ? counts.unknownHits : counts.hits).increment();
    return known;
  }
}
