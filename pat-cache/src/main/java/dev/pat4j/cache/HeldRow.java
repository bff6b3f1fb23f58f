package dev.pat4j.cache;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.internal.RowAccess;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import org.jspecify.annotations.Nullable;

/**
 * One filling of the cache: equal to itself only, so that removing it removes no later one. Nothing
 * in it changes but the last use, and until when it need not be asked for.
 */
final class HeldRow {

  /** The next one in its chain of {@link HeldIndex}, which alone uses this. */
  @Nullable HeldRow next;

  private volatile StoredToken row;

  /** By the cache's clock. */
  private volatile long heldUntil;

  HeldRow(StoredToken row) {
    this.row = row;
  }

  StoredToken row() {
    return row;
  }

  TokenId id() {
    return row.id();
  }

  TokenDigest digest() {
    return row.digest();
  }

  /** Whether these are the four words of its digest; all are looked at. */
  @SuppressWarnings("ConstantValue") // before its lock is asked, a reader may meet it half made
  boolean hasWords(long a, long b, long c, long d) {
    StoredToken held = row;
    return held != null && RowAccess.of(held).hasWords(held, a, b, c, d);
  }

  /** Whether it is known to be held at this time, without a question to what decides that. */
  boolean isHeldAt(long now) {
    return now - heldUntil < 0;
  }

  /** That it will be held until then, unless it is taken out. */
  void heldUntil(long time) {
    heldUntil = time;
  }

  /** Moves the last use forward; by one thread at a time. */
  void use(LastUse use) {
    StoredToken before = row;
    if (before.lastUse().map(use::isAfter).orElse(true)) {
      row = before.toBuilder().lastUse(use).build();
    }
  }
}
