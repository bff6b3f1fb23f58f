package dev.pat4j.cache;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;

/**
 * One filling of the cache: equal to itself only, so that removing it removes no later one. Nothing
 * in it changes but the last use.
 */
final class HeldRow {

  private volatile StoredToken row;

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

  /** Moves the last use forward; by one thread at a time. */
  void use(LastUse use) {
    StoredToken before = row;
    if (before.lastUse().map(use::isAfter).orElse(true)) {
      row = before.toBuilder().lastUse(use).build();
    }
  }
}
