package dev.pat4j.testkit;

import static dev.pat4j.testkit.Rows.NOON;
import static dev.pat4j.testkit.Rows.usedAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Recording a use moves one field, forward only. */
abstract class LastUseContract extends ChangeContract {

  @Test
  public final void touchRecordsTheFirstUse() {
    TokenStore store = storeOf(Rows.plain(1), Rows.plain(2));
    store.touch(Map.of(Rows.id(1), usedAt(NOON)));
    assertContents(store, used(Rows.plain(1), usedAt(NOON)), Rows.plain(2));
  }

  @Test
  public final void touchRecordsALaterUseWithItsAddress() {
    TokenStore store = storeOf(used(Rows.plain(1), usedAt(NOON)));
    LastUse later = new LastUse(NOON.plusMillis(1), Optional.of("2001:db8::1"));
    store.touch(Map.of(Rows.id(1), later));
    assertContents(store, used(Rows.plain(1), later));
    LastUse fromNowhere = new LastUse(NOON.plusMillis(2), Optional.empty());
    store.touch(Map.of(Rows.id(1), fromNowhere));
    assertContents(store, used(Rows.plain(1), fromNowhere));
  }

  @Test
  @DisplayName("threat 33: a last use never moves backwards (lost updates)")
  public final void touchPassesOverAnEarlierUseAndAnEqualOne() {
    StoredToken row = used(Rows.plain(1), usedAt(NOON));
    TokenStore store = storeOf(row);
    store.touch(Map.of(row.id(), usedAt(NOON.minusMillis(1))));
    store.touch(Map.of(row.id(), new LastUse(NOON, Optional.of("198.51.100.1"))));
    assertContents(store, row);
  }

  @Test
  public final void touchChangesNothingElse() {
    TokenStore store = storeOf(Rows.full(1));
    LastUse later = usedAt(NOON.plusSeconds(1));
    store.touch(Map.of(Rows.id(1), later));
    assertContents(store, used(Rows.full(1), later));
    assertTrue(store.replace(Rows.full(1), Rows.plain(1)), "the version has not changed");
  }

  @Test
  @DisplayName("threat 29: recording a use undoes no revocation")
  public final void touchLeavesARevokedRowRevoked() {
    StoredToken row = Rows.plain(1);
    TokenStore store = storeOf(row);
    StoredToken revoked = row.toBuilder().revocation(Rows.revokedAt(NOON)).build();
    assertTrue(store.replace(row, revoked));
    store.touch(Map.of(row.id(), usedAt(NOON.plusMillis(1))));
    assertContents(store, used(withVersion(revoked, 2), usedAt(NOON.plusMillis(1))));
  }

  @Test
  public final void touchPassesOverUnknownIds() {
    TokenStore store = storeOf(Rows.plain(2));
    store.touch(
        Map.of(Rows.id(1), usedAt(NOON), Rows.id(2), usedAt(NOON), Rows.id(3), usedAt(NOON)));
    assertContents(store, used(Rows.plain(2), usedAt(NOON)));
  }

  @Test
  public final void touchBringsNoDeletedRowBack() {
    TokenStore store = storeOf(Rows.plain(1));
    assertTrue(store.delete(Rows.id(1)));
    store.touch(Map.of(Rows.id(1), usedAt(NOON)));
    assertContents(store);
  }

  @Test
  public final void touchAcceptsAnEmptyBatch() {
    TokenStore store = storeOf(Rows.plain(1));
    store.touch(Map.of());
    assertContents(store, Rows.plain(1));
  }

  @Test
  public final void touchAcceptsALargeBatch() {
    TokenStore store = storeOf(Rows.plain(1), Rows.plain(40_000));
    Map<TokenId, LastUse> batch = new HashMap<>();
    for (long number = 1; number <= 40_000; number++) {
      batch.put(Rows.id(number), usedAt(NOON));
    }
    store.touch(batch);
    assertEquals(Optional.of(usedAt(NOON)), lastUse(store, 1));
    assertEquals(Optional.of(usedAt(NOON)), lastUse(store, 40_000));
  }

  static Optional<LastUse> lastUse(TokenStore store, long number) {
    return store.findById(Rows.id(number)).flatMap(StoredToken::lastUse);
  }
}
