package dev.pat4j.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pat4j.cache.Lease.Answer;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.internal.RowAccess;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
import java.time.Duration;
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

  /** By {@link HeldRow#key}. */
  private final Cache<Long, HeldRow> rows;

  private final Cache<TokenDigest, Boolean> unknown;
  private final Map<TokenDigest, Lease> leases = new ConcurrentHashMap<>();

  /** What is in {@link #rows}, by id: an id is held under one digest only. */
  private final HeldById byId = new HeldById();

  Generation(TokenStore store, Limits limits, Counts counts) {
    this.store = store;
    this.counts = counts;
    this.rows =
        bounded(limits, limits.maximumTokens(), limits.maximumAge())
            .removalListener(this::isNoLongerHeld)
            .build();
    this.unknown = bounded(limits, limits.maximumUnknown(), limits.unknownAge()).build();
  }

  /** Evicts on the threads that call, since there is none of its own. */
  private static Caffeine<Object, Object> bounded(Limits limits, int entries, Duration age) {
    return Caffeine.newBuilder()
        .maximumSize(entries)
        .expireAfterWrite(age)
        .ticker(limits.ticker())
        .executor(Runnable::run);
  }

  /** From memory, or from a read by this thread or by one that was faster. */
  Optional<StoredToken> find(TokenDigest digest) {
    HeldRow held = heldRow(digest);
    if (held != null) {
      counts.hits.increment();
      return Optional.of(held.row());
    }
    return (unknown.getIfPresent(digest) == null ? ask(digest) : counted(Answer.UNKNOWN)).found();
  }

  /** The row that is held under the digest with these words; null if none is. */
  @Nullable StoredToken atHand(long a, long b, long c, long d) {
    HeldRow held = rows.getIfPresent(a);
    StoredToken row = held == null ? null : held.row();
    if (row == null || !RowAccess.of(row).hasWords(row, a, b, c, d)) {
      return null;
    }
    counts.hits.increment();
    return row;
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
    rows.invalidate(HeldRow.key(digest));
    unknown.invalidate(digest);
    if (lease != null) {
      lease.end(); // last: what those who waited for it read next is not to be removed, too
    }
  }

  /** Forgets what is held under this id; a read of it that is under way is ended by its digest. */
  void forget(TokenId id) {
    HeldRow held = byId.get(id);
    if (held != null) {
      rows.asMap().remove(HeldRow.key(held.digest()), held);
    }
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
    byId.use(id, use);
  }

  long tokens() {
    rows.cleanUp();
    return rows.estimatedSize();
  }

  long unknown() {
    unknown.cleanUp();
    return unknown.estimatedSize();
  }

  private @Nullable HeldRow heldRow(TokenDigest digest) {
    HeldRow held = rows.getIfPresent(HeldRow.key(digest));
    return held == null || !held.isUnder(digest) ? null : held;
  }

  private @Nullable Answer held(TokenDigest digest) {
    HeldRow held = heldRow(digest);
    if (held != null) {
      return new Answer(held.row());
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

  /** Only for who has the lease: he found neither a row nor that there is none. */
  private void keep(TokenDigest digest, @Nullable StoredToken row) {
    if (row == null) {
      unknown.put(digest, true);
      return;
    }
    HeldRow held = new HeldRow(row);
    HeldRow before = byId.put(held);
    if (before != null && !before.isUnder(digest)) {
      rows.invalidate(HeldRow.key(before.digest()));
    }
    rows.put(HeldRow.key(digest), held);
    if (byId.get(row.id()) != held) { // the same id was kept under another digest meanwhile
      rows.asMap().remove(HeldRow.key(digest), held);
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

  /** Told of every row that leaves, for whatever reason, by the thread that made it leave. */
  private void isNoLongerHeld(@Nullable Object key, @Nullable HeldRow held, Object why) {
    if (held != null) {
      byId.remove(held);
    }
  }
}
