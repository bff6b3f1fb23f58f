package dev.pat4j.internal;

import dev.pat4j.store.StoredToken;
import org.jspecify.annotations.Nullable;

/** A hasher that can look up what it made without an object for it. */
public interface WordHasher {

  /**
   * The row that this store has at hand under the digest of this text; null says nothing.
   *
   * @param ascii must be ASCII: nobody looks again, and any other text is taken for another one
   */
  @Nullable StoredToken find(String ascii, AtHand store);
}
