package dev.pat4j.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.pat4j.hash.TokenDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The tables of the in-memory store, beside those of the platform. */
class RowTablesTest {

  private final Random random = new Random(11);

  @Test
  void theTableOfDigestsHoldsWhatAMapHoldsAlsoWherePlacesCollide() {
    InMemoryTokenStore.ByDigest table = new InMemoryTokenStore.ByDigest();
    Map<TokenDigest, StoredToken> map = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      // Few places and many digests: everything runs into everything else.
      TokenDigest digest = TokenDigest.ofWords(random.nextInt(40), random.nextInt(10), 0, 0);
      if (random.nextInt(5) < 3) {
        StoredToken row = row(1 + random.nextInt(1_000), digest);
        table.put(row);
        map.put(digest, row);
      } else {
        table.remove(digest);
        map.remove(digest);
      }
      assertSame(map.get(digest), table.get(digest));
      if (i % 1_000 == 0) {
        map.forEach((key, row) -> assertSame(row, table.get(key)));
      }
    }
    map.keySet().forEach(table::remove);
    map.keySet().forEach(digest -> assertNull(table.get(digest)));
  }

  @Test
  void theSortedRowsHoldWhatATreeHolds() {
    for (int range : List.of(8, 300, 5_000)) {
      SortedRows rows = new SortedRows();
      TreeMap<TokenId, StoredToken> tree = new TreeMap<>();
      for (int i = 0; i < 20_000; i++) {
        TokenId id = new TokenId(1 + random.nextInt(range));
        if (random.nextInt(i < 12_000 ? 4 : 2) > 0) {
          StoredToken row = row(id.value(), TokenDigest.ofWords(i, 0, 0, 0));
          rows.put(row);
          tree.put(id, row);
        } else {
          rows.remove(id);
          tree.remove(id);
        }
        assertSame(tree.get(id), rows.get(id));
        assertEquals(tree.isEmpty(), rows.isEmpty());
        if (i % 500 == 0) {
          assertEquals(List.copyOf(tree.values()), walk(rows.after(null)));
          assertEquals(List.copyOf(tree.tailMap(id, false).values()), walk(rows.after(id)));
        }
      }
      List.copyOf(tree.keySet()).forEach(rows::remove);
      assertEquals(List.of(), walk(rows.after(null)));
    }
  }

  private static List<StoredToken> walk(SortedRows.Walk walk) {
    List<StoredToken> rows = new ArrayList<>();
    for (StoredToken row = walk.next(); row != null; row = walk.next()) {
      rows.add(row);
    }
    return rows;
  }

  private static StoredToken row(long id, TokenDigest digest) {
    return StoredToken.builder(new TokenId(id), digest, "sha256", "ada", Instant.EPOCH).build();
  }
}
