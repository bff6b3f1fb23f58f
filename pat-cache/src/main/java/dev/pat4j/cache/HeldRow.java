package dev.pat4j.cache;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import org.jspecify.annotations.Nullable;

/**
 * One filling of the cache: equal to itself only, so that removing it removes no later one. Nothing
 * in it changes but the last use.
 */
final class HeldRow {

  /** The next one in its chain of {@link HeldById}, which alone uses this. */
  @Nullable HeldRow next;

  private volatile StoredToken row;

  HeldRow(StoredToken row) {
    this.row = row;
  }

  /**
   * What a row with this digest is held under. Eight bytes of it are enough to find it: {@link
   * #isUnder} looks at the others, and whoever could make two tokens that begin alike would only
   * make them push out each other.
   */
  static Long key(TokenDigest digest) {
    return digest.word(0);
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

  boolean isUnder(TokenDigest digest) {
    return row.digest().equals(digest);
  }

  /** Moves the last use forward; by one thread at a time. */
  void use(LastUse use) {
    StoredToken before = row;
    if (before.lastUse().map(use::isAfter).orElse(true)) {
      row = before.toBuilder().lastUse(use).build();
    }
  }
}
