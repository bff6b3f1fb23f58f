package dev.pat4j.cache;

import dev.pat4j.store.StoredToken;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The right to keep what one read of the store will say, and the promise to share it with whoever
 * asks for the same digest meanwhile. It ends once: with an answer, or with none when a change
 * overtook the read or the read failed.
 */
final class Lease {

  /** What is known of a digest: its row, or that it has none. */
  record Answer(@Nullable StoredToken row) {

    static final Answer UNKNOWN = new Answer(null);

    static Answer of(Optional<StoredToken> found) {
      return found.map(Answer::new).orElse(UNKNOWN);
    }

    Optional<StoredToken> found() {
      return Optional.ofNullable(row);
    }
  }

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Answer answer;

  /** Only for the one reader, only while the lease is in force. */
  void endWith(Answer read) {
    answer = read;
    over.countDown();
  }

  void end() {
    over.countDown();
  }

  /** Waits for the end; null if there is no answer that may be shared. */
  @Nullable Answer await() {
    try {
      over.await();
      return answer;
    } catch (InterruptedException e) {
      // The store decides what an interrupted caller gets.
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
