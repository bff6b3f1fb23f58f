package dev.pat4j.testkit;

import static dev.pat4j.testkit.Rows.NOON;
import static dev.pat4j.testkit.Rows.usedAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Of those who want the same thing at the same moment one gets it; nothing done is undone. */
abstract class RaceContract extends QueryContract {

  /** Each race is run so often, on a row of its own. */
  private static final int ROUNDS = 10;

  @Test
  public final void oneInsertOfAnIdWins() {
    TokenStore store = createStore();
    for (int round = 1; round <= ROUNDS; round++) {
      long id = round;
      assertEquals(
          1, Race.winners(runner -> store.insert(withDigest(Rows.plain(id), id * 1_000 + runner))));
    }
    assertEquals(ROUNDS, store.find(TokenQuery.all()).size());
  }

  @Test
  public final void oneInsertOfADigestWins() {
    TokenStore store = createStore();
    for (int round = 1; round <= ROUNDS; round++) {
      long digest = round;
      assertEquals(
          1,
          Race.winners(
              runner -> store.insert(withDigest(Rows.plain(digest * 1_000 + runner), digest))));
    }
    assertEquals(ROUNDS, store.find(TokenQuery.all()).size());
  }

  @Test
  public final void oneReplacementOfAVersionWins() {
    TokenStore store = storeOf(Rows.plain(1));
    for (int round = 1; round <= ROUNDS; round++) {
      StoredToken current = store.findById(Rows.id(1)).orElseThrow();
      AtomicInteger winner = new AtomicInteger(-1);
      int winners =
          Race.winners(
              runner -> {
                boolean won = store.replace(current, named(current, "runner " + runner));
                if (won) {
                  winner.set(runner);
                }
                return won;
              });
      assertEquals(1, winners);
      StoredToken expected = withVersion(named(current, "runner " + winner), round + 1L);
      assertEquals(Optional.of(expected), store.findById(Rows.id(1)));
    }
  }

  @Test
  public final void oneReplacementByADigestWins() {
    TokenStore store = createStore();
    for (int round = 1; round <= ROUNDS; round++) {
      long wanted = round * 1_000L;
      for (int runner = 0; runner < Race.RUNNERS; runner++) {
        store.insert(Rows.plain(wanted + 1 + runner));
      }
      assertEquals(
          1,
          Race.winners(
              runner -> {
                StoredToken mine = Rows.plain(wanted + 1 + runner);
                return store.replace(mine, withDigest(mine, wanted));
              }));
    }
  }

  @Test
  @DisplayName("threat 21: of rotations of the same token one happens, with one successor")
  public final void oneRotationWins() {
    TokenStore store = createStore();
    for (int round = 1; round <= ROUNDS; round++) {
      long number = round * 1_000L;
      StoredToken token = Rows.plain(number);
      store.insert(token);
      assertEquals(
          1,
          Race.winners(
              runner ->
                  store.rotate(
                      token,
                      token.toBuilder().rotatedAt(NOON).build(),
                      Rows.plain(number + 1 + runner))));
      assertEquals(2L * round, store.find(TokenQuery.all()).size(), "tokens and successors");
    }
  }

  @Test
  public final void oneDeletionWins() {
    TokenStore store = createStore();
    for (int round = 1; round <= ROUNDS; round++) {
      store.insert(Rows.plain(1));
      assertEquals(1, Race.winners(runner -> store.delete(Rows.id(1))));
    }
    assertContents(store);
  }

  @Test
  public final void everyPurgedRowIsCountedOnce() {
    TokenStore store = createStore();
    for (long number = 1; number <= 60; number++) {
      store.insert(revoked(number, NOON));
    }
    AtomicInteger purged = new AtomicInteger();
    Race.winners(
        runner -> {
          purged.addAndGet(store.purge(NOON.plusSeconds(1), 60));
          return true;
        });
    assertEquals(60, purged.get());
    assertContents(store);
  }

  @Test
  public final void aRowIsFoundWhileItIsReplaced() {
    StoredToken row = Rows.plain(1);
    TokenStore store = storeOf(row);
    whileDoing(
        step -> store.replace(withVersion(row, step), named(row, "step " + step)),
        () -> {
          assertTrue(store.findByDigest(row.digest()).isPresent(), "by digest");
          assertTrue(store.findById(row.id()).isPresent(), "by id");
          assertEquals(1, store.find(TokenQuery.all().ownedBy("ada")).size(), "by owner");
        });
  }

