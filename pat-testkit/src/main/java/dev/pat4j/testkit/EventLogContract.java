package dev.pat4j.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenListener;
import dev.pat4j.TokenRequest;
import dev.pat4j.store.EventLog;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.LoggedEvent;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EventLog} must do, as tests: whoever writes one extends this class, says how to
 * make one that holds at least a thousand entries, and runs it with JUnit. The cases are final.
 *
 * <p>What only the log itself can show is left to its author: that entries outlive the process,
 * that waiting is bounded, and that a failure becomes a {@link
 * dev.pat4j.store.TokenStoreException}.
 */
public abstract class EventLogContract {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123Z");
  private static final TokenId ID = new TokenId(7);
  private static final TokenId LARGEST = new TokenId(TokenId.MAXIMUM);

  /** For a log's author. */
  protected EventLogContract() {}

  /** Returns a new, empty log, ready for several threads; each case calls it once. */
  protected abstract EventLog createLog();

  @Test
  public final void anEmptyLogHasNothing() {
    EventLog log = createLog();
    assertEquals(List.of(), log.latest("ada", ID, 10));
    assertEquals(0, log.purge(NOON, 10));
  }

  @Test
  public final void everyFieldIsKeptExactly() {
    String longest = "ß\uD83D\uDD11".repeat(85);
    LoggedEvent full =
        LoggedEvent.of(NOON, LARGEST, longest, "a-kind-of-the-host-s-own")
            .by(" " + longest.substring(1))
            .from("2001:db8::ffff:ffff:ffff:ffff")
            .saying("' OR 1=1; -- \\ \" <b>%s</b> \u202E & ı K\u0307 ");
    LoggedEvent bare = LoggedEvent.of(NOON, ID, "ada", LoggedEvent.ISSUED);
    EventLog log = createLog();
    log.append(full);
    log.append(bare);
    assertEquals(List.of(full), log.latest(longest, LARGEST, 10));
    assertEquals(List.of(bare), log.latest("ada", ID, 10));
  }

  @Test
  public final void timesAreKeptToTheMillisecondInEveryYear() {
    EventLog log = createLog();
    List<Instant> times =
        List.of(
            Instant.parse("9999-12-31T23:59:59.999Z"),
            NOON.plusMillis(1),
            NOON,
            Instant.parse("2025-10-26T02:30:00Z"), // twice on clocks of Europe
            Instant.EPOCH.minusMillis(1));
    times.forEach(at -> log.append(LoggedEvent.of(at, ID, "ada", LoggedEvent.CHANGED)));
    assertEquals(times, log.latest("ada", ID, 10).stream().map(LoggedEvent::at).toList());
  }

  @Test
  public final void theNewestComeFirstAndOfOneInstantTheLastAppended() {
    EventLog log = createLog();
    log.append(numbered(NOON.plusSeconds(1), 1));
    log.append(numbered(NOON, 2));
    log.append(numbered(NOON, 3));
    log.append(numbered(NOON.plusSeconds(2), 4));
    log.append(numbered(NOON, 5));
    assertEquals(List.of("4", "1", "5", "3", "2"), numbers(log.latest("ada", ID, 10)));
    assertEquals(List.of("4", "1", "5"), numbers(log.latest("ada", ID, 3)));
    assertEquals(List.of("4"), numbers(log.latest("ada", ID, 1)));
  }

  @Test
  public final void equalEntriesAreEachKept() {
    EventLog log = createLog();
    log.append(numbered(NOON, 1));
    log.append(numbered(NOON, 1));
    assertEquals(2, log.latest("ada", ID, EventLog.MOST).size());
  }

  @Test
  @DisplayName("threats 15, 16, 19: owners and ids are compared exactly")
  public final void nothingOfAnotherOwnerOrTokenIsSeen() {
    EventLog log = createLog();
    List<String> owners = List.of("ada", "Ada", "ada ", " ada", "adä", "ADA", "kate", "\u212Aate");
    owners.forEach(owner -> log.append(LoggedEvent.of(NOON, ID, owner, LoggedEvent.ISSUED)));
    log.append(LoggedEvent.of(NOON, new TokenId(77), "ada", LoggedEvent.REVOKED));
    for (String owner : owners) {
      List<LoggedEvent> seen = log.latest(owner, ID, 10);
      assertEquals(List.of(LoggedEvent.of(NOON, ID, owner, LoggedEvent.ISSUED)), seen);
    }
    assertEquals(List.of(), log.latest("ad", ID, 10));
    assertEquals(List.of(), log.latest("%", ID, 10));
  }

