package dev.pat4j.cache;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.internal.DigestTable;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.TokenId;
import java.util.List;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link HeldRows} holds, to be found: each digest is here once, and each id.
 *
 * <p>Writers take one lock. A look-up by digest, which each verification makes, takes none: it
 * reads, and reads once more under the lock if a writer was about. By id only changes look, so that
 * its table is chained through what it holds: 8 bytes a token and 4 in the {@link HeldRow}, where a
 * map with nodes and keys takes 64.
 */
final class HeldIndex {

  private static final int SMALLEST = 16;

  private final StampedLock lock = new StampedLock();
  private final ByDigest byDigest = new ByDigest();
  private @Nullable HeldRow[] byId = new @Nullable HeldRow[SMALLEST];
  private int size;

  /** What is held under the digest with these words; null if nothing is. */
  @Nullable HeldRow get(long a, long b, long c, long d) {
    long stamp = lock.tryOptimisticRead();
    if (stamp != 0) {
      HeldRow held = byDigest.get(a, b, c, d);
      if (lock.validate(stamp)) {
        return held;
      }
    }
    stamp = lock.readLock();
    try {
      return byDigest.get(a, b, c, d);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  @Nullable HeldRow get(TokenDigest digest) {
    return get(digest.word(0), digest.word(1), digest.word(2), digest.word(3));
  }

  @Nullable HeldRow get(TokenId id) {
    long stamp = lock.readLock();
    try {
      return find(id);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** Puts it in the place of those with its id and its digest, and answers which they were. */
  List<HeldRow> put(HeldRow held) {
    long stamp = lock.writeLock();
    try {
      List<HeldRow> before =
          Stream.of(find(held.id()), byDigest.get(held.digest()))
              .flatMap(Stream::ofNullable)
              .distinct()
              .toList();
      before.forEach(this::unlink);
      if (size == byId.length) {
        grow();
      }
      byDigest.put(held);
      link(held);
      return before;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** Removes this very one, if it is here; a later filling is another one. */
  void remove(HeldRow held) {
    long stamp = lock.writeLock();
    try {
      unlink(held);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** Moves the last use of what is held under this id forward. */
  void use(TokenId id, LastUse use) {
    long stamp = lock.writeLock();
    try {
      HeldRow held = find(id);
      if (held != null) {
        held.use(use);
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private @Nullable HeldRow find(TokenId id) {
    HeldRow held = byId[placeOf(id)];
    while (held != null && !held.id().equals(id)) {
      held = held.next;
    }
    return held;
  }

  private void link(HeldRow held) {
    int place = placeOf(held.id());
    held.next = byId[place];
    byId[place] = held;
    size++;
  }

  @SuppressWarnings("ReferenceEquality")
  private void unlink(HeldRow held) {
    int place = placeOf(held.id());
    HeldRow before = null;
    HeldRow at = byId[place];
    while (at != null && at != held) {
      before = at;
      at = at.next;
    }
    if (at == null) {
      return;
    }
    if (before == null) {
      byId[place] = at.next;
    } else {
      before.next = at.next;
    }
    at.next = null;
    byDigest.remove(held.digest());
    size--;
  }

  private void grow() {
    @Nullable HeldRow[] all = byId;
    byId = new @Nullable HeldRow[all.length * 2];
    size = 0;
    for (HeldRow chain : all) {
      HeldRow held = chain;
      while (held != null) {
        HeldRow next = held.next;
        link(held);
        held = next;
      }
    }
  }

  /** Ids are random. */
  private int placeOf(TokenId id) {
    return Long.hashCode(id.value()) & (byId.length - 1);
  }

  private static final class ByDigest extends DigestTable<HeldRow> {

    @Override
    protected boolean hasWords(HeldRow held, long a, long b, long c, long d) {
      return held.hasWords(a, b, c, d);
    }

    @Override
    protected TokenDigest digestOf(HeldRow held) {
      return held.digest();
    }
  }
}
