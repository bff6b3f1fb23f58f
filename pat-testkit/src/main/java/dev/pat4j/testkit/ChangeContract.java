package dev.pat4j.testkit;

import static dev.pat4j.testkit.Rows.NOON;
import static dev.pat4j.testkit.Rows.fields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each change writes, what it leaves alone, and when it is refused without a trace. */
abstract class ChangeContract extends RowContract {

  private static final Instant LATER = NOON.plusMillis(1_500);

  @Test
  public final void insertRefusesAnIdThatIsTaken() {
    TokenStore store = storeOf(Rows.full(1));
    StoredToken sameId = withDigest(Rows.plain(1), 2);
    assertFalse(store.insert(sameId));
    assertContents(store, Rows.full(1));
    assertEquals(Optional.empty(), store.findByDigest(sameId.digest()));
  }

  @Test
  public final void insertRefusesADigestThatIsTaken() {
    TokenStore store = storeOf(Rows.full(1));
    assertFalse(store.insert(withDigest(Rows.plain(2), 1)));
    assertContents(store, Rows.full(1));
  }

  @Test
  public final void insertRefusesTheSameRowTwice() {
    TokenStore store = storeOf(Rows.full(1));
    assertFalse(store.insert(Rows.full(1)));
    assertContents(store, Rows.full(1));
  }

  @Test
  public final void replaceWritesEveryFieldAndCountsTheVersion() {
    StoredToken before = Rows.plain(1);
    TokenStore store = storeOf(before, Rows.plain(2));
    StoredToken after = Rows.full(1).toBuilder().lastUse(null).build();
    assertTrue(store.replace(before, after));
    assertContents(store, withVersion(after, 2), Rows.plain(2));
  }

  @Test
  public final void replaceMakesFieldsAbsentAgain() {
    StoredToken before = Rows.full(1).toBuilder().lastUse(null).build();
    TokenStore store = storeOf(before);
    assertTrue(store.replace(before, Rows.plain(1)));
    assertContents(store, withVersion(Rows.plain(1), before.version() + 1));
  }

  @Test
  public final void replaceFindsTheRowUnderItsNewDigestOnly() {
    StoredToken before = Rows.plain(1);
    TokenStore store = storeOf(before);
    StoredToken after = withDigest(before, 2);
    assertTrue(store.replace(before, after));
    assertContents(store, withVersion(after, 2));
    assertEquals(Optional.empty(), store.findByDigest(before.digest()));
    assertTrue(store.insert(withDigest(Rows.plain(3), 1)), "the old digest is free again");
  }

  @Test
  public final void replaceFindsTheRowUnderItsNewOwnerOnly() {
    StoredToken before = Rows.plain(1, "ada");
    TokenStore store = storeOf(before);
    StoredToken after = Rows.plain(1, "grace");
    assertTrue(store.replace(before, after));
    assertEquals(List.of(), store.find(TokenQuery.all().ownedBy("ada")));
    assertEquals(List.of(withVersion(after, 2)), store.find(TokenQuery.all().ownedBy("grace")));
  }

  @Test
  public final void replaceRefusesAStaleVersion() {
    StoredToken first = Rows.plain(1);
    TokenStore store = storeOf(first);
    assertTrue(store.replace(first, named(first, "second")));
    assertFalse(store.replace(first, named(first, "lost")));
    assertContents(store, withVersion(named(first, "second"), 2));
  }

  @Test
  public final void replaceRefusesAVersionThatIsStillToCome() {
    StoredToken row = Rows.plain(1);
    TokenStore store = storeOf(row);
    assertFalse(store.replace(withVersion(row, 2), named(row, "early")));
    assertContents(store, row);
  }

  @Test
  public final void replaceLooksAtNothingButIdAndVersionOfWhatIsExpected() {
    TokenStore store = storeOf(withVersion(Rows.plain(1), 9));
    assertTrue(store.replace(Rows.full(1), named(Rows.plain(1), "new")));
    assertContents(store, withVersion(named(Rows.plain(1), "new"), 10));
  }

  @Test
  public final void replaceRefusesARowThatIsGone() {
    StoredToken row = Rows.plain(1);
    TokenStore store = createStore();
    assertFalse(store.replace(row, named(row, "never")));
    assertContents(store);
  }

