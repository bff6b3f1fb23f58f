package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Last uses are kept in memory, cut to the minute, and written in batches that move time on. */
class LastUsesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Lab lab = new Lab();
  private final AtomicBoolean down = new AtomicBoolean();
  private final CountingStore store =
      new CountingStore(
          new DelegatingStore(lab.rows) {
            @Override
            public void touch(Map<TokenId, LastUse> uses) {
              if (down.get()) {
                throw new TokenStoreException("down", null);
              }
              super.touch(uses);
            }
          });
  private final LastUses uses = new LastUses(store);
  private final AccessToken token = oldToken();

  /** Issued a day before noon, so that its uses are cut to the minute. */
  private AccessToken oldToken() {
    AccessToken issued = lab.issue().token();
    lab.tamper(issued.id(), row -> row.issuedAt(NOON.minus(Duration.ofDays(1))));
    return lab.mine().find(issued.id()).orElseThrow();
  }

  private Optional<LastUse> written() {
    return lab.row(token.id()).lastUse();
  }

  private static LastUse use(Instant at, String from) {
    return new LastUse(at, Optional.ofNullable(from));
  }

  @Nested
  class Recording {

    @Test
    void aUseIsCutToTheMinuteAndCountsOnceInIt() {
      assertTrue(uses.record(token, NOON.plusSeconds(59), "192.0.2.1"));
      assertFalse(uses.record(token, NOON.plusSeconds(59), "192.0.2.1"));
      assertFalse(uses.record(token, NOON, "192.0.2.2"));
      assertEquals(use(NOON, "192.0.2.1"), uses.latest(token));

      assertTrue(uses.record(token, NOON.plusSeconds(60), "192.0.2.2"));
      assertEquals(use(NOON.plusSeconds(60), "192.0.2.2"), uses.latest(token));
    }

    @Test
    void itIsNeverBeforeTheSecretWasMade() {
      AccessToken young = lab.issue().token();

      assertTrue(uses.record(young, Lab.START, null));
      assertEquals(use(Lab.START, null), uses.latest(young));
      assertFalse(uses.record(young, Lab.START.plusSeconds(59), null));
      assertTrue(uses.record(young, NOON.plusSeconds(60), null));
    }

    @Test
    void anEarlierUseChangesNothing() {
      uses.record(token, NOON, null);

      assertFalse(uses.record(token, NOON.minusSeconds(60), null));
      assertEquals(use(NOON, null), uses.latest(token));
    }

    @Test
    void whatTheRowSaysIsNotRecordedAgain() {
      lab.rows.touch(Map.of(token.id(), use(NOON, "192.0.2.1")));
      AccessToken read = lab.mine().find(token.id()).orElseThrow();

      assertFalse(uses.record(read, NOON.plusSeconds(30), "192.0.2.1"));
      assertTrue(uses.isEmpty());
      assertEquals(use(NOON, "192.0.2.1"), uses.latest(read));
    }

    @Test
    void theLaterOfMemoryAndRowCounts() {
      uses.record(token, NOON, "192.0.2.1");
      lab.rows.touch(Map.of(token.id(), use(NOON.plusSeconds(60), "192.0.2.2")));
      AccessToken read = lab.mine().find(token.id()).orElseThrow();

      assertEquals(use(NOON.plusSeconds(60), "192.0.2.2"), uses.latest(read));
      assertEquals(use(NOON, "192.0.2.1"), uses.latest(token));
      assertSame(read, uses.upToDate(read));
      assertEquals(Optional.of(NOON), uses.upToDate(token).lastUsedAt());
      assertNull(new LastUses(store).latest(token));
    }

    @Test
    void theStoreIsNotAsked() {
      down.set(true);
      uses.record(token, NOON, null);

      assertEquals(List.of(), store.calls());
    }

    @Test
    void memoryIsBoundedAndATokenThatIsInItMovesOn() {
      LastUses few = new LastUses(store, 2);
      AccessToken second = oldToken();
      AccessToken third = oldToken();
      few.record(token, NOON, null);
      few.record(second, NOON, null);

      assertFalse(few.record(third, NOON, null));
      assertNull(few.latest(third));
      assertTrue(few.record(second, NOON.plusSeconds(60), null));
      few.flush();
      assertTrue(few.record(third, NOON, null));
    }
  }

  @Nested
  class Flushing {

    @Test
    void whatWaitsIsWrittenOnce() {
      uses.record(token, NOON, "192.0.2.1");
      assertFalse(uses.isEmpty());

      uses.flush();
      uses.flush();

      assertEquals(Optional.of(use(NOON, "192.0.2.1")), written());
      assertEquals(List.of("touch"), store.calls());
      assertTrue(uses.isEmpty());
    }

    @Test
    void aBatchHasAtMostAThousand() {
      for (int i = 1; i <= 2_345; i++) {
        uses.record(someToken(i), NOON, null);
      }
      uses.flush();

      assertEquals(List.of(1_000, 1_000, 345), store.batches());
      assertTrue(uses.isEmpty());
    }

    @Test
    void aFullBatchIsNotFollowedByAnEmptyOne() {
      for (int i = 1; i <= 1_000; i++) {
        uses.record(someToken(i), NOON, null);
      }
      uses.flush();

      assertEquals(List.of(1_000), store.batches());
    }

    private AccessToken someToken(int id) {
      StoredToken row =
          StoredToken.builder(
                  new TokenId(id), TokenDigest.ofBytes(new byte[32]), "sha256", "ada", Lab.START)
              .build();
      return new AccessToken(row, Lab.CATALOG.none(), List.of());
    }

    @Test
    void aStoreThatFailsKeepsWhatWaitsAndIsReportedOnceUntilItWorksAgain() {
      uses.record(token, NOON, null);
      down.set(true);
      try (CapturedLog log = new CapturedLog()) {
        uses.flush();
        uses.flush();
        assertEquals(
            List.of("WARN last uses of 1 token could not be written, trying again later"),
            log.lines(Level.INFO));
        assertFalse(uses.isEmpty());
        assertEquals(Optional.empty(), written());

        down.set(false);
        uses.flush();
        assertEquals(Optional.of(use(NOON, null)), written());

        uses.record(token, NOON.plusSeconds(60), null);
        down.set(true);
        uses.flush();
        assertEquals(2, log.lines(Level.INFO).size());
      }
    }

    @Test
    void afterAFailedBatchTheOthersWaitForTheNextTime() {
      for (int i = 1; i <= 1_500; i++) {
        uses.record(someToken(i), NOON, null);
      }
      down.set(true);
      uses.flush();

      assertEquals(1, store.calls().size());
      down.set(false);
      uses.flush();
      assertTrue(uses.isEmpty());
    }

    @Test
    void aUseRecordedWhileTheBatchIsWrittenWaitsForTheNext() {
      AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
      LastUses slow =
          new LastUses(
              new DelegatingStore(lab.rows) {
                @Override
                public void touch(Map<TokenId, LastUse> batch) {
                  meanwhile.getAndSet(() -> {}).run();
                  super.touch(batch);
                }
              });
      slow.record(token, NOON, null);
      meanwhile.set(() -> slow.record(token, NOON.plusSeconds(60), "192.0.2.1"));

      slow.flush();
      assertEquals(Optional.of(use(NOON, null)), written());
      assertFalse(slow.isEmpty());
      slow.flush();
      assertEquals(Optional.of(use(NOON.plusSeconds(60), "192.0.2.1")), written());
    }

    @Test
    void aTimeIsNeverMovedBack() {
      uses.record(token, NOON, null);
      lab.rows.touch(Map.of(token.id(), use(NOON.plusSeconds(600), "192.0.2.9")));
      uses.flush();

      assertEquals(Optional.of(use(NOON.plusSeconds(600), "192.0.2.9")), written());
    }

    @Test
    void aRevocationIsNotUndoneAndADeletedTokenDoesNotComeBack() {
      Held held = lab.issue();
      lab.verified(held.text());
      lab.mine().revoke(held.id(), "");
      Held gone = lab.issue();
      lab.verified(gone.text());
      lab.mine().delete(gone.id());
      lab.tokens.flush();

      assertEquals(RejectionReason.REVOKED, lab.refused(held.text()));
      assertEquals(RejectionReason.UNKNOWN, lab.refused(gone.text()));
    }
  }

  @Test
  @DisplayName("threat 33: lost last-used updates and deadlocks from batched updates")
  void nothingIsLostAndTimesOnlyMoveForwardWhileThreadsRecordAndFlush() throws Exception {
    List<AccessToken> tokens = Stream.generate(this::oldToken).limit(20).toList();
    int minutes = 300;
    AtomicBoolean done = new AtomicBoolean();
    List<Boolean> ok =
        Threads.together(
            4,
            thread -> {
              if (thread == 0) {
                Map<TokenId, Instant> seen = new HashMap<>();
                while (!done.get()) {
                  uses.flush();
                  for (AccessToken each : tokens) {
                    Instant at = lab.row(each.id()).lastUse().map(LastUse::at).orElse(Instant.MIN);
                    if (at.isBefore(seen.getOrDefault(each.id(), Instant.MIN))) {
                      return false;
                    }
                    seen.put(each.id(), at);
                  }
                }
                return true;
              }
              for (int minute = 0; minute < minutes; minute++) {
                for (AccessToken each : tokens) {
                  uses.record(each, NOON.plusSeconds(60L * minute), "192.0.2." + thread);
                }
              }
              if (thread == 1) {
                done.set(true);
              }
              return true;
            });
    uses.flush();

    assertFalse(ok.contains(false), "a time moved back");
    Instant last = NOON.plusSeconds(60L * (minutes - 1));
    for (AccessToken each : tokens) {
      assertEquals(last, lab.row(each.id()).lastUse().orElseThrow().at());
    }
    assertTrue(uses.isEmpty());
  }

  @Test
  void whatIsNotWrittenIsWrittenAtTheEnd() {
    Held held = lab.issue();
    lab.tokens.verify(held.text(), "2001:DB8::0:1%eth0");
    assertEquals(Optional.empty(), lab.row(held.id()).lastUse());

    lab.tokens.close();

    assertEquals(Optional.of("2001:db8::1"), lab.row(held.id()).lastUse().orElseThrow().from());
  }

  @Test
  void whatCannotBeWrittenAtTheEndIsSaidToBeLostOnceAndNotToBeTriedAgain() {
    for (int tokens = 1; tokens <= 2; tokens++) {
      uses.record(oldToken(), NOON, null);
      down.set(true);
      try (CapturedLog log = new CapturedLog()) {
        uses.close();
        assertEquals(
            List.of(
                "WARN last uses of "
                    + (tokens == 1 ? "1 token" : "2 tokens")
                    + " could not be written at the end and are lost;"
                    + " close the library first, its store afterwards"),
            log.lines(Level.INFO));
      }
      down.set(false);
    }
  }

  @Test
  void aLibraryThatIsClosedAfterItsStoreSaysSo() {
    AtomicBoolean closed = new AtomicBoolean();
    PersonalAccessTokens tokens =
        PersonalAccessTokens.builder(
                new DelegatingStore(lab.rows) {
                  @Override
                  public void touch(Map<TokenId, LastUse> batch) {
                    if (closed.get()) {
                      throw new TokenStoreException("closed", null);
                    }
                    super.touch(batch);
                  }
                })
            .build();
    String text =
        tokens.issue(TokenRequest.forOwner("ada").neverExpires().build()).secret().reveal();
    tokens.verify(text);
    closed.set(true);
    try (CapturedLog log = new CapturedLog()) {
      tokens.close();
      assertTrue(log.lines(Level.WARN).get(0).endsWith("its store afterwards"), log::text);
    }
  }

  @Test
  void onlyAnAddressIsKeptOfWhatIsSaidToBeOne() {
    Held held = lab.issue();
    lab.tokens.verify(held.text(), "<script>".repeat(10_000));
    lab.tokens.flush();

    assertEquals(use(Lab.START, null), lab.row(held.id()).lastUse().orElseThrow());
  }
}
