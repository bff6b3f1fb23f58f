package dev.pat4j.internal;

import static java.util.Objects.requireNonNull;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.StoredToken;
import org.jspecify.annotations.Nullable;

/**
 * What a verification looks at in a row, without an object for each look; and a mark that it leaves
 * there. None of it is for anybody outside, so it is not in the interface of {@link StoredToken},
 * which registers itself here.
 */
public abstract class RowAccess {

  private static volatile @Nullable RowAccess rows;

  /** A constant to the compiler, from the first row on. */
  private static final class Registered {
    static final RowAccess ROWS = requireNonNull(rows, "rows");
  }

  protected RowAccess() {}

  /** For {@link StoredToken} alone. */
  public static void register(RowAccess access) {
    rows = access;
  }

  /** The access to rows, of which there is one as soon as there is a row. */
  public static RowAccess of(StoredToken row) {
    requireNonNull(row, "row");
    return Registered.ROWS;
  }

  /** Whether the row is found by this digest; looks at all of it. */
  public abstract boolean hasDigest(StoredToken row, TokenDigest digest);

  /** As {@link #hasDigest}, of the digest with these words. */
  public abstract boolean hasWords(StoredToken row, long a, long b, long c, long d);

  /** When it expires, as {@link Millis} has it. */
  public abstract long expiresAt(StoredToken row);

  /** When its secret was made, as {@link Millis} has it. */
  public abstract long issuedAt(StoredToken row);

  /** Whether it says that it was revoked. */
  public abstract boolean isRevoked(StoredToken row);

  /** Whether its owner is a text that an owner may have. */
  public abstract boolean hasReadableOwner(StoredToken row);

  /** The minute in which the last use was noted, as {@link #note} left it; 0 if none was. */
  public abstract int noted(StoredToken row);

  /**
   * Leaves the minute of a use in the row. A hint: whoever does not see it notes the use again,
   * which changes nothing; whoever sees it trusts that the use is written. Libraries that share one
   * store in memory share its hints, too: the one that noted the use writes it. Of one look-up
   * after the other at the same row it spares two in a map of all tokens used lately, which with
   * many tokens are misses of the processor's caches.
   */
  public abstract void note(StoredToken row, int minute);
}
