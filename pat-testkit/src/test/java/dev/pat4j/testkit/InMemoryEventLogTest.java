package dev.pat4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pat4j.store.EventLog;
import dev.pat4j.store.InMemoryEventLog;
import dev.pat4j.store.LoggedEvent;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log in memory keeps the contract, and its bound. */
class InMemoryEventLogTest extends EventLogContract {

  @Override
  protected EventLog createLog() {
    return new InMemoryEventLog(1_000);
  }

  @Test
  void aFullLogDropsTheOldestEntry() {
    EventLog log = new InMemoryEventLog(2);
    for (String kind : List.of("one", "two", "three")) {
      log.append(LoggedEvent.of(Instant.EPOCH, new TokenId(1), "ada", kind));
    }
    List<LoggedEvent> kept = log.latest("ada", new TokenId(1), 10);
    assertEquals(List.of("three", "two"), kept.stream().map(LoggedEvent::kind).toList());
    assertThrows(IllegalArgumentException.class, () -> new InMemoryEventLog(0));
  }
}