  @Test
  public final void replaceRefusesADigestThatIsTaken() {
    TokenStore store = storeOf(Rows.plain(1), Rows.plain(2));
    assertFalse(store.replace(Rows.plain(1), withDigest(Rows.plain(1), 2)));
    assertContents(store, Rows.plain(1), Rows.plain(2));
  }

  @Test
  public final void replaceRefusesToChangeAnId() {
    TokenStore store = storeOf(Rows.plain(1));
    assertThrows(IllegalArgumentException.class, () -> store.replace(Rows.plain(1), Rows.plain(2)));
    assertContents(store, Rows.plain(1));
  }

  @Test
  public final void replaceNeverWritesTheLastUse() {
    StoredToken unused = Rows.plain(1);
    TokenStore store = storeOf(unused);
    StoredToken used = unused.toBuilder().lastUse(Rows.usedAt(LATER)).build();
    assertTrue(store.replace(unused, used), "sets it");
    assertContents(store, withVersion(unused, 2));
    store.touch(Map.of(unused.id(), Rows.usedAt(NOON)));
    assertTrue(store.replace(withVersion(unused, 2), withVersion(used, 2)), "changes it");
    assertTrue(store.replace(withVersion(unused, 3), withVersion(unused, 3)), "removes it");
    assertContents(store, used(withVersion(unused, 4), Rows.usedAt(NOON)));
  }

  @Test
  public final void rotateReplacesAndInserts() {
    StoredToken before = Rows.full(1);
    TokenStore store = storeOf(before);
    StoredToken retired = before.toBuilder().rotatedAt(LATER).lastUse(null).build();
    assertTrue(store.rotate(before, retired, Rows.full(2)));
    StoredToken kept = used(retired, before.lastUse().orElseThrow());
    assertContents(store, withVersion(kept, before.version() + 1), Rows.full(2));
  }

  @Test
  public final void rotateRefusesAStaleVersionAndInsertsNothing() {
    StoredToken first = Rows.plain(1);
    TokenStore store = storeOf(first);
    assertTrue(store.replace(first, named(first, "second")));
    assertFalse(store.rotate(first, named(first, "retired"), Rows.plain(2)));
    assertContents(store, withVersion(named(first, "second"), 2));
  }

  @Test
  public final void rotateRefusesARowThatIsGoneAndInsertsNothing() {
    TokenStore store = createStore();
    assertFalse(store.rotate(Rows.plain(1), named(Rows.plain(1), "retired"), Rows.plain(2)));
    assertContents(store);
  }

  @Test
  public final void rotateRefusesASuccessorWhoseIdIsTakenAndReplacesNothing() {
    TokenStore store = storeOf(Rows.plain(1), Rows.plain(2));
    StoredToken retired = named(Rows.plain(1), "retired");
    assertFalse(store.rotate(Rows.plain(1), retired, withDigest(Rows.plain(2), 3)));
    assertFalse(store.rotate(Rows.plain(1), retired, withDigest(Rows.plain(1), 3)));
    assertContents(store, Rows.plain(1), Rows.plain(2));
    assertEquals(Optional.empty(), store.findByDigest(Rows.digest(3)));
  }

  @Test
  public final void rotateRefusesASuccessorWhoseDigestIsTakenAndReplacesNothing() {
    TokenStore store = storeOf(Rows.plain(1), Rows.plain(2));
    StoredToken retired = named(Rows.plain(1), "retired");
    assertFalse(store.rotate(Rows.plain(1), retired, withDigest(Rows.plain(3), 2)));
    assertFalse(store.rotate(Rows.plain(1), retired, withDigest(Rows.plain(3), 1)));
    StoredToken rekeyed = withDigest(retired, 3);
    assertFalse(store.rotate(Rows.plain(1), rekeyed, withDigest(Rows.plain(3), 3)));
    assertContents(store, Rows.plain(1), Rows.plain(2));
  }

  @Test
  public final void rotateRefusesToChangeAnId() {
    TokenStore store = storeOf(Rows.plain(1));
    assertThrows(
        IllegalArgumentException.class,
        () -> store.rotate(Rows.plain(1), Rows.plain(2), Rows.plain(3)));
    assertContents(store, Rows.plain(1));
  }

