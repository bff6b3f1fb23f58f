package dev.pat4j.cache;

import dev.pat4j.store.LastUse;
import dev.pat4j.store.TokenId;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is held, by id, each id once. Only changes come here, never the look-up of a verification:
 * so one lock is enough, and the table is chained through what it holds, 8 bytes a token and 8 in
 * the {@link HeldRow}, where a map with nodes and keys takes 64.
 */
final class HeldById {

  private static final int SMALLEST = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable HeldRow[] chains = new @Nullable HeldRow[SMALLEST];
  private int size;

  @Nullable HeldRow get(TokenId id) {
    lock.lock();
    try {
      return find(id);
    } finally {
      lock.unlock();
    }
  }

  /** Puts it in the place of the one with its id, and answers that; null if there was none. */
  @Nullable HeldRow put(HeldRow held) {
    lock.lock();
    try {
      HeldRow before = find(held.id());
      if (before != null) {
        unlink(before);
      } else if (size == chains.length) {
        grow();
      }
      link(held);
      return before;
    } finally {
      lock.unlock();
    }
  }

  /** Removes this very one, if it is here. */
  void remove(HeldRow held) {
    lock.lock();
    try {
      unlink(held);
    } finally {
      lock.unlock();
    }
  }

  /** Moves the last use of what is held under this id forward. */
  void use(TokenId id, LastUse use) {
    lock.lock();
    try {
      HeldRow held = find(id);
      if (held != null) {
        held.use(use);
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable HeldRow find(TokenId id) {
    HeldRow held = chains[placeOf(id)];
    while (held != null && !held.id().equals(id)) {
      held = held.next;
    }
    return held;
  }

  private void link(HeldRow held) {
    int place = placeOf(held.id());
    held.next = chains[place];
    chains[place] = held;
    size++;
  }

  @SuppressWarnings("ReferenceEquality") // a later filling is another one
  private void unlink(HeldRow held) {
    int place = placeOf(held.id());
    HeldRow before = null;
    HeldRow at = chains[place];
    while (at != null && at != held) {
      before = at;
      at = at.next;
    }
    if (at == null) {
      return;
    }
    if (before == null) {
      chains[place] = at.next;
    } else {
      before.next = at.next;
    }
    at.next = null;
    size--;
  }

  private void grow() {
    @Nullable HeldRow[] all = chains;
    chains = new @Nullable HeldRow[all.length * 2];
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
    return Long.hashCode(id.value()) & (chains.length - 1);
  }
}
