package dev.pat4j.testkit;

import dev.pat4j.store.TokenStore;
import java.util.Set;
import java.util.function.Supplier;

/** A store that is wrong in one place, and the cases of the contract that catch it. */
record Fault(String what, Supplier<TokenStore> store, Set<String> caughtBy) {

  static Fault of(String what, Supplier<TokenStore> store, String... caughtBy) {
    return new Fault(what, store, Set.of(caughtBy));
  }

  /** In a race, long enough for every other thread to get past the same check. */
  static void pause() {
    try {
      if (Thread.currentThread().getName().equals(Race.THREAD_NAME)) {
        Thread.sleep(3);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return what;
  }
}
