package dev.pat4j.cache;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.internal.AtHand;
import dev.pat4j.store.ChangeFeed;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the one read of a verification from memory, for as long as a {@link ChangeFeed} vouches
 * that what is there is true; everything else goes to the store that it stands before.
 *
 * <pre>{@code
 * CachingTokenStore cached =
 *     CachingTokenStore.builder(store, store.changes()).maximumTokens(100_000).build();
 * PersonalAccessTokens tokens = PersonalAccessTokens.builder(cached).build();
 * }</pre>
 *
 * <p><b>Guarantee</b>: a look-up that begins later than the feed's bound after a change was
 * committed, on whichever node, answers with that change or a later one. One that begins after a
 * change through this object has returned sees it at once. When the feed cannot vouch, and it is
 * asked at every look-up, the store is read and nothing is kept. What is changed behind the feed's
 * back, by hand in a database, is seen after {@link Builder#maximumAge}. Purging is the exception:
 * the feed alone tells it, since a row that is purged was refused before, too.
 *
 * <p><b>Why a read under way brings nothing back</b>: whoever reads the store first takes a lease
 * on the digest, and keeps what it read only while it holds that lease. Every change takes the
 * lease away before it removes what is kept. So what was read before a change was told is removed,
 * or never kept, however late the answer comes. Who asks for the same digest meanwhile waits and
 * shares that one read, its failure too: a store that hangs costs them one timeout, not two and
 * more. If its lease was ended, or its reader interrupted, one of those who waited reads next.
 *
 * <p><b>Bounds</b>: tokens and unknown digests are held apart, each bounded in number and in age,
 * so that made-up tokens push out no real ones. The key is the digest; there is no plaintext.
 *
 * <p><b>Last use</b>: a row that is held learns the uses that are recorded through this object, but
 * not those of other nodes: of these it may be late by {@link Builder#maximumAge}. A limit of
 * inactivity that is shorter than that can refuse here, too early, a token that is used elsewhere.
 *
 * <p>The store must answer from where changes are committed: a replica that lags behind would be
 * asked after a change was told, and its old answer kept. Thread-safe, with no thread of its own:
 * expiry is decided at the look-up, and room is made by the threads that call. A failure of the
 * store is handed on, to all who waited for that read, and leaves nothing behind: whoever asks next
 * reads anew. No method accepts null.
 */
public final class CachingTokenStore extends AtHand implements TokenStore, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CachingTokenStore.class);

  private final TokenStore store;
  private final Limits limits;
  private final Counts counts = new Counts();
  private final ChangeFeed.Subscription subscription;

  /** Null while changes are not told. */
  private volatile @Nullable Generation generation;

  private CachingTokenStore(Builder from) {
    this.store = from.store;
    this.limits =
        new Limits(
            from.maximumTokens, from.maximumAge, from.maximumUnknown, from.unknownAge, from.ticker);
    this.subscription = from.changes.subscribe(new Listener());
  }

  /** Begins with this store, the feed of its changes, and a default for all else. */
  public static Builder builder(TokenStore store, ChangeFeed changes) {
    return new Builder(requireNonNull(store, "store"), requireNonNull(changes, "changes"));
  }

  /** From memory if the feed vouches for it; else as the store's. */
  @Override
  public Optional<StoredToken> findByDigest(TokenDigest digest) {
    requireNonNull(digest, "digest");
    // The feed first: what was told by the time it vouched is gone from what is looked at next.
    Generation trusted = subscription.isCurrent() ? generation : null;
    if (trusted == null) {
      counts.bypassed.increment();
      return store.findByDigest(digest);
    }
    return trusted.find(digest);
  }

  @Override
  protected @Nullable StoredToken atHand(long a, long b, long c, long d) {
    Generation trusted = subscription.isCurrent() ? generation : null; // the feed first, as above
    return trusted == null ? null : trusted.atHand(a, b, c, d);
  }

  /** From the store, and nothing is kept. */
  @Override
  public Optional<StoredToken> findByDigestAfresh(TokenDigest digest) {
    requireNonNull(digest, "digest");
    counts.bypassed.increment();
    return store.findByDigestAfresh(digest);
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    return store.findById(id);
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    return store.find(query);
  }

  @Override
  public boolean insert(StoredToken token) {
    requireNonNull(token, "token");
    try {
      return store.insert(token);
    } finally {
      forget(token.id(), token.digest());
    }
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    requireNonNull(expected, "expected");
    requireNonNull(updated, "updated");
    try {
      return store.replace(expected, updated);
    } finally {
      forget(updated.id(), expected.digest(), updated.digest());
    }
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    requireNonNull(expected, "expected");
    requireNonNull(retired, "retired");
    requireNonNull(successor, "successor");
    try {
      return store.rotate(expected, retired, successor);
    } finally {
      forget(retired.id(), expected.digest(), retired.digest());
      forget(successor.id(), successor.digest());
    }
  }

  @Override
  public boolean delete(TokenId id) {
    requireNonNull(id, "id");
    try {
      return store.delete(id);
    } finally {
      Generation held = generation;
      if (held != null) {
        held.endLeases(); // of all digests, since that of the row is not known
        held.forget(id);
      }
    }
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    store.touch(uses);
    Generation held = generation;
    if (held != null) {
      uses.forEach(held::use);
    }
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    return store.purge(deadBefore, limit);
  }

  /** What became of the look-ups so far, and what is held now. */
  public Statistics statistics() {
    Generation held = generation;
    return new Statistics(
        counts.hits.sum(),
        counts.unknownHits.sum(),
        counts.misses.sum(),
        counts.bypassed.sum(),
        held == null ? 0 : held.tokens(),
        held == null ? 0 : held.unknown());
  }

  /**
   * Ends the subscription and forgets what is held; from now on every look-up reads the store,
   * which is not closed. Idempotent.
   */
  @Override
  public void close() {
    subscription.close();
    generation = null;
  }

  /** Whatever became of a change: it may have been made and its answer lost. */
  private void forget(TokenId id, TokenDigest... digests) {
    Generation held = generation;
    if (held != null) {
      for (TokenDigest digest : digests) {
        held.forget(digest);
      }
      held.forget(id);
    }
  }

  private final class Listener implements ChangeFeed.Subscriber {

    private volatile boolean silenced;

    @Override
    public void changed(TokenDigest digest) {
      Generation held = generation;
      if (held != null) {
        held.forget(digest);
      }
    }

    @Override
    public void connected() {
      generation = new Generation(store, limits, counts);
      if (silenced) {
        silenced = false;
        LOG.info("changes are told again: look-ups are answered from memory, empty at first");
      }
    }

    @Override
    public void disconnected() {
      generation = null;
      if (!silenced) {
        silenced = true;
        LOG.warn("changes are no longer told: every look-up reads the store until they are");
      }
    }
  }

  /**
   * What became of the look-ups, and what is held.
   *
   * @param hits answered with a row, without a call of the store
   * @param unknownHits answered that there is none, without a call of the store
   * @param misses reads of the store for what was not held
   * @param bypassed reads of the store because the feed could not vouch, or {@linkplain
   *     #findByDigestAfresh afresh}: many more than the tokens that were refused as unknown mean
   *     that the feed does not work
   * @param tokens rows held
   * @param unknown digests held of which there is no row
   */
  public record Statistics(
      long hits, long unknownHits, long misses, long bypassed, long tokens, long unknown) {}

  /** Sets the bounds; not thread-safe. */
  public static final class Builder {

    private final TokenStore store;
    private final ChangeFeed changes;
    private int maximumTokens = 100_000;
    private Duration maximumAge = Duration.ofMinutes(10);
    private int maximumUnknown = 10_000;
    private Duration unknownAge = Duration.ofSeconds(10);
    private Ticker ticker = Ticker.systemTicker();

    private Builder(TokenStore store, ChangeFeed changes) {
      this.store = store;
      this.changes = changes;
    }

    /**
     * How many tokens to hold; 100,000 by default. Each takes 160 bytes of heap and its row: some
     * 660 together if that was read from a database and has all that a row may have. Beyond it,
     * those make room that were asked for in the fewest minutes, and not lately.
     *
     * @throws IllegalArgumentException if less than 1
     */
    public Builder maximumTokens(int most) {
      this.maximumTokens = atLeast(1, "maximumTokens", most);
      return this;
    }

    /**
     * How long to hold a token, after which it is read again; 10 minutes by default. Coherence does
     * not need it: it bounds how long a last use of another node, or a change that was made behind
     * the feed's back, can go unseen.
     *
     * @throws IllegalArgumentException if not positive
     */
    public Builder maximumAge(Duration longest) {
      this.maximumAge = positive("maximumAge", longest, "to hold nothing, use the store itself");
      return this;
    }

    /**
     * How many unknown digests to hold; 10,000 by default, 0 for none.
     *
     * @throws IllegalArgumentException if negative
     */
    public Builder maximumUnknown(int most) {
      this.maximumUnknown = atLeast(0, "maximumUnknown", most);
      return this;
    }

    /**
     * How long to hold an unknown digest; 10 seconds by default. A token that is issued is known at
     * once all the same: the feed tells it.
     *
     * @throws IllegalArgumentException if not positive
     */
    public Builder unknownAge(Duration longest) {
      this.unknownAge = positive("unknownAge", longest, "maximumUnknown(0) holds none");
      return this;
    }

    /** For tests; ages are measured on the system's monotonic clock, never by the time of day. */
    Builder ticker(Ticker source) {
      this.ticker = source;
      return this;
    }

    /** Subscribes to the feed. Close what this returns before the store and the feed. */
    public CachingTokenStore build() {
      return new CachingTokenStore(this);
    }

    private static int atLeast(int least, String what, int given) {
      if (given < least) {
        throw new IllegalArgumentException(
            what + " must be at least " + least + ", not " + given + "; it is a number of entries");
      }
      return given;
    }

    private static Duration positive(String what, Duration given, String wayOut) {
      if (given.isNegative() || given.isZero()) {
        throw new IllegalArgumentException(
            what + " must be positive, not " + given + "; " + wayOut);
      }
      return given;
    }
  }
}
