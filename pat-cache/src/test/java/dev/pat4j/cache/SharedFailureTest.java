package dev.pat4j.cache;

import static dev.pat4j.cache.Rows.digest;
import static dev.pat4j.cache.Rows.revoked;
import static dev.pat4j.cache.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.cache.CachingTokenStore.Statistics;
import dev.pat4j.cache.WatchedStore.Gate;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who waits behind a reader that gets no answer waits for no second one of a sick store. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedFailureTest {

  private static final int WAITING = 20;

  private final WatchedStore store = new WatchedStore();
  private final HandFeed feed = HandFeed.connectedAtOnce();
  private final CachingTokenStore cached = CachingTokenStore.builder(store, feed).build();

  @BeforeEach
  void insert() {
    store.rows.insert(row(1));
  }

  @Test
  void aFailureIsHandedOnToAllWhoWaitedForItAndToNobodyElse() throws Exception {
    SocketTimeoutException hung = new SocketTimeoutException("hung");
    TokenStoreException down = new TokenStoreException("no answer in 30 s", hung);
    Gate gate = store.holdNextRead();
    store.failAfterNextCall(down);
    Reader first = read();
    gate.awaitReader();
    List<Reader> waiting = readAndAwaitStandstill();
    gate.open();

    assertSame(down, failureOf(first));
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Reader reader : waiting) {
      Throwable thrown = failureOf(reader);
      assertInstanceOf(TokenStoreException.class, thrown);
      assertNotSame(down, thrown);
      assertTrue(seen.add(thrown), "each has one of its own");
      assertSame(down, thrown.getCause());
      assertEquals(
          "a read that other look-ups of the same token waited for failed; try again:"
              + " no answer in 30 s",
          thrown.getMessage());
    }
    assertEquals(1, store.reads());
    assertEquals(new Statistics(0, 0, 1, 0, 0, 0), cached.statistics());

    assertEquals(Optional.of(row(1)), cached.findByDigest(digest(1)), "no failure is kept");
    assertEquals(2, store.reads());
  }

  @Test
  void aFailureForAnUnknownDigestMakesNobodyUnknown() throws Exception {
    Gate gate = store.holdNextRead();
    store.failAfterNextCall(new TokenStoreException("down", null));
    Reader first = Reader.of(cached, digest(2));
    gate.awaitReader();
    Reader waiting = Reader.of(cached, digest(2)).awaitStandstill();
    gate.open();
    assertInstanceOf(TokenStoreException.class, failureOf(first));
    assertInstanceOf(TokenStoreException.class, failureOf(waiting));
    assertEquals(0, cached.statistics().unknown());
  }

  @RepeatedTest(20)
  void whoAsksAgainAtOnceIsNotHandedTheSameFailure() throws Exception {
    Gate gate = store.holdNextRead();
    store.failAfterNextCall(new TokenStoreException("down", null));
    Reader first = read();
    gate.awaitReader();
    List<Reader> waiting = new ArrayList<>();
    for (int i = 0; i < WAITING; i++) {
      waiting.add(
          Reader.of(
                  cached,
                  digest(1),
                  () ->
                      assertThrows(TokenStoreException.class, () -> cached.findByDigest(digest(1))))
              .awaitStandstill());
    }
    gate.open();
    for (Reader reader : waiting) {
      assertEquals(Optional.of(row(1)), reader.answer());
    }
    failureOf(first);
    assertEquals(2, store.reads());
  }

  /** What befalls the one who reads, and is nothing to those who wait. */
  private record Fall(String name, Runnable throwing) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fall> falls() {
    return Stream.of(
        new Fall("an error", () -> fail(new StackOverflowError("too deep"))),
        new Fall("a failure that no store may throw", () -> fail(new IllegalStateException("?"))),
        new Fall(
            "an interrupt that the store swallowed",
            () -> fail(new TokenStoreException("given up", new InterruptedException()))),
        new Fall(
            "an interrupt that the store wrapped",
            () ->
                fail(
                    new TokenStoreException(
                        "no connection", new IllegalStateException(new InterruptedException())))),
        new Fall(
            "an interrupt that closed a file",
            () -> fail(new TokenStoreException("closed", new ClosedByInterruptException()))),
        new Fall(
            "an interrupt of which only the thread knows",
            () -> {
              Thread.currentThread().interrupt();
              fail(new TokenStoreException("no connection", null));
            }));
  }

  @ParameterizedTest
  @MethodSource("falls")
  void whoWaitedBehindAReaderThatFellSharesTheNextRead(Fall fall) throws Exception {
    Gate gate = store.holdNextRead();
    store.failAfterNextCall(fall.throwing());
    Reader fallen = read();
    gate.awaitReader();
    List<Reader> waiting = readAndAwaitStandstill();
    gate.open();
    for (Reader reader : waiting) {
      assertEquals(Optional.of(row(1)), reader.answer());
      assertFalse(reader.wasLeftInterrupted(), "it was not meant");
    }
    failureOf(fallen);
    assertEquals(2, store.reads());
  }

  @RepeatedTest(20)
  void whoWaitedForAReadThatAChangeOvertookSharesTheNextRead() throws Exception {
    Gate gate = store.holdNextRead();
    Reader late = read();
    gate.awaitReader();
    List<Reader> waiting = readAndAwaitStandstill();
    store.rows.replace(row(1), revoked(row(1)));
    store.forgetCalls();
    feed.changed(digest(1));
    Optional<StoredToken> truth = store.rows.findByDigest(digest(1));
    for (Reader reader : waiting) {
      assertEquals(truth, reader.answer());
    }
    assertEquals(1, store.reads());
    gate.open();
    assertEquals(Optional.of(row(1)), late.answer());
    assertEquals(truth, cached.findByDigest(digest(1)));
  }

  /** A failure that comes after a change is the business of those who still wait for it. */
  @Test
  void aFailureOfAnOvertakenReadIsHandedOnToNobody() throws Exception {
    Gate gate = store.holdNextRead();
    Reader late = read();
    gate.awaitReader();
    feed.changed(digest(1));
    Gate nextGate = store.holdNextRead();
    Reader next = read();
    nextGate.awaitReader();
    Reader waiting = read().awaitStandstill();
    store.failAfterNextCall(new TokenStoreException("down", null));
    gate.open();
    assertInstanceOf(TokenStoreException.class, failureOf(late));
    nextGate.open();
    assertEquals(Optional.of(row(1)), next.answer());
    assertEquals(Optional.of(row(1)), waiting.answer());
    assertEquals(2, store.reads());
  }

  @Test
  void whoHasWaitedTwiceInVainWaitsForNobodyAnyMore() throws Exception {
    Gate gate = store.holdNextRead();
    store.failAfterNextCall(() -> fail(new StackOverflowError("first")));
    Reader first = read();
    gate.awaitReader();
    List<Reader> waiting = readAndAwaitStandstill();
    Gate secondGate = store.holdNextRead();
    gate.open();
    secondGate.awaitReader();
    for (Reader reader : waiting) {
      reader.awaitStandstill(); // one at the second gate, and the others behind it
    }
    failureOf(first);
    Gate thirdGate = store.holdNextRead();
    store.failAfterNextCall(() -> fail(new StackOverflowError("second")));
    secondGate.open();
    thirdGate.awaitReader();
    while (waiting.stream().filter(Reader::isOver).count() < WAITING - 1) {
      Thread.onSpinWait();
    }
    thirdGate.open();
    assertEquals(
        1, waiting.stream().filter(reader -> fails(reader)).count(), "the second who fell");
    assertEquals(WAITING + 1, store.reads());
  }

  @Test
  void causesThatGoRoundInCirclesAreNotFollowedForEver() throws Exception {
    Exception chicken = new Exception("chicken");
    chicken.initCause(new Exception("egg", chicken));
    Gate gate = store.holdNextRead();
    store.failAfterNextCall(new TokenStoreException("down", chicken));
    Reader first = read();
    gate.awaitReader();
    Reader waiting = read().awaitStandstill();
    gate.open();
    assertInstanceOf(TokenStoreException.class, failureOf(first));
    assertInstanceOf(TokenStoreException.class, failureOf(waiting));
  }

  private Reader read() {
    return Reader.of(cached, digest(1));
  }

  private List<Reader> readAndAwaitStandstill() throws InterruptedException {
    List<Reader> waiting = new ArrayList<>();
    for (int i = 0; i < WAITING; i++) {
      waiting.add(read().awaitStandstill());
    }
    return waiting;
  }

  private static Throwable failureOf(Reader reader) {
    return assertThrows(ExecutionException.class, reader::answer).getCause();
  }

  private static boolean fails(Reader reader) {
    try {
      reader.answer();
      return false;
    } catch (ExecutionException | InterruptedException e) {
      return true;
    }
  }

  private static void fail(RuntimeException thrown) {
    throw thrown;
  }

  private static void fail(Error thrown) {
    throw thrown;
  }
}
