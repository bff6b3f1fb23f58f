package dev.pat4j.scope;

import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of scopes of one {@link ScopeCatalog}, together with all that they imply.
 *
 * <p>{@link #names()} and {@link #toString()} give it normalised: a scope implied by another one of
 * the set is left out, the rest is sorted. Two sets are equal when they allow the same. An empty
 * set allows nothing that needs a scope; there is no implicit "all". Thread-safe.
 */
public final class Scopes {

  private final ScopeCatalog catalog;

  /** One bit per scope of the catalogue, implied scopes included. */
  private final long[] bits;

  /** Made when it is asked for first, then kept: every answer to a token carries them. */
  private volatile @Nullable SortedSet<String> names;

  Scopes(ScopeCatalog catalog, long[] bits) {
    this.catalog = catalog;
    this.bits = bits;
  }

  /**
   * Whether whoever holds this set may do all that {@code required} names; true if that is empty.
   *
   * @throws IllegalArgumentException if the sets are of different catalogues
   */
  public boolean covers(Scopes required) {
    long[] needed = sameCatalog(required).bits;
    for (int i = 0; i < needed.length; i++) {
      if ((needed[i] & ~bits[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether this set holds or implies the named scope.
   *
   * @throws IllegalArgumentException if the catalogue has no such scope
   */
  public boolean covers(String scope) {
    return catalog.has(bits, scope);
  }

  /**
   * What both sets allow.
   *
   * @throws IllegalArgumentException if the sets are of different catalogues
   */
  public Scopes intersect(Scopes other) {
    // Mostly one holds the other, and nothing need be made: a verification makes two intersections.
    if (other.covers(this)) {
      return this;
    }
    if (covers(other)) {
      return other;
    }
    long[] both = new long[bits.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = bits[i] & other.bits[i];
    }
    return new Scopes(catalog, both);
  }

  /**
   * What either set allows.
   *
   * @throws IllegalArgumentException if the sets are of different catalogues
   */
  public Scopes union(Scopes other) {
    long[] theirs = sameCatalog(other).bits;
    long[] either = new long[bits.length];
    for (int i = 0; i < either.length; i++) {
      either[i] = bits[i] | theirs[i];
    }
    return new Scopes(catalog, either);
  }

  /** Whether this set names no scope at all. */
  public boolean isEmpty() {
    for (long word : bits) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  /** The normalised names, sorted; unmodifiable. */
  public SortedSet<String> names() {
    SortedSet<String> known = names;
    if (known == null) {
      known = Collections.unmodifiableSortedSet(new TreeSet<>(catalog.normalised(bits)));
      names = known;
    }
    return known;
  }

  /** Every name that this set holds or implies, sorted; unmodifiable. */
  public Set<String> impliedNames() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(catalog.every(bits)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scopes that
        && catalog == that.catalog
        && Arrays.equals(bits, that.bits);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bits);
  }

  /** The normalised names, sorted and separated by single spaces (RFC 6749 section 3.3). */
  @Override
  public String toString() {
    return String.join(" ", names());
  }

  private Scopes sameCatalog(Scopes other) {
    if (other.catalog != catalog) {
      throw new IllegalArgumentException("the two sets of scopes are of different catalogues");
    }
    return other;
  }
}
