package dev.pat4j.cache;

import static dev.pat4j.cache.Rows.digest;
import static dev.pat4j.cache.Rows.id;
import static dev.pat4j.cache.Rows.revoked;
import static dev.pat4j.cache.Rows.row;
import static dev.pat4j.cache.Rows.used;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Rejected;
import dev.pat4j.RejectionReason;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import dev.pat4j.cache.CachingTokenStore.Statistics;
import dev.pat4j.cache.WatchedStore.Gate;
import dev.pat4j.store.ChangeFeed;
import dev.pat4j.store.StoredToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A node that cannot hear asks. */
class OutageTest {

  private final WatchedStore store = new WatchedStore();
  private final HandFeed feed = HandFeed.silent();
  private final CachingTokenStore cached = CachingTokenStore.builder(store, feed).build();

  private final Logger logger = (Logger) LoggerFactory.getLogger(CachingTokenStore.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listenToTheLog() {
    log.start();
    logger.setLevel(Level.TRACE);
    logger.addAppender(log);
  }

  @AfterEach
  void leaveTheLogAlone() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void beforeTheFeedIsConnectedTheStoreIsReadAndNothingKept() {
    store.rows.insert(row(1));
    for (int i = 1; i <= 3; i++) {
      assertEquals(Optional.of(row(1)), cached.findByDigest(digest(1)));
      assertEquals(Optional.empty(), cached.findByDigest(digest(2)));
      assertEquals(2 * i, store.reads());
    }
    assertEquals(new Statistics(0, 0, 0, 6, 0, 0), cached.statistics());
  }

  @Test
  @DisplayName("threat 10: while the feed is silent, nothing that is held is believed")
  void aFeedThatDoesNotVouchIsNotBelieved() {
    connectAndWarm();
    feed.isCurrent(false); // it has noticed nothing itself: nobody is told
    store.rows.replace(row(1), revoked(row(1)));
    store.rows.insert(row(2));
    assertTruth();
    assertTruth();
    assertEquals(4, store.reads());
    assertEquals(4, cached.statistics().bypassed());
    feed.changed(digest(1)); // what was on its way arrives, and it vouches again
    feed.changed(digest(2));
    feed.isCurrent(true);
    assertTruth();
    assertTruth();
    assertEquals(6, store.reads());
  }

  @Test
  @DisplayName("threat 10: nor is it by a verification, which makes no object of the digest")
  void aFeedThatDoesNotVouchIsNotBelievedByTheShortWay() {
    feed.connect();
    PersonalAccessTokens tokens = PersonalAccessTokens.builder(cached).build();
    IssuedToken issued = tokens.issue(TokenRequest.forOwner("ada").neverExpires().build());
    String secret = issued.secret().reveal();
    tokens.verify(secret);
    store.forgetCalls();
    assertInstanceOf(Verified.class, tokens.verify(secret));
    assertEquals(0, store.reads(), "it is held");

    feed.isCurrent(false);
    StoredToken row = store.rows.findById(issued.token().id()).orElseThrow();
    store.rows.replace(row, revoked(row));

    Rejected rejected = assertInstanceOf(Rejected.class, tokens.verify(secret));
    assertEquals(RejectionReason.REVOKED, rejected.reason());
  }

  @Test
  void whatIsReadWhileTheFeedDoesNotVouchIsNotKept() {
    connectAndWarm();
    feed.changed(digest(1));
    feed.isCurrent(false);
    cached.findByDigest(digest(1));
    cached.findByDigest(digest(3));
    feed.isCurrent(true);
    assertEquals(0, cached.statistics().tokens());
    assertEquals(1, cached.statistics().unknown());
  }

  @Test
  @DisplayName("threat 10: what changed while the feed was down is seen once it is back")
  void nothingHeldOutlivesADisconnection() {
    connectAndWarm();
    feed.disconnect();
    assertEquals(0, cached.statistics().tokens());
    assertEquals(0, cached.statistics().unknown());
    store.rows.replace(row(1), revoked(row(1)));
    store.rows.insert(row(2));
    assertTruth();
    feed.connect();
    store.forgetCalls();
    assertTruth();
    assertTruth();
    assertEquals(2, store.reads(), "both are held again");
  }

  @Test
  void aConnectionBeginsEmptyEvenIfNoDisconnectionWasTold() {
    connectAndWarm();
    store.rows.replace(row(1), revoked(row(1)));
    feed.connect();
    assertTruth();
  }

  /** A feed that vouches too early, or too long, for it calls back a moment later. */
  @Test
  void betweenDisconnectedAndConnectedNothingIsHeldWhateverTheFeedVouches() {
    connectAndWarm();
    feed.tellDisconnected();
    store.rows.replace(row(1), revoked(row(1)));
    assertTruth();
    assertTruth();
    assertEquals(4, store.reads());
    assertEquals(0, cached.statistics().tokens());
  }

  @Test
  void changesDuringAnOutageGoThroughToTheStore() {
    connectAndWarm();
    feed.disconnect();
    assertTrue(cached.replace(row(1), revoked(row(1))));
    cached.touch(Map.of(id(1), used(1)));
    assertTrue(cached.insert(row(2)));
    feed.changed(digest(1));
    assertTruth();
    assertTrue(cached.delete(id(2)));
    assertTruth();
  }

  @Test
  void aReadThatBeganBeforeAnOutageIsNotKeptAfterIt() throws Exception {
    connectAndWarm();
    feed.changed(digest(1));
    Gate gate = store.holdNextRead();
    Reader late = Reader.of(cached, digest(1));
    gate.awaitReader();
    feed.disconnect();
    store.rows.replace(row(1), revoked(row(1)));
    feed.connect();
    gate.open();
    late.answer();
    assertEquals(0, cached.statistics().tokens());
    assertTruth();
  }

  @Test
  void anOutageIsLoggedOnceAndSoIsItsEnd() {
    feed.disconnect();
    feed.disconnect();
    feed.connect();
    feed.connect();
    assertEquals(
        List.of(
            "WARN changes are no longer told: every look-up reads the store until they are",
            "INFO changes are told again: look-ups are answered from memory, empty at first"),
        log.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()).toList());
  }

