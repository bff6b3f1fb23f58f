package dev.pat4j.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of their ids, in blocks that are split when they are full: 6 bytes a token, and
 * for an owner of a few tokens one small array. A skip list takes 56. Not thread-safe.
 */
final class SortedRows {

  private static final int FULL = 512;
  private static final int FIRST = 4;

  private static final class Block {
    private @Nullable StoredToken[] rows;
    private int size;

    Block(int capacity) {
      rows = new @Nullable StoredToken[capacity];
    }

    StoredToken at(int index) {
      StoredToken row = rows[index];
      if (row == null) {
        throw new IllegalStateException("no row at " + index + " of " + size);
      }
      return row;
    }

    /** Where this id is, or else the place for it as -1 - place. */
    int find(long id) {
      int low = 0;
      int high = size - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = Long.compare(at(middle).idValue(), id);
        if (order == 0) {
          return middle;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle - 1;
      }
      return -1 - low;
    }

    void insert(int place, StoredToken row) {
      @Nullable StoredToken[] wide =
          size < rows.length
              ? rows
              : new @Nullable StoredToken[Math.min(FULL, size + Math.max(FIRST, size / 2))];
      System.arraycopy(rows, 0, wide, 0, place);
      System.arraycopy(rows, place, wide, place + 1, size - place);
      wide[place] = row;
      rows = wide;
      size++;
    }

    void remove(int place) {
      System.arraycopy(rows, place + 1, rows, place, size - place - 1);
      size--;
      rows[size] = null;
    }

    /** The upper half, which is no longer here. */
    Block split() {
      Block upper = new Block(FULL);
      int half = size / 2;
      System.arraycopy(rows, half, upper.rows, 0, size - half);
      Arrays.fill(rows, half, size, null);
      upper.size = size - half;
      size = half;
      return upper;
    }
  }

  /** None is empty, but the only one. */
  private final List<Block> blocks = new ArrayList<>(1);

  SortedRows() {
    blocks.add(new Block(FIRST));
  }

  boolean isEmpty() {
    return blocks.get(0).size == 0;
  }

  @Nullable StoredToken get(TokenId id) {
    Block block = blocks.get(blockOf(id.value()));
    int place = block.find(id.value());
    return place < 0 ? null : block.at(place);
  }

  /** Adds the row, or puts it in the place of the one with its id. */
  void put(StoredToken row) {
    int index = blockOf(row.idValue());
    Block block = blocks.get(index);
    int place = block.find(row.idValue());
    if (place >= 0) {
      block.rows[place] = row;
      return;
    }
    if (block.size == FULL) {
      Block upper = block.split();
      blocks.add(index + 1, upper);
      block = row.idValue() < upper.at(0).idValue() ? block : upper;
      place = block.find(row.idValue());
    }
    block.insert(-1 - place, row);
  }

  void remove(TokenId id) {
    int index = blockOf(id.value());
    Block block = blocks.get(index);
    int place = block.find(id.value());
    if (place >= 0) {
      block.remove(place);
      if (block.size == 0 && blocks.size() > 1) {
        blocks.remove(index);
      }
    }
  }

  /** Where to begin a walk through the rows behind this id; null for all. */
  Walk after(@Nullable TokenId id) {
    return new Walk(id == null ? 0 : id.value());
  }

  /** One walk in ascending order; must not outlive the lock under which it began. */
  final class Walk {
    private int block;
    private int place;

    private Walk(long after) {
      block = blockOf(after);
      int found = blocks.get(block).find(after);
      place = found < 0 ? -1 - found : found + 1;
    }

    @Nullable StoredToken next() {
      while (block < blocks.size()) {
        Block now = blocks.get(block);
        if (place < now.size) {
          return now.at(place++);
        }
        block++;
        place = 0;
      }
      return null;
    }
  }

  /** The last block that begins at or before this id, or else the first. */
  private int blockOf(long id) {
    int low = 1;
    int high = blocks.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (blocks.get(middle).at(0).idValue() <= id) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return low - 1;
  }
}
