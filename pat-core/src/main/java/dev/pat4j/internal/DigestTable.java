package dev.pat4j.internal;

import dev.pat4j.hash.TokenDigest;
import org.jspecify.annotations.Nullable;

/**
 * Entries by the digest of their row: an open table that has nothing but the entries, 8 bytes each,
 * where a {@code ConcurrentHashMap} takes 90 with its nodes and keys, each of them one more miss of
 * the processor's caches. A digest is as good as random, so that its own bits are the place.
 *
 * <p>One writer at a time, kept apart by whoever owns this. A reader may meet one: it then finds an
 * entry that was there, or nothing, and the owner's lock tells whether that counts.
 *
 * @param <E> what it is a table of
 */
public abstract class DigestTable<E> {

  private static final int SMALLEST = 16;

  private @Nullable E[] places = emptyTable(SMALLEST);
  private int size;

  protected DigestTable() {}

  /** Whether this entry's digest has these words; asked by readers that meet a writer, too. */
  protected abstract boolean hasWords(E entry, long a, long b, long c, long d);

  /** The digest of this entry, which stays what it is. */
  protected abstract TokenDigest digestOf(E entry);

  /** The entry under this digest; null if there is none. */
  public final @Nullable E get(TokenDigest digest) {
    return get(digest.word(0), digest.word(1), digest.word(2), digest.word(3));
  }

  /** The entry under the digest with these words; null if there is none. */
  public final @Nullable E get(long a, long b, long c, long d) {
    @Nullable E[] table = places; // once: a writer may be about to replace it
    int mask = table.length - 1;
    int place = (int) a & mask;
    for (int seen = 0; seen <= mask; seen++) {
      E entry = table[place];
      if (entry == null || hasWords(entry, a, b, c, d)) {
        return entry;
      }
      place = (place + 1) & mask;
    }
    return null; // only beside a writer: there is always a free place
  }

  /** Adds the entry, or puts it in the place of the one with its digest. */
  public final void put(E entry) {
    if (size >= places.length / 2) {
      grow();
    }
    int place = placeOf(digestOf(entry));
    size += places[place] == null ? 1 : 0;
    places[place] = entry;
  }

  /** Removes the entry under this digest, if there is one. */
  public final void remove(TokenDigest digest) {
    int mask = places.length - 1;
    int gap = placeOf(digest);
    if (places[gap] == null) {
      return;
    }
    size--;
    // What stands behind the gap moves up if it would not be found any more.
    int next = (gap + 1) & mask;
    for (E entry = places[next]; entry != null; entry = places[next]) {
      int wished = wishedPlace(entry, mask);
      if (((next - wished) & mask) >= ((next - gap) & mask)) {
        places[gap] = entry;
        gap = next;
      }
      next = (next + 1) & mask;
    }
    places[gap] = null;
  }

  /** Where the entry under this digest is, or may be put. */
  private int placeOf(TokenDigest digest) {
    int mask = places.length - 1;
    int place = (int) digest.word(0) & mask;
    while (true) {
      E entry = places[place];
      if (entry == null || digestOf(entry).equals(digest)) {
        return place;
      }
      place = (place + 1) & mask;
    }
  }

  private void grow() {
    @Nullable E[] table = emptyTable(places.length * 2);
    int mask = table.length - 1;
    for (E entry : places) {
      if (entry != null) {
        int place = wishedPlace(entry, mask);
        while (table[place] != null) {
          place = (place + 1) & mask;
        }
        table[place] = entry;
      }
    }
    places = table;
  }

  private int wishedPlace(E entry, int mask) {
    return (int) digestOf(entry).word(0) & mask;
  }

  @SuppressWarnings("unchecked") // it never leaves this object, which puts in nothing else
  private static <E> @Nullable E[] emptyTable(int places) {
    return (@Nullable E[]) new Object[places];
  }
}