  @Test
  void startingWorkingAndClosingIsNotLogged() {
    connectAndWarm();
    cached.close();
    assertEquals(List.of(), log.list);
  }

  @Test
  void closingEndsTheSubscriptionAndWhatFollowsReadsTheStore() {
    connectAndWarm();
    cached.close();
    cached.close();
    assertTrue(feed.timesClosed() >= 1);
    assertEquals(0, cached.statistics().tokens());
    store.rows.replace(row(1), revoked(row(1)));
    assertTruth();
    assertTrue(cached.insert(row(2)), "the store is not closed");
    assertTruth();
  }

  @Test
  void closingUnsubscribesFromARealFeed() {
    CachingTokenStore other = CachingTokenStore.builder(store, store.rows.changes()).build();
    store.rows.insert(row(1));
    other.findByDigest(digest(1));
    other.close();
    store.rows.delete(id(1));
    assertEquals(Optional.empty(), other.findByDigest(digest(1)));
    assertEquals(1, other.statistics().bypassed());
  }

  @Test
  void aFeedThatFailsToSayWhetherItIsCurrentLetsNobodyIn() {
    ChangeFeed broken =
        subscriber -> {
          subscriber.connected();
          return new ChangeFeed.Subscription() {
            @Override
            public boolean isCurrent() {
              throw new IllegalStateException("broken");
            }

            @Override
            public void close() {}
          };
        };
    CachingTokenStore cache = CachingTokenStore.builder(store, broken).build();
    store.rows.insert(row(1));
    assertThrows(IllegalStateException.class, () -> cache.findByDigest(digest(1)));
  }

  /** Row 1 is held, and that there is no row 2. */
  private void connectAndWarm() {
    feed.connect();
    store.rows.insert(row(1));
    cached.findByDigest(digest(1));
    cached.findByDigest(digest(2));
    assertEquals(1, cached.statistics().tokens());
    assertEquals(1, cached.statistics().unknown());
    store.forgetCalls();
  }

  private void assertTruth() {
    for (long number = 1; number <= 2; number++) {
      assertEquals(store.rows.findByDigest(digest(number)), cached.findByDigest(digest(number)));
    }
  }
}
