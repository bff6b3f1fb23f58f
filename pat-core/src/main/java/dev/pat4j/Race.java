package dev.pat4j;

import dev.pat4j.store.TokenStoreException;
import java.util.Optional;
import java.util.function.IntFunction;

/** Begins again from a fresh read whenever another was faster. */
final class Race {

  /** A lost race means that another change got through; so many in a row are no race. */
  private static final int TRIES = 100;

  private Race() {}

  /**
   * What the first attempt that is not lost gives.
   *
   * @param attempt is told how often it was lost; empty if it is lost again
   * @throws TokenStoreException if it never ends
   */
  static <T> T untilWon(String what, IntFunction<Optional<T>> attempt) {
    for (int lost = 0; lost < TRIES; lost++) {
      Optional<T> won = attempt.apply(lost);
      if (won.isPresent()) {
        return won.get();
      }
    }
    throw new TokenStoreException(
        what + " changed " + TRIES + " times while it was to be changed", null);
  }
}
