package dev.pat4j.cache;

import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The right to keep what one read of the store will say, and the promise to share it with whoever
 * asks for the same digest meanwhile. It ends once: with an answer, with the failure of the store,
 * or with neither when a change overtook the read or the reader fell for a reason of its own.
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

  /** Of causes, which may go round in circles. */
  private static final int DEEPEST_CAUSE = 20;

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Answer answer;
  private volatile @Nullable TokenStoreException failure;

  /** To share at the end; only for the one reader, only while the lease is in force. */
  void share(Answer read) {
    answer = read;
  }

  /** To hand on at the end; only for the one reader, only if no change has ended the lease. */
  void share(TokenStoreException broke) {
    if (!isOfThisThread(broke)) {
      failure = broke;
    }
  }

  void end() {
    over.countDown();
  }

  /**
   * Waits for the end; null if there is nothing that may be shared.
   *
   * @throws TokenStoreException a new one for each who waits, if the store failed the reader: it
   *     would keep them waiting as long again
   */
  @Nullable Answer await() {
    try {
      over.await();
    } catch (InterruptedException e) {
      // The store decides what an interrupted caller gets.
      Thread.currentThread().interrupt();
      return null;
    }
    TokenStoreException broke = failure;
    if (broke != null) {
      throw new TokenStoreException(
          "a read that other look-ups of the same token waited for failed; try again: "
              + broke.getMessage(),
          broke);
    }
    return answer;
  }

  /** An interrupt is meant for one thread, and says nothing of the store. */
  private static boolean isOfThisThread(TokenStoreException broke) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    Throwable cause = broke.getCause();
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      interrupted |=
          cause instanceof InterruptedException || cause instanceof ClosedByInterruptException;
      cause = cause.getCause();
    }
    return interrupted;
  }
}
