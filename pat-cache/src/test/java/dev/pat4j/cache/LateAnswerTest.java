package dev.pat4j.cache;

import static dev.pat4j.cache.Rows.NOON;
import static dev.pat4j.cache.Rows.digest;
import static dev.pat4j.cache.Rows.id;
import static dev.pat4j.cache.Rows.revoked;
import static dev.pat4j.cache.Rows.row;
import static dev.pat4j.cache.Rows.under;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.cache.WatchedStore.Gate;
import dev.pat4j.store.ChangeFeed;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A read whose answer is late: the store has answered, something changes, and only then does the
 * answer arrive. What comes after must be the truth, from memory or not.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LateAnswerTest {

  /** What happens in between, to row 1 or to the digest 1 that nobody has. */
  private record Change(String name, boolean unknownBefore, Step step) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Step {
    void take(LateAnswerTest test);
  }

  private final WatchedStore store = new WatchedStore();
  private final HandFeed feed = HandFeed.connectedAtOnce();
  private final CachingTokenStore cached = CachingTokenStore.builder(store, feed).build();

  static Stream<Change> changes() {
    StoredToken retired = row(1).toBuilder().rotatedAt(NOON).build();
    return Stream.of(
        of("revoked here", t -> t.cached.replace(row(1), revoked(row(1)))),
        of("deleted here", t -> t.cached.delete(id(1))),
        of("rotated here", t -> t.cached.rotate(row(1), retired, row(2))),
        of("rotated and re-keyed here", t -> t.cached.rotate(row(1), under(retired, 3), row(2))),
        of("re-keyed here", t -> t.cached.replace(row(1), under(row(1), 2))),
        of("revoked here, and the answer lost", LateAnswerTest::revokeWithoutAnswer),
        of("deleted here, and the answer lost", LateAnswerTest::deleteWithoutAnswer),
        of(
            "revoked there, and told",
            t -> t.changedThere(t.store.rows.replace(row(1), revoked(row(1))))),
        of("deleted there, and told", t -> t.changedThere(t.store.rows.delete(id(1)))),
        of("purged there, and told", LateAnswerTest::purgeThere),
        of(
            "revoked there, then reconnected",
            t -> {
              t.feed.disconnect();
              t.store.rows.replace(row(1), revoked(row(1)));
              t.feed.connect();
            }),
        of(
            "revoked there, then connected once more",
            t -> {
              t.store.rows.replace(row(1), revoked(row(1)));
              t.feed.connect();
            }),
        unknown("inserted here", t -> t.cached.insert(row(1))),
        unknown("inserted here, and the answer lost", LateAnswerTest::insertWithoutAnswer),
        unknown("inserted there, and told", t -> t.changedThere(t.store.rows.insert(row(1)))),
        unknown(
            "re-keyed to it here",
            t -> {
              t.store.rows.insert(row(2));
              t.cached.replace(row(2), under(row(2), 1));
            }),
        unknown(
            "issued here in place of another",
            t -> {
              t.store.rows.insert(row(2));
              t.cached.rotate(row(2), revoked(row(2)), row(1));
            }),
        unknown(
            "inserted there, then reconnected",
            t -> {
              t.feed.disconnect();
              t.store.rows.insert(row(1));
              t.feed.connect();
            }));
  }

  @ParameterizedTest
  @MethodSource("changes")
  @DisplayName("threat 28: a cached fill resurrected a revoked token (solana-developer-platform)")
  void aLateAnswerBringsNothingBack(Change change) throws Exception {
    Optional<StoredToken> before = begin(change);
    Gate gate = store.holdNextRead();
    Reader late = read();
    gate.awaitReader();

    change.step.take(this);
    Optional<StoredToken> truth = store.rows.findByDigest(digest(1));
    assertTrue(!truth.equals(before), "it was changed");
    assertEquals(truth, cached.findByDigest(digest(1)), "at once, without waiting");
    gate.open();
    assertEquals(before, late.answer(), "the read began before");

    store.forgetCalls();
    for (int i = 0; i < 3; i++) {
      assertEquals(truth, cached.findByDigest(digest(1)));
    }
    assertEquals(List.of(), store.calls(), "from memory");
  }

  @ParameterizedTest
  @MethodSource("changes")
  @DisplayName("threat 28: nobody shares an answer that a change overtook")
  void whoWaitsForALateAnswerReadsForHimself(Change change) throws Exception {
    Optional<StoredToken> before = begin(change);
    Gate gate = store.holdNextRead();
    Reader first = read();
    gate.awaitReader();
    List<Reader> waiting = List.of(read().awaitStandstill(), read().awaitStandstill());

    change.step.take(this);
    Optional<StoredToken> truth = store.rows.findByDigest(digest(1));
    cached.findByDigest(digest(1));
    if (change.name.contains("connected")) {
      gate.open(); // nobody told these that there is no sense in waiting
    }
    for (Reader reader : waiting) {
      // All of them began before; who reads for himself sees what is there now.
      assertEquals(change.name.contains("connected") ? before : truth, reader.answer());
    }
    gate.open();
    assertEquals(before, first.answer());
    assertEquals(truth, cached.findByDigest(digest(1)));
  }

  @Test
  @DisplayName("threat 28: a late answer is not kept by the right of a later read")
  void aLateAnswerIsNotKeptWhileALaterReadIsUnderWay() throws Exception {
    store.rows.insert(row(1));
    Gate gate = store.holdNextRead();
    Reader late = read();
    gate.awaitReader();
    cached.replace(row(1), revoked(row(1)));
    Gate laterGate = store.holdNextRead();
    Reader later = read();
    laterGate.awaitReader();

    gate.open();
    assertEquals(Optional.of(row(1)), late.answer());
    assertEquals(0, cached.statistics().tokens(), "not kept");
    laterGate.open();
    Optional<StoredToken> truth = store.rows.findByDigest(digest(1));
    assertEquals(truth, later.answer());
    assertEquals(1, cached.statistics().tokens(), "the later one is");
    assertEquals(truth, cached.findByDigest(digest(1)));
  }

  private Optional<StoredToken> begin(Change change) {
    if (!change.unknownBefore) {
      store.rows.insert(row(1));
    }
    return store.rows.findByDigest(digest(1));
  }

  private Reader read() {
    return Reader.of(cached, digest(1));
  }

  private static Change of(String name, Step step) {
    return new Change(name, false, step);
  }

  private static Change unknown(String name, Step step) {
    return new Change(name, true, step);
  }

  /** What {@link ChangeFeed} tells of row 1, once it can be read. */
  private void changedThere(boolean done) {
    assertTrue(done);
    feed.changed(digest(1));
  }

  private void purgeThere() {
    StoredToken expired = row(1).toBuilder().expiresAt(NOON).build();
    assertTrue(store.rows.replace(row(1), expired));
    assertEquals(1, store.rows.purge(NOON.plusMillis(1), 1));
    feed.changed(digest(1));
  }

  private void revokeWithoutAnswer() {
    store.failAfterNextCall(new TokenStoreException("no answer", null));
    assertThrows(
        TokenStoreException.class, () -> cached.replace(row(1), revoked(row(1))), "replace");
  }

  private void deleteWithoutAnswer() {
    store.failAfterNextCall(new TokenStoreException("no answer", null));
    assertThrows(TokenStoreException.class, () -> cached.delete(id(1)), "delete");
  }

  private void insertWithoutAnswer() {
    store.failAfterNextCall(new TokenStoreException("no answer", null));
    assertThrows(TokenStoreException.class, () -> cached.insert(row(1)), "insert");
  }
}
