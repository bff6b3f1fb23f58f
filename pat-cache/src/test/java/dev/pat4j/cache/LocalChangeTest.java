package dev.pat4j.cache;

import static dev.pat4j.cache.Rows.NOON;
import static dev.pat4j.cache.Rows.digest;
import static dev.pat4j.cache.Rows.id;
import static dev.pat4j.cache.Rows.revoked;
import static dev.pat4j.cache.Rows.row;
import static dev.pat4j.cache.Rows.under;
import static dev.pat4j.cache.Rows.used;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a change through the cache does to what is held, when no feed tells anything. */
class LocalChangeTest {

  private final WatchedStore store = new WatchedStore();
  private final CachingTokenStore cached =
      CachingTokenStore.builder(store, HandFeed.connectedAtOnce()).build();

  @Test
  void anInsertedTokenIsNoLongerUnknown() {
    assertEquals(Optional.empty(), cached.findByDigest(digest(1)));
    assertTrue(cached.insert(row(1)));
    assertEquals(Optional.of(row(1)), cached.findByDigest(digest(1)));
  }

  @Test
  void aReplacedRowIsReadAgain() {
    warm(1);
    assertTrue(cached.replace(row(1), revoked(row(1))));
    assertSeen(1);
  }

  @Test
  void aRekeyedRowIsFoundUnderItsNewDigestOnly() {
    warm(1);
    warmUnknown(2);
    assertTrue(cached.replace(row(1), under(row(1), 2)));
    assertSeen(1);
    assertSeen(2);
    assertTrue(cached.findByDigest(digest(2)).isPresent());
  }

  /** Nothing of {@code expected} is looked at but its id and its version. */
  @Test
  void aReplacedRowIsReadAgainUnderTheDigestItReallyHad() {
    warm(1);
    StoredToken elsewhere = under(row(1), 3);
    assertTrue(cached.replace(elsewhere, revoked(elsewhere)));
    assertSeen(1);
    assertEquals(Optional.empty(), cached.findByDigest(digest(1)));
  }

  @Test
  void aRotationIsSeenInBothTokens() {
    warm(1);
    warmUnknown(2);
    warmUnknown(3);
    StoredToken retired = under(row(1).toBuilder().rotatedAt(NOON).build(), 3);
    assertTrue(cached.rotate(row(1), retired, row(2)));
    assertSeen(1);
    assertSeen(2);
    assertSeen(3);
    assertTrue(cached.findByDigest(digest(2)).isPresent());
  }

  @Test
  void aDeletedRowIsGoneAndCostsNoReadToDelete() {
    warm(1);
    store.forgetCalls();
    assertTrue(cached.delete(id(1)));
    assertEquals(List.of("delete"), store.calls());
    assertEquals(Optional.empty(), cached.findByDigest(digest(1)));
  }

  @Test
  void otherTokensStayHeld() {
    warm(1);
    warm(2);
    warmUnknown(9);
    cached.replace(row(1), revoked(row(1)));
    cached.delete(id(1));
    cached.insert(row(3));
    store.forgetCalls();
    assertSeen(2);
    assertSeen(9);
    assertEquals(List.of(), store.calls());
  }

  /** Whoever lost a race must see what it lost against. */
  @Test
  void aRefusedChangeIsReadAgain() {
    warm(1);
    store.rows.replace(row(1), revoked(row(1)));
    assertFalse(cached.replace(row(1), row(1).toBuilder().name("late").build()));
    assertSeen(1);

    warm(2);
    store.rows.delete(id(2));
    assertFalse(cached.delete(id(2)));
    assertSeen(2);
  }

  @Test
  void aChangeWhoseAnswerWasLostIsReadAgain() {
    warm(1);
    store.failAfterNextCall(new TokenStoreException("no answer", null));
    assertThrows(
        TokenStoreException.class, () -> cached.replace(row(1), revoked(row(1))), "replace");
    assertSeen(1);

    store.failAfterNextCall(new TokenStoreException("no answer", null));
    assertThrows(TokenStoreException.class, () -> cached.delete(id(1)), "delete");
    assertSeen(1);

    assertEquals(Optional.empty(), cached.findByDigest(digest(1)));
    store.failAfterNextCall(new TokenStoreException("no answer", null));
    assertThrows(TokenStoreException.class, () -> cached.insert(row(1)), "insert");
    assertSeen(1);

    cached.findByDigest(digest(2));
    store.failAfterNextCall(new TokenStoreException("no answer", null));
    StoredToken retired = row(1).toBuilder().rotatedAt(NOON).build();
    assertThrows(TokenStoreException.class, () -> cached.rotate(row(1), retired, row(2)), "rotate");
    assertSeen(1);
    assertSeen(2);
  }

  /** The feed tells, sooner or later: until then a row is refused for what it was purged for. */
  @Test
  void whatIsPurgedIsStillKnownAsDead() {
    StoredToken expired = row(1).toBuilder().expiresAt(NOON).build();
    cached.insert(expired);
    cached.findByDigest(digest(1));
    assertEquals(1, cached.purge(NOON.plusMillis(1), 10));
    assertEquals(Optional.of(expired), cached.findByDigest(digest(1)));
  }

  @Test
  void aRecordedUseIsLearntWithoutAnotherRead() {
    warm(1);
    warm(2);
    cached.touch(Map.of(id(1), used(1), id(3), used(1)));
    assertEquals(Optional.of(used(1)), lastUse(1));
    assertEquals(Optional.empty(), lastUse(2));
    cached.touch(Map.of(id(1), used(3)));
    cached.touch(Map.of(id(1), used(2)));
    assertEquals(Optional.of(used(3)), lastUse(1), "never backwards");
    assertSeen(1);
    assertEquals(2, store.reads(), "those that warmed");
  }

  @Test
  void aUseThatCouldNotBeRecordedIsNotLearnt() {
    warm(1);
    store.failAfterNextCall(new TokenStoreException("down", null));
    assertThrows(TokenStoreException.class, () -> cached.touch(Map.of(id(1), used(1))));
    assertEquals(Optional.empty(), lastUse(1));
  }

  @Test
  void aUseIsLearntByTheRowThatIsHeldNowOnly() {
    warm(1);
    cached.replace(row(1), under(row(1), 2));
    cached.touch(Map.of(id(1), used(1)));
    assertSeen(1);
    assertSeen(2);
    cached.touch(Map.of(id(1), used(2)));
    assertEquals(Optional.of(used(2)), cached.findByDigest(digest(2)).orElseThrow().lastUse());
    assertSeen(1);
  }

  private Optional<LastUse> lastUse(long number) {
    return cached.findByDigest(digest(number)).orElseThrow().lastUse();
  }

  private void warm(long number) {
    store.rows.insert(row(number));
    assertTrue(cached.findByDigest(digest(number)).isPresent());
  }

  private void warmUnknown(long number) {
    assertTrue(cached.findByDigest(digest(number)).isEmpty());
  }

  private void assertSeen(long number) {
    assertEquals(store.rows.findByDigest(digest(number)), cached.findByDigest(digest(number)));
  }
}
