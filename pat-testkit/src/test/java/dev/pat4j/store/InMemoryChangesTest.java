package dev.pat4j.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InMemoryChangesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final InMemoryTokenStore store = new InMemoryTokenStore();
  private final Heard heard = new Heard();

  @Test
  void aSubscriberIsConnectedAtOnceAndHearsNothingThatWasBefore() {
    store.insert(row(1));
    store.changes().subscribe(heard);
    assertEquals(List.of("connected"), heard.all());
  }

  @Test
  void insertReplaceDeleteAndPurgeAreTold() {
    store.changes().subscribe(heard);
    store.insert(row(1));
    store.replace(row(1), row(1).toBuilder().name("new").build());
    store.delete(new TokenId(1));
    store.insert(row(2).toBuilder().expiresAt(NOON).build());
    store.purge(NOON.plusMillis(1), 10);
    assertEquals(List.of("connected", "1", "1", "1", "2", "2"), heard.all());
  }

  @Test
  void aReplacementUnderAnotherDigestTellsBoth() {
    store.insert(row(1));
    store.changes().subscribe(heard);
    store.replace(row(1), row(1).toBuilder().digest(digest(7), "k2").build());
    assertEquals(Set.of("connected", "1", "7"), Set.copyOf(heard.all()));
  }

  @Test
  void aRotationTellsBothTokens() {
    store.insert(row(1));
    store.changes().subscribe(heard);
    store.rotate(row(1), row(1).toBuilder().rotatedAt(NOON).build(), row(2));
    assertEquals(Set.of("connected", "1", "2"), Set.copyOf(heard.all()));
  }

  @Test
  void aUseIsNoChangeAndNeitherIsWhatWasRefused() {
    store.insert(row(1));
    store.changes().subscribe(heard);
    store.touch(Map.of(new TokenId(1), new LastUse(NOON, Optional.empty())));
    assertFalse(store.insert(row(1)));
    assertFalse(store.replace(row(1).toBuilder().version(9).build(), row(1)));
    assertFalse(store.rotate(row(1), row(1), row(1)));
    assertFalse(store.delete(new TokenId(2)));
    assertEquals(0, store.purge(NOON, 10));
    assertEquals(List.of("connected"), heard.all());
  }

  @Test
  void aFailedWriteLeavesNothingForTheNextOneToTell() {
    store.changes().subscribe(heard);
    assertThrows(NullPointerException.class, () -> store.rotate(row(1), row(1), null));
    assertThrows(NullPointerException.class, () -> store.insert(null));
    store.insert(row(2));
    assertEquals(List.of("connected", "2"), heard.all());
  }

  @Test
  void aChangeCanBeReadByTheTimeItIsTold() {
    List<Boolean> read = new ArrayList<>();
    store
        .changes()
        .subscribe(
            new Heard() {
              @Override
              public void changed(TokenDigest digest) {
                read.add(store.findByDigest(digest).isPresent());
              }
            });
    store.insert(row(1));
    store.delete(new TokenId(1));
    assertEquals(List.of(true, false), read);
  }

  @Test
  void everySubscriberIsToldAndTheSameOneTwiceIfItSubscribedTwice() {
    Heard other = new Heard();
    ChangeFeed.Subscription first = store.changes().subscribe(heard);
    store.changes().subscribe(heard);
    store.changes().subscribe(other);
    store.insert(row(1));
    assertEquals(List.of("connected", "connected", "1", "1"), heard.all());
    assertEquals(List.of("connected", "1"), other.all());
    first.close();
    first.close();
    store.delete(new TokenId(1));
    assertEquals(List.of("connected", "connected", "1", "1", "1"), heard.all());
  }

  @Test
  void nothingIsToldAfterClosing() {
    ChangeFeed.Subscription subscription = store.changes().subscribe(heard);
    assertTrue(subscription.isCurrent());
    subscription.close();
    assertFalse(subscription.isCurrent());
    store.insert(row(1));
    assertEquals(List.of("connected"), heard.all());
  }

  @Test
  void aSubscriptionCanBeClosedFromItsOwnCallback() {
    List<ChangeFeed.Subscription> mine = new ArrayList<>();
    mine.add(
        store
            .changes()
            .subscribe(
                new Heard() {
                  @Override
                  public void changed(TokenDigest digest) {
                    heard.changed(digest);
                    mine.get(0).close();
                  }
                }));
    store.insert(row(1));
    store.insert(row(2));
    assertEquals(List.of("1"), heard.all());
  }

  @Test
  void aSubscriberThatThrowsNeitherFailsTheWriteNorSilencesOthers() {
    store
        .changes()
        .subscribe(
            new Heard() {
              @Override
              public void changed(TokenDigest digest) {
                super.changed(digest);
                throw new IllegalStateException("careless");
              }
            });
    store.changes().subscribe(heard);
    assertTrue(store.insert(row(1)));
    assertEquals(List.of("connected", "1"), heard.all());
  }

  @Test
  void closingWaitsForTheCallbackUnderWay() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ChangeFeed.Subscription subscription =
        store
            .changes()
            .subscribe(
                new Heard() {
                  @Override
                  public void changed(TokenDigest digest) {
                    inside.countDown();
                    await(goOn);
                    heard.changed(digest);
                  }
                });
    CompletableFuture<Boolean> writing = CompletableFuture.supplyAsync(() -> store.insert(row(1)));
    inside.await();
    CompletableFuture<List<String>> closing =
        CompletableFuture.supplyAsync(
            () -> {
              subscription.close();
              return heard.all();
            });
    assertThrows(Exception.class, () -> closing.get(50, TimeUnit.MILLISECONDS), "still waiting");
    goOn.countDown();
    assertEquals(List.of("1"), closing.get(), "the callback was over when closing returned");
    assertTrue(writing.get());
  }

  @Test
  void whoSubscribesWhileOthersWriteMissesNothing() throws Exception {
    Set<TokenDigest> written = new HashSet<>();
    for (long number = 1; number <= 1_000; number++) {
      written.add(digest(number));
    }
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              for (long number = 1; number <= 1_000; number++) {
                store.insert(row(number));
              }
            });
    List<Snapshot> snapshots = new ArrayList<>();
    do {
      snapshots.add(new Snapshot());
      store.changes().subscribe(snapshots.get(snapshots.size() - 1));
    } while (!writing.isDone() && snapshots.size() < 20);
    writing.get();
    for (Snapshot snapshot : snapshots) {
      assertEquals(written, snapshot.known, "read when connected, or told since");
      assertFalse(snapshot.toldTooEarly, "told before it was connected");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TokenDigest digest(long number) {
    byte[] bytes = TokenHasher.sha256().digest("row " + number).toBytes();
    bytes[0] = (byte) number;
    return TokenDigest.ofBytes(bytes);
  }

  private static StoredToken row(long number) {
    return StoredToken.builder(new TokenId(number), digest(number), "sha256", "ada", NOON).build();
  }

  /** Notes what it is told: a digest by the number in its first byte. */
  private static class Heard implements ChangeFeed.Subscriber {
    private final ConcurrentLinkedQueue<String> all = new ConcurrentLinkedQueue<>();

    @Override
    public void changed(TokenDigest digest) {
      all.add(String.valueOf(digest.toBytes()[0]));
    }

    @Override
    public void connected() {
      all.add("connected");
    }

    @Override
    public void disconnected() {
      all.add("disconnected");
    }

    List<String> all() {
      return List.copyOf(all);
    }
  }

  /** Knows the rows there were when it was connected, and those it was told of since. */
  private final class Snapshot implements ChangeFeed.Subscriber {
    private final Set<TokenDigest> known = ConcurrentHashMap.newKeySet();
    private volatile boolean connected;
    private volatile boolean toldTooEarly;

    @Override
    public void changed(TokenDigest digest) {
      toldTooEarly |= !connected;
      known.add(digest);
    }

    @Override
    public void connected() {
      store.find(TokenQuery.all().limit(1_000)).forEach(row -> known.add(row.digest()));
      connected = true;
    }

    @Override
    public void disconnected() {}
  }
}
