package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pat4j.Lab.Held;
import dev.pat4j.store.EventLog;
import dev.pat4j.store.InMemoryEventLog;
import dev.pat4j.store.LoggedEvent;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What of a token's life is kept for people to review. */
class RecordingListenerTest {

  private final EventLog log = new InMemoryEventLog(100);
  private final List<Runnable> waiting = new ArrayList<>();
  private final Lab lab = new Lab(b -> b.listener(TokenListener.recordingIn(log, waiting::add)));
  private final OwnedTokens mine = lab.mine();

  private List<String> told(TokenId id) {
    return log.latest("ada", id, 100).stream()
        .map(event -> event.kind() + event.detail().map(detail -> " " + detail).orElse(""))
        .toList();
  }

  @Test
  void aLifeFromItsIssueToItsDeletion() {
    Held held = lab.issue("repo");
    TokenId id = held.id();
    mine.rename(id, "new name");
    mine.regenerate(id);
    TokenId next = mine.rotate(id, Duration.ofHours(1)).token().id();
    mine.delete(id);
    mine.revoke(next, "laptop lost");

    assertEquals(
        List.of("deleted", "rotated " + next, "regenerated", "changed name", "issued"), told(id));
    assertEquals(List.of("revoked laptop lost", "issued " + id), told(next));
    LoggedEvent revoked = log.latest("ada", next, 1).get(0);
    assertEquals(Optional.of("ada"), revoked.actor());
    assertEquals(lab.clock.instant(), revoked.at());
    assertEquals("ada", revoked.owner());
  }

  @Test
  void whatAnAdministratorIssuedSaysWhoAndItsSuccessorDoesNot() {
    TokenId id =
        lab.tokens.administration().issue(Lab.request("repo").build(), "root").token().id();
    TokenId next = mine.rotate(id, Duration.ofHours(1)).token().id();

    List<LoggedEvent> first = log.latest("ada", id, 10);
    assertEquals(Optional.of("root"), first.get(first.size() - 1).actor());
    assertEquals(Optional.empty(), log.latest("ada", next, 1).get(0).actor());
  }

  @Test
  void aUseWaitsForNoWrite() {
    Held held = lab.issue("repo");
    lab.tokens.verify(held.text(), "192.0.2.1");
    lab.clock.advance(Duration.ofHours(1));
    lab.tokens.verify(held.text(), "192.0.2.2");
    assertEquals(List.of("issued"), told(held.id()));

    waiting.forEach(Runnable::run);
    List<LoggedEvent> uses = log.latest("ada", held.id(), 2);
    assertEquals("new-address", uses.get(0).kind());
    assertEquals(Optional.of("192.0.2.2"), uses.get(0).address());
    assertEquals("first-used", uses.get(1).kind());
    assertEquals(Optional.of("192.0.2.1"), uses.get(1).address());
  }

  @Test
  void refusalsAreNobodysHistory() {
    Held held = lab.issue("repo");
    mine.revoke(held.id(), "");
    lab.tokens.verify(held.text());
    assertEquals(List.of("revoked", "issued"), told(held.id()));
  }

  @Test
  void whatIsNearItsEndSaysHowNear() {
    TokenId id =
        lab.tokens
            .issue(TokenRequest.forOwner("ada").expiresAfter(Duration.ofDays(10)).build())
            .token()
            .id();
    lab.clock.advance(Duration.ofDays(4));
    lab.tokens.administration().announceExpiring();
    assertEquals(List.of("expiring PT168H", "issued"), told(id));
  }

  @Test
  @DisplayName("a log that is down harms neither the change nor the use")
  void aBrokenLogIsPassedOver() {
    EventLog broken =
        new EventLog() {
          @Override
          public void append(LoggedEvent event) {
            throw new TokenStoreException("the log is down", null);
          }

          @Override
          public List<LoggedEvent> latest(String owner, TokenId tokenId, int limit) {
            throw new TokenStoreException("the log is down", null);
          }

          @Override
          public int purge(Instant before, int limit) {
            throw new TokenStoreException("the log is down", null);
          }
        };
    Lab other = new Lab(b -> b.listener(TokenListener.recordingIn(broken, Runnable::run)));
    Held held = other.issue("repo");
    assertInstanceOf(Verified.class, other.tokens.verify(held.text(), "192.0.2.1"));
  }

  @Test
  void anEntryIsOfBoundedWellFormedTexts() {
    LoggedEvent event = LoggedEvent.of(Lab.START, new TokenId(1), "ada", LoggedEvent.REVOKED);
    for (String kind : List.of("", "Issued", "first used", "x".repeat(33), "-x", "ä")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> LoggedEvent.of(Lab.START, new TokenId(1), "ada", kind));
    }
    for (String text : List.of("", " ", "x".repeat(256), "a\nb", "\uD800")) {
      assertThrows(IllegalArgumentException.class, () -> event.by(text));
      assertThrows(IllegalArgumentException.class, () -> event.from(text));
      assertThrows(IllegalArgumentException.class, () -> event.saying(text));
      assertThrows(
          IllegalArgumentException.class,
          () -> LoggedEvent.of(Lab.START, new TokenId(1), text, LoggedEvent.REVOKED));
    }
  }
}
