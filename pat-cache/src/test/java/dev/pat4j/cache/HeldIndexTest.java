package dev.pat4j.cache;

import static dev.pat4j.cache.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Beside two maps of the platform. */
class HeldIndexTest {

  private final HeldIndex index = new HeldIndex();
  private final Map<TokenDigest, HeldRow> byDigest = new HashMap<>();
  private final Map<TokenId, HeldRow> byId = new HashMap<>();
  private final Random random = new Random(7);

  @Test
  void itHoldsEachDigestAndEachIdOnce() {
    for (int i = 0; i < 100_000; i++) {
      if (random.nextInt(5) < 3) {
        put(any());
      } else {
        HeldRow some = byId.get(any().id());
        HeldRow one = some == null ? any() : some;
        index.remove(one);
        byId.remove(one.id(), one);
        byDigest.remove(one.digest(), one);
      }
      HeldRow asked = any();
      assertSame(byId.get(asked.id()), index.get(asked.id()));
      assertSame(byDigest.get(asked.digest()), index.get(asked.digest()));
    }
    assertEquals(new HashSet<>(byId.values()), new HashSet<>(byDigest.values()));
    Set.copyOf(byId.values()).forEach(index::remove);
    byId.forEach((id, held) -> assertNull(index.get(id)));
    byDigest.forEach((digest, held) -> assertNull(index.get(digest)));
  }

  /** Two want one place: the one behind moves up when the other goes, under a reader's eyes. */
  @Test
  void whatMovesUpIsFoundAllTheWhile() throws Exception {
    HeldRow first = with(row(1), TokenDigest.ofWords(7, 1, 0, 0));
    HeldRow second = with(row(2), TokenDigest.ofWords(7, 2, 0, 0));
    AtomicInteger missed = new AtomicInteger();
    AtomicInteger step = new AtomicInteger(); // odd while the second is there
    AtomicBoolean over = new AtomicBoolean();
    Thread reader =
        new Thread(
            () -> {
              while (!over.get()) {
                int before = step.get();
                HeldRow found = index.get(7, 2, 0, 0);
                if (before % 2 == 1 && step.get() == before && found != second) {
                  missed.incrementAndGet();
                }
              }
            });
    reader.start();
    for (int i = 0; i < 300_000; i++) {
      index.put(first);
      index.put(second);
      step.incrementAndGet();
      for (int spins = i % 16; spins > 0; spins--) {
        Thread.onSpinWait();
      }
      index.remove(first);
      step.incrementAndGet();
      index.remove(second);
    }
    over.set(true);
    reader.join();
    assertEquals(0, missed.get());
  }

  private void put(HeldRow held) {
    Set<HeldRow> displaced = new HashSet<>();
    HeldRow sameId = byId.remove(held.id());
    if (sameId != null) {
      displaced.add(sameId);
      byDigest.remove(sameId.digest());
    }
    HeldRow sameDigest = byDigest.remove(held.digest());
    if (sameDigest != null) {
      displaced.add(sameDigest);
      byId.remove(sameDigest.id());
    }
    byId.put(held.id(), held);
    byDigest.put(held.digest(), held);
    assertEquals(displaced, new HashSet<>(index.put(held)));
  }

  /** Few ids, few digests, and places that collide. */
  private HeldRow any() {
    TokenDigest digest = TokenDigest.ofWords(random.nextInt(30), random.nextInt(10), 0, 0);
    return with(row(1 + random.nextInt(200)), digest);
  }

  private static HeldRow with(StoredToken row, TokenDigest digest) {
    return new HeldRow(row.toBuilder().digest(digest, row.hashKeyId()).build());
  }
}
