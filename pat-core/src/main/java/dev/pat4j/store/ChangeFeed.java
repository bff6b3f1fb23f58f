package dev.pat4j.store;

import dev.pat4j.hash.TokenDigest;

/**
 * Tells every node what changed in a store they share, so that what they cache stays true.
 *
 * <p>A change is told after it can be read from the store, at least once, in no promised order,
 * whichever node made it; recorded last uses are not changes. Implementations are thread-safe.
 */
public interface ChangeFeed {

  /**
   * Begins to tell this subscriber, {@link Subscriber#connected()} first, until the subscription is
   * closed. Callbacks run one at a time, on a thread of the feed's choosing; they must neither
   * block nor throw.
   */
  Subscription subscribe(Subscriber subscriber);

  /** Who listens. */
  interface Subscriber {

    /** The row with this digest was added, changed, re-keyed or removed: what is held is stale. */
    void changed(TokenDigest digest);

    /** From now on changes are told; what was held before may have missed some. */
    void connected();

    /** Changes are no longer told: nothing held may be trusted until {@link #connected()}. */
    void disconnected();
  }

  /** An open subscription. */
  interface Subscription extends AutoCloseable {

    /**
     * Whether the feed vouches at this moment that it has told every change that was committed
     * longer ago than its bound, which each feed states. False before it is connected, after it was
     * closed, and when it has not heard from the store for that long, whether it has noticed or
     * not: a process that was stopped, or a network that went silent, is no reason to trust. Cheap
     * enough to be asked at every read.
     */
    boolean isCurrent();

    /** Ends it; no callback runs once this has returned, but for one that calls it. Idempotent. */
    @Override
    void close();
  }
}