  @Test
  public final void aRotationIsSeenWholeOrNotAtAll() {
    TokenStore store = storeOf(Rows.plain(1));
    whileDoing(
        step -> {
          StoredToken last = Rows.plain(step);
          return store.rotate(last, last.toBuilder().rotatedAt(NOON).build(), Rows.plain(step + 1));
        },
        () -> {
          List<StoredToken> rows = store.find(TokenQuery.all().limit(TokenQuery.MAXIMUM_LIMIT));
          long current = rows.stream().filter(row -> row.rotatedAt().isEmpty()).count();
          assertEquals(1, current, "every token but the last has a successor");
        });
  }

  @Test
  public final void aDeletedRowStaysDeletedWhileOthersChangeIt() {
    TokenStore store = createStore();
    for (int round = 1; round <= ROUNDS; round++) {
      StoredToken row = Rows.plain(1);
      store.insert(row);
      Race.winners(
          runner ->
              switch (runner % 4) {
                case 0 -> store.delete(row.id());
                case 1 -> store.replace(row, named(row, "late"));
                case 2 -> store.replace(row, withDigest(row, 2));
                default -> touched(store, Map.of(row.id(), usedAt(NOON)));
              });
      assertContents(store);
      assertEquals(Optional.empty(), store.findById(row.id()));
      assertEquals(Optional.empty(), store.findByDigest(Rows.digest(1)));
      assertEquals(Optional.empty(), store.findByDigest(Rows.digest(2)));
    }
  }

  @Test
  @DisplayName("threat 29: a revocation is not undone by renaming or use at the same moment")
  public final void aRevokedRowStaysRevokedWhileOthersChangeIt() {
    TokenStore store = createStore();
    for (int round = 1; round <= ROUNDS; round++) {
      long number = round;
      store.insert(Rows.plain(number));
      Race.winners(
          runner ->
              switch (runner % 4) {
                case 0 -> revoke(store, number);
                case 1 -> rename(store, number, runner);
                default -> touched(store, Map.of(Rows.id(number), usedAt(time(runner))));
              });
      StoredToken row = store.findById(Rows.id(number)).orElseThrow();
      assertTrue(row.revocation().isPresent(), "still revoked");
      assertEquals(Optional.of(usedAt(time(7))), row.lastUse(), "the latest use");
    }
  }

  @Test
  @DisplayName("threat 33: batches of uses in any order neither deadlock nor move a time back")
  public final void batchesOfUsesDoNotDeadlock() {
    TokenStore store = createStore();
    List<Long> numbers = new ArrayList<>();
    for (long number = 1; number <= 30; number++) {
      numbers.add(number);
      store.insert(Rows.plain(number));
    }
    for (int round = 0; round < ROUNDS; round++) {
      int first = round * Race.RUNNERS;
      Race.winners(
          runner -> {
            Map<TokenId, LastUse> batch = new LinkedHashMap<>();
            for (int i = 0; i < numbers.size(); i++) {
              int at = runner % 2 == 0 ? i : numbers.size() - 1 - i;
              batch.put(Rows.id(numbers.get(at)), usedAt(time(first + runner)));
            }
            return touched(store, batch);
          });
      LastUse latest = usedAt(time(first + Race.RUNNERS - 1));
      numbers.forEach(number -> assertEquals(Optional.of(latest), lastUse(store, number)));
    }
  }

  /** Takes some steps, counted from 1, while other threads look. */
  private static void whileDoing(LongPredicate step, Runnable look) {
    AtomicBoolean done = new AtomicBoolean();
    Race.winners(
        runner -> {
          if (runner == 0) {
            try {
              for (long number = 1; number <= 100; number++) {
                assertTrue(step.test(number), "nobody else is about");
              }
            } finally {
              done.set(true);
            }
          } else {
            do {
              look.run();
            } while (!done.get());
          }
          return true;
        });
  }

  private static boolean touched(TokenStore store, Map<TokenId, LastUse> uses) {
    store.touch(uses);
    return true;
  }

  private static boolean revoke(TokenStore store, long number) {
    return change(store, number, row -> row.revocation(Rows.revokedAt(NOON)));
  }

  private static boolean rename(TokenStore store, long number, int runner) {
    return change(store, number, row -> row.name("runner " + runner));
  }

  /** Reads, changes, and begins again for as long as somebody else was faster. */
  private static boolean change(
      TokenStore store, long number, UnaryOperator<StoredToken.Builder> edit) {
    for (int attempt = 0; attempt < 100 * Race.RUNNERS; attempt++) {
      StoredToken current = store.findById(Rows.id(number)).orElseThrow();
      if (store.replace(current, edit.apply(current.toBuilder()).build())) {
        return true;
      }
    }
    return Assertions.fail("replace is refused although nobody else is faster");
  }

  private static Instant time(int step) {
    return NOON.plusMillis(step);
  }
}
