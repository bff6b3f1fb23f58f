package dev.pat4j.web.github;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Lets what looks before it writes be done for one owner at a time, in this process. Whoever must
 * not be surprised by another node looks again afterwards.
 */
final class Locks {

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
}
