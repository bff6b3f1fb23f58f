package dev.pat4j.internal;

import dev.pat4j.store.StoredToken;
import org.jspecify.annotations.Nullable;

/** A hasher that can look up what it made without an object for it. */
public interface WordHasher {

  /** The row that this store has at hand under the digest of this text; null says nothing. */
  @Nullable StoredToken find(String text, AtHand store);
}