  @Test
  public final void aPurgeRemovesWhatIsOlderAndNoMoreThanItMay() {
    EventLog log = createLog();
    for (int i = 0; i < 5; i++) {
      log.append(numbered(NOON.plusMillis(i), i));
    }
    assertEquals(0, log.purge(NOON, 10), "the time itself is excluded");
    assertEquals(0, log.purge(NOON.plusNanos(999_999), 10), "cut to milliseconds");
    assertEquals(2, log.purge(NOON.plusMillis(3), 2));
    assertEquals(1, log.purge(NOON.plusMillis(3), 2));
    assertEquals(0, log.purge(NOON.plusMillis(3), 2));
    assertEquals(List.of("4", "3"), numbers(log.latest("ada", ID, 10)));
  }

  @Test
  public final void aPurgeReachesEveryToken() {
    EventLog log = createLog();
    log.append(LoggedEvent.of(NOON, ID, "ada", LoggedEvent.ISSUED));
    log.append(LoggedEvent.of(NOON, LARGEST, "grace", LoggedEvent.ISSUED));
    assertEquals(2, log.purge(NOON.plusMillis(1), 10));
    assertEquals(List.of(), log.latest("grace", LARGEST, 10));
  }

  @Test
  public final void noEntryIsLostBetweenThreads() {
    EventLog log = createLog();
    List<Runnable> writers = new ArrayList<>();
    for (int i = 0; i < Race.RUNNERS; i++) {
      int writer = i;
      writers.add(
          () -> IntStream.range(0, 20).forEach(n -> log.append(numbered(NOON, 20 * writer + n))));
    }
    Race.all(writers);
    List<String> all = numbers(log.latest("ada", ID, EventLog.MOST));
    assertEquals(
        IntStream.range(0, 20 * Race.RUNNERS).mapToObj(Integer::toString).sorted().toList(),
        all.stream().sorted().toList());
  }

  @Test
  public final void limitsAreRefusedThatMakeNoSense() {
    EventLog log = createLog();
    for (int limit : new int[] {0, -1, EventLog.MOST + 1}) {
      assertThrows(IllegalArgumentException.class, () -> log.latest("ada", ID, limit));
    }
    assertThrows(IllegalArgumentException.class, () -> log.purge(NOON, 0));
    assertThrows(IllegalArgumentException.class, () -> log.purge(NOON, -1));
  }

  @Test
  public final void nullIsRefused() {
    EventLog log = createLog();
    Class<NullPointerException> refused = NullPointerException.class;
    assertAll(
        () -> assertThrows(refused, () -> log.append(nothing())),
        () -> assertThrows(refused, () -> log.latest(nothing(), ID, 1)),
        () -> assertThrows(refused, () -> log.latest("ada", nothing(), 1)),
        () -> assertThrows(refused, () -> log.purge(nothing(), 1)));
  }

  @Test
  @DisplayName("threat 17: what is recorded of a token's life holds neither it nor its hash")
  public final void aLifeIsRecordedWithoutTheToken() {
    EventLog log = createLog();
    PersonalAccessTokens library =
        PersonalAccessTokens.builder(new InMemoryTokenStore())
            .listener(TokenListener.recordingIn(log, Runnable::run))
            .build();
    IssuedToken issued =
        library.issue(TokenRequest.forOwner("ada").name("laptop").neverExpires().build());
    TokenId id = issued.token().id();
    String text = issued.secret().reveal();
    library.verify(text, "192.0.2.1");
    library.ownedBy("ada").revoke(id, "lost");
    List<LoggedEvent> life = log.latest("ada", id, 10);
    assertEquals(3, life.size());
    for (LoggedEvent event : life) {
      String all = "" + event + event.actor() + event.address() + event.detail();
      assertFalse(all.contains(text.substring(text.length() - 20)), "in plain text");
      assertFalse(all.contains(issued.token().sha256().orElseThrow()), "its hash");
    }
  }

  private static LoggedEvent numbered(Instant at, int number) {
    return LoggedEvent.of(at, ID, "ada", LoggedEvent.CHANGED).saying(Integer.toString(number));
  }

  private static List<String> numbers(List<LoggedEvent> events) {
    return events.stream().map(event -> event.detail().orElse("")).toList();
  }

  /** Null, where the compiler knows that none is allowed. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }
}
