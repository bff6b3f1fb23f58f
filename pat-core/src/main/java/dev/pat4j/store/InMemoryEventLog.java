package dev.pat4j.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An {@link EventLog} of bounded size that is gone when the process ends: for tests,
 * demonstrations, and hosts whose tokens are kept in memory, too. Once it is full, each new entry
 * drops the oldest one, of whichever token.
 */
public final class InMemoryEventLog implements EventLog {

  private final ReentrantLock lock = new ReentrantLock();

  /** In the order in which they were appended, the latest first. */
  private final Deque<LoggedEvent> entries = new ArrayDeque<>();

  private final int most;

  /**
   * An empty log.
   *
   * @param most how many entries it holds
   * @throws IllegalArgumentException unless that is positive
   */
  public InMemoryEventLog(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("an event log holds at least 1 entry, not " + most);
    }
    this.most = most;
  }

  @Override
  public void append(LoggedEvent event) {
    requireNonNull(event, "event");
    lock.lock();
    try {
      if (entries.size() == most) {
        entries.removeLast();
      }
      entries.addFirst(event);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<LoggedEvent> latest(String owner, TokenId tokenId, int limit) {
    requireNonNull(owner, "owner");
    requireNonNull(tokenId, "token id");
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("1 to " + MOST + " events can be read, not " + limit);
    }
    lock.lock();
    try {
      return entries.stream()
          .filter(event -> event.tokenId().equals(tokenId) && event.owner().equals(owner))
          .sorted(Comparator.comparing(LoggedEvent::at).reversed()) // stable
          .limit(limit)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int purge(Instant before, int limit) {
    Instant time = before.truncatedTo(ChronoUnit.MILLIS);
    if (limit < 1) {
      throw new IllegalArgumentException("a purge removes at least 1 event, not " + limit);
    }
    int removed = 0;
    lock.lock();
    try {
      Iterator<LoggedEvent> oldestFirst = entries.descendingIterator();
      while (removed < limit && oldestFirst.hasNext()) {
        if (oldestFirst.next().at().isBefore(time)) {
          oldestFirst.remove();
          removed++;
        }
      }
      return removed;
    } finally {
      lock.unlock();
    }
  }
}
