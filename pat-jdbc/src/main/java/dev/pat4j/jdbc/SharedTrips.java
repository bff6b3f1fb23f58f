package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.jdbc.Passenger.Place;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets look-ups that are made at once share round trips to the database.
 *
 * <p>So many trips may be under way at once. Who comes while there are fewer leaves at once, alone.
 * Who comes while there are as many stands in a line. When a trip is back, the first in the line
 * leads the next one, and takes along those behind him, as far as there is room. So there is no
 * thread but those that ask, and no pause to gather in: a trip is as full as the time of those
 * before it made it.
 *
 * <p><b>Why nobody is told what was</b>: a trip takes along those who stand in the line before it
 * begins to read, and nobody afterwards. What a look-up is answered was therefore read after it
 * began, and holds every change that was committed before.
 *
 * <p><b>Who fails</b>: a failure that each would have met alone, such as that of a connection, is
 * that of all aboard: it would keep each waiting as long again. Any other may be the fault of one
 * row, or of the thread that led: then each reads alone, and has an answer of his own.
 *
 * <p>The lock is held over the line alone, never over a read, and no thread waits for a trip while
 * it has one.
 */
final class SharedTrips {

  /** How many there is room for: beyond it, PostgreSQL takes no less time for each. */
  static final int LARGEST = 64;

  /** How rows are read. */
  interface Reading {

    /** The row with this digest. */
    Optional<StoredToken> byDigest(TokenDigest digest);

    /**
     * The rows with these digests, at most {@link #LARGEST}, all different; nothing at all if it
     * failed and that may be the fault of one of them.
     *
     * @throws TokenStoreException if it failed as it would have for each of them
     */
    Optional<Map<TokenDigest, StoredToken>> byDigests(List<TokenDigest> digests);
  }

  private final Reading reading;
  private final int most;
  private final Duration patience;

  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Passenger> line = new ArrayDeque<>();
  private int underWay;

  /**
   * @param most how many trips may be under way at once
   * @param patience how long anybody stands in the line
   */
  SharedTrips(Reading reading, int most, Duration patience) {
    this.reading = reading;
    this.most = most;
    this.patience = patience;
  }

  Optional<StoredToken> byDigest(TokenDigest digest) {
    Passenger self = new Passenger(digest);
    Place place = leavesAtOnce(self) ? Place.LEADS : waited(self);
    return switch (place) {
      case LEADS -> lead(self);
      case BACK -> self.isAnswered() ? self.answer() : reading.byDigest(digest);
      // Interrupted: what becomes of that is up to the read, as it is where there is no line.
      case ABOARD, IN_LINE, GONE -> reading.byDigest(digest);
    };
  }

  /** Where it is when there is nothing more to wait for. */
  private Place waited(Passenger self) {
    long begun = System.nanoTime();
    Place place = self.await(begun, patience);
    while (place == Place.IN_LINE && !goesAway(self)) {
      place = self.await(begun, patience);
    }
    if (place == Place.IN_LINE && !Thread.currentThread().isInterrupted()) {
      throw late();
    }
    return place;
  }

  /** Or else is in the line from now on. While anybody is, as many are under way as may be. */
  private boolean leavesAtOnce(Passenger self) {
    lock.lock();
    try {
      if (underWay < most) {
        underWay++;
        return true;
      }
      line.add(self);
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Unless it is no longer in the line. */
  private boolean goesAway(Passenger self) {
    lock.lock();
    try {
      boolean inLine = self.place() == Place.IN_LINE;
      if (inLine) {
        self.isNow(Place.GONE); // and passed over when its turn comes
      }
      return inLine;
    } finally {
      lock.unlock();
    }
  }

  private Optional<StoredToken> lead(Passenger leader) {
    List<Passenger> others = new ArrayList<>();
    Optional<Map<TokenDigest, StoredToken>> found = Optional.empty();
    TokenStoreException failure = null;
    try {
      takeAlong(others);
      if (others.isEmpty()) {
        return reading.byDigest(leader.digest());
      }
      found = reading.byDigests(digests(leader, others));
    } catch (TokenStoreException e) {
      failure = isOfThisThread(e) ? null : e;
      throw e;
    } finally {
      giveWay(); // first: the next trip has the longer way
      for (Passenger other : others) {
        other.isBack(found.orElse(null), failure);
      }
    }
    return found.isPresent()
        ? Optional.ofNullable(found.get().get(leader.digest()))
        : reading.byDigest(leader.digest());
  }

  /** As many as there is room for. */
  private void takeAlong(List<Passenger> others) {
    lock.lock();
    try {
      while (others.size() < LARGEST - 1) {
        Passenger next = nextInLine();
        if (next == null) {
          return;
        }
        others.add(next);
        next.isNow(Place.ABOARD);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets the first in the line lead a trip in the place of the one that is back. */
  private void giveWay() {
    Passenger next;
    lock.lock();
    try {
      next = nextInLine();
      if (next == null) {
        underWay--;
        return;
      }
      next.isNow(Place.LEADS);
    } finally {
      lock.unlock();
    }
    next.wake();
  }

  private @Nullable Passenger nextInLine() {
    Passenger next = line.poll();
    while (next != null && next.place() == Place.GONE) {
      next = line.poll();
    }
    return next;
  }

  private static List<TokenDigest> digests(Passenger leader, List<Passenger> others) {
    Set<TokenDigest> digests = new LinkedHashSet<>();
    digests.add(leader.digest());
    others.forEach(other -> digests.add(other.digest()));
    return List.copyOf(digests);
  }

  /** An interrupt is meant for one thread, and says nothing of the database. */
  private static boolean isOfThisThread(TokenStoreException failure) {
    return Thread.currentThread().isInterrupted()
        || Fault.causes(failure).anyMatch(InterruptedException.class::isInstance);
  }

  private TokenStoreException late() {
    return new TokenStoreException(
        "the token store could not find a token by its digest: none of the "
            + most
            + " round trips that shareRoundTrips(...) allows at once was free within "
            + patience.toMillis()
            + " ms; see what blocks the database, or raise timeout(...)",
        null);
  }
}
