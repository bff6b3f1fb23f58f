package dev.pat4j;

import dev.pat4j.hash.TokenHasher;
import dev.pat4j.internal.AtHand;
import dev.pat4j.internal.WordHasher;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStore;
import org.jspecify.annotations.Nullable;

/**
 * Steps 3 to 5 of a verification without an object, where hasher and store are both this library's
 * own and the row is in memory. Whatever else there is goes the long way, and what fails here fails
 * there again, and is told there.
 */
final class Shortcut {

  private final @Nullable WordHasher hasher;
  private final @Nullable AtHand store;

  Shortcut(TokenHasher hasher, TokenStore store) {
    this.hasher = hasher instanceof WordHasher own ? own : null;
    this.store = store instanceof AtHand own ? own : null;
  }

  /**
   * The row of this text, its digest compared again; null if there is none on this way.
   *
   * @param ascii spelled as a token, or in hexadecimal: it must be ASCII
   */
  @Nullable StoredToken find(String ascii) {
    if (hasher == null || store == null) {
      return null;
    }
    try {
      return hasher.find(ascii, store); // 3 digest, 4 look-up, 5 digest compared again
    } catch (Exception e) {
      return null;
    }
  }
}
