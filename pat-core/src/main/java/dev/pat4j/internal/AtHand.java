package dev.pat4j.internal;

import dev.pat4j.store.StoredToken;
import org.jspecify.annotations.Nullable;

/**
 * A store that may have a row at hand: in memory, to be found by the four words of its digest
 * without an object that holds them. What {@code findByDigest} takes and gives would be more than
 * half of what a verification allocates.
 */
public abstract class AtHand {

  protected AtHand() {}

  /**
   * The row whose digest these words are, if that is known without waiting for anybody; it is what
   * {@code findByDigest} would answer. Null says nothing: that is to be asked then.
   */
  protected abstract @Nullable StoredToken atHand(long a, long b, long c, long d);

  /** What {@link #atHand} answers, compared again. */
  public static @Nullable StoredToken find(AtHand store, long a, long b, long c, long d) {
    StoredToken row = store.atHand(a, b, c, d);
    return row != null && RowAccess.of(row).hasWords(row, a, b, c, d) ? row : null;
  }
}
