package dev.pat4j.store;

import dev.pat4j.hash.TokenDigest;
import org.jspecify.annotations.Nullable;

/**
 * Rows by their digest: an open table whose entries are the rows themselves, 8 bytes a token, where
 * a {@code ConcurrentHashMap} takes 90 with its nodes and keys, each of them one more miss of the
 * processor's caches. A digest is as good as random, so that its own bits are the place.
 *
 * <p>One writer at a time, kept apart by whoever owns this. A reader may meet one: what he finds is
 * a row that was there, or nothing, and whether it counts his owner's lock tells him.
 */
final class DigestTable {

  private static final int SMALLEST = 16;

  private @Nullable StoredToken[] places = new @Nullable StoredToken[SMALLEST];
  private int size;

  @Nullable StoredToken get(TokenDigest digest) {
    return get(digest.word(0), digest.word(1), digest.word(2), digest.word(3));
  }

  @Nullable StoredToken get(long a, long b, long c, long d) {
    @Nullable StoredToken[] table = places; // once: a writer may be about to replace it
    int mask = table.length - 1;
    int place = (int) a & mask;
    for (int seen = 0; seen <= mask; seen++) {
      StoredToken row = table[place];
      if (row == null || row.hasWords(a, b, c, d)) {
        return row;
      }
      place = (place + 1) & mask;
    }
    return null; // only beside a writer: there is always a free place
  }

  /** Adds the row, or puts it in the place of the one with its digest. */
  void put(StoredToken row) {
    if (size >= places.length / 2) {
      grow();
    }
    int place = placeOf(row.digest());
    size += places[place] == null ? 1 : 0;
    places[place] = row;
  }

  void remove(TokenDigest digest) {
    int mask = places.length - 1;
    int gap = placeOf(digest);
    if (places[gap] == null) {
      return;
    }
    size--;
    // What stands behind the gap moves up if it would not be found any more.
    for (int next = (gap + 1) & mask; places[next] != null; next = (next + 1) & mask) {
      int wished = (int) firstWord(places[next]) & mask;
      if (((next - wished) & mask) >= ((next - gap) & mask)) {
        places[gap] = places[next];
        gap = next;
      }
    }
    places[gap] = null;
  }

  /** Where the row of this digest is, or may be put. */
  private int placeOf(TokenDigest digest) {
    int mask = places.length - 1;
    int place = (int) digest.word(0) & mask;
    while (true) {
      StoredToken row = places[place];
      if (row == null || row.digest().equals(digest)) {
        return place;
      }
      place = (place + 1) & mask;
    }
  }

  private void grow() {
    @Nullable StoredToken[] before = places;
    @Nullable StoredToken[] table = new @Nullable StoredToken[before.length * 2];
    int mask = table.length - 1;
    for (StoredToken row : before) {
      if (row != null) {
        int place = (int) firstWord(row) & mask;
        while (table[place] != null) {
          place = (place + 1) & mask;
        }
        table[place] = row;
      }
    }
    places = table;
  }

  private static long firstWord(@Nullable StoredToken row) {
    return row == null ? 0 : row.digest().word(0);
  }
}