  @Test
  public final void deleteRemovesOneRowForGood() {
    TokenStore store = storeOf(Rows.full(1), Rows.full(2));
    assertTrue(store.delete(Rows.id(1)));
    assertContents(store, Rows.full(2));
    assertEquals(Optional.empty(), store.findById(Rows.id(1)));
    assertEquals(Optional.empty(), store.findByDigest(Rows.digest(1)));
  }

  @Test
  public final void deleteFindsNothingTheSecondTime() {
    TokenStore store = storeOf(Rows.full(1));
    assertTrue(store.delete(Rows.id(1)));
    assertFalse(store.delete(Rows.id(1)));
    assertFalse(store.delete(Rows.id(2)));
  }

  @Test
  public final void deleteFreesTheIdAndTheDigest() {
    TokenStore store = storeOf(Rows.full(1));
    assertTrue(store.delete(Rows.id(1)));
    assertTrue(store.insert(Rows.plain(1)));
    assertContents(store, Rows.plain(1));
  }

  @Test
  public final void purgeRemovesWhatWasDeadBeforeAndNothingElse() {
    StoredToken revokedBefore = revoked(1, NOON.minusMillis(1));
    StoredToken revokedThen = revoked(2, NOON);
    StoredToken expiredBefore = expiring(3, NOON.minusMillis(1));
    StoredToken expiringThen = expiring(4, NOON);
    StoredToken alive = Rows.plain(5);
    StoredToken both =
        expiring(6, LATER).toBuilder().revocation(Rows.revokedAt(NOON.minusMillis(1))).build();
    TokenStore store =
        storeOf(revokedBefore, revokedThen, expiredBefore, expiringThen, alive, both);
    assertEquals(3, store.purge(NOON, 100));
    assertContents(store, revokedThen, expiringThen, alive);
    assertEquals(0, store.purge(NOON, 100));
    assertEquals(Optional.empty(), store.findByDigest(expiredBefore.digest()));
  }

  @Test
  public final void purgeRemovesNoMoreThanItsLimit() {
    TokenStore store = createStore();
    for (long number = 1; number <= 7; number++) {
      store.insert(number % 2 == 0 ? revoked(number, NOON) : expiring(number, NOON));
    }
    assertEquals(3, store.purge(LATER, 3));
    assertEquals(4, store.find(TokenQuery.all()).size());
    assertEquals(1, store.purge(LATER, 1));
    assertEquals(3, store.find(TokenQuery.all()).size());
    assertEquals(3, store.purge(LATER, 4), "fewer than the limit: none is left");
    assertContents(store);
  }

  @Test
  public final void purgeRefusesALimitBelowOne() {
    TokenStore store = storeOf(revoked(1, NOON));
    assertThrows(IllegalArgumentException.class, () -> store.purge(LATER, 0));
    assertThrows(IllegalArgumentException.class, () -> store.purge(LATER, -1));
    assertContents(store, revoked(1, NOON));
  }

  final TokenStore storeOf(StoredToken... rows) {
    TokenStore store = createStore();
    for (StoredToken row : rows) {
      assertTrue(store.insert(row), "inserted");
    }
    return store;
  }

  /** The store holds these rows, in ascending order of id, and each is found by its digest. */
  static void assertContents(TokenStore store, StoredToken... rows) {
    assertEquals(
        List.of(rows).stream().map(Rows::fields).toList(),
        store.find(TokenQuery.all()).stream().map(Rows::fields).toList());
    for (StoredToken row : rows) {
      assertEquals(fields(row), store.findByDigest(row.digest()).map(Rows::fields).orElse(null));
    }
  }

  static StoredToken named(StoredToken row, String name) {
    return row.toBuilder().name(name).build();
  }

  static StoredToken withVersion(StoredToken row, long version) {
    return row.toBuilder().version(version).build();
  }

  static StoredToken withDigest(StoredToken row, long number) {
    return row.toBuilder().digest(Rows.digest(number), row.hashKeyId()).build();
  }

  static StoredToken used(StoredToken row, LastUse use) {
    return row.toBuilder().lastUse(use).build();
  }

  static StoredToken revoked(long number, Instant time) {
    return Rows.plain(number).toBuilder().revocation(Rows.revokedAt(time)).build();
  }

  static StoredToken expiring(long number, Instant time) {
    return Rows.plain(number).toBuilder().expiresAt(time).build();
  }
}
