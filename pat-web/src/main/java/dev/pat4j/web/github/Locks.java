package dev.pat4j.web.github;

import dev.pat4j.IssuedToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.store.TokenId;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lets what looks before it writes be done for one owner at a time, in this process. Whoever must
 * not be surprised by another node looks again afterwards.
 */
final class Locks {

  private static final int TRIES = 5;
  private static final long PAUSE_NANOS = 20_000_000;

  private final ReentrantLock[] stripes =
      IntStream.range(0, 64).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

  <T> T alone(String owner, Supplier<T> work) {
    ReentrantLock lock = stripes[Math.floorMod(owner.hashCode(), stripes.length)];
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Issues a token unless one is in its way. Looks before it writes, and again afterwards, since no
   * lock of ours reaches another node: if both wrote at the same moment, each that sees the other
   * takes its own back and looks again.
   */
  <T> T issueOnce(
      OwnedTokens mine,
      Supplier<Stream<Entry>> inTheWay,
      Function<Entry, T> otherwise,
      Supplier<IssuedToken> issue,
      Function<IssuedToken, T> made) {
    return alone(
        mine.owner(),
        () -> {
          for (int attempt = 1; attempt <= TRIES; attempt++) {
            Optional<Entry> other = inTheWay.get().findFirst();
            if (other.isPresent()) {
              return otherwise.apply(other.get());
            }
            IssuedToken issued = issue.get();
            TokenId id = issued.token().id();
            if (isAlone(mine, id, inTheWay)) {
              return made.apply(issued);
            }
            mine.delete(id);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * PAUSE_NANOS));
          }
          throw Invalid.custom("base", "others ask for the same at the same moment; try again");
        });
  }

  /** If the store breaks here, nobody will see the token: it must not be in the way of the next. */
  private static boolean isAlone(OwnedTokens mine, TokenId id, Supplier<Stream<Entry>> inTheWay) {
    try {
      return inTheWay.get().allMatch(entry -> entry.token().id().equals(id));
    } catch (RuntimeException e) {
      try {
        mine.delete(id);
      } catch (RuntimeException stillBroken) {
        e.addSuppressed(stillBroken);
      }
      throw e;
    }
  }
}
