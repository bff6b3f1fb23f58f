package dev.pat4j.jdbc;

import static java.util.Objects.requireNonNull;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.ChangeFeed;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The durable {@link TokenStore}: in PostgreSQL, MySQL, MariaDB or H2, over a {@link DataSource}.
 *
 * <pre>{@code
 * JdbcSchema.migrate(dataSource);
 * JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
 * PersonalAccessTokens tokens = PersonalAccessTokens.builder(store).build();
 * }</pre>
 *
 * <p>Every change is one transaction of the store's own, on a connection of its own: the data
 * source must not hand out connections that take part in somebody else's transaction. A connection
 * goes back as it came, and none is kept between calls; any auto-commit mode and any isolation
 * level but READ UNCOMMITTED will do. A verification is one read over an index, and leaves no
 * transaction open.
 *
 * <p>No call waits for the database for ever: every statement ends after {@link Builder#timeout},
 * and a failure of whatever kind is a {@link dev.pat4j.store.TokenStoreException} that says what to
 * do, and neither a digest nor a row. How long a connection is waited for is up to the data source.
 * What the database undid for the sake of another transaction is done again, a few times.
 *
 * <p>H2 writes what was committed up to half a second later, so that a crash undoes it, a
 * revocation too: for a file say {@code WRITE_DELAY=0} in its URL.
 *
 * <p>On a read-only database, or a replica, tokens are verified all the same: last uses are then
 * dropped, with one warning in the log; other changes fail. A row that cannot be read (a digest of
 * the wrong length, an impossible instant, garbled attributes) is as good as absent, and an error
 * in the log names it.
 *
 * <p>Immutable, thread-safe, blocking, friendly to virtual threads.
 */
public final class JdbcTokenStore implements TokenStore {

  private final Transactions transactions;
  private final SqlDialect dialect;
  private final Statements statements;
  private final LookUps lookUps;
  private final Function<TokenDigest, Optional<StoredToken>> byDigest;
  private final Touch touch;
  private final Publication publication;
  private final ChangeFeed changes;

  JdbcTokenStore(
      Transactions transactions, SqlDialect dialect, Publication publication, ChangeFeed changes) {
    this(transactions, dialect, publication, changes, 0);
  }

  /**
   * @param shared how many round trips of look-ups may be under way before they are shared; 0 for
   *     any number, and none is
   */
  private JdbcTokenStore(
      Transactions transactions,
      SqlDialect dialect,
      Publication publication,
      ChangeFeed changes,
      int shared) {
    this.transactions = transactions;
    this.dialect = dialect;
    this.statements = new Statements(dialect.words());
    this.lookUps = new LookUps(transactions);
    this.byDigest =
        shared == 0
            ? lookUps::byDigest
            : new SharedTrips(lookUps, shared, transactions.timeout())::byDigest;
    this.touch = new Touch(transactions, dialect.words());
    this.publication = publication;
    this.changes = changes;
  }

  /** Begins with this data source, usually a pool, and a default for all else. */
  public static Builder builder(DataSource dataSource) {
    return new Builder(requireNonNull(dataSource, "dataSource"));
  }

  /**
   * The changes that any node makes in this database, for a cache to follow.
   *
   * <p>Each subscription has a connection and a thread, from its beginning to its end. PostgreSQL
   * notifies it of a change when that is committed; elsewhere, or where {@link Builder#pollEvery}
   * is said, it reads a log of changes again and again. Nodes that differ in this hear each other.
   * It connects only once what the store writes was seen to arrive where it listens, which no
   * standby allows; and from one that lags a cache would be filled with what was before. It is
   * {@linkplain ChangeFeed.Subscription#isCurrent() current} for as long as it has asked the
   * database, within {@link Builder#bound}, whether there was anything left to tell. When it loses
   * its connection, or finds that it missed something, it says that it is disconnected, and tries
   * until it is connected again.
   */
  public ChangeFeed changes() {
    return changes;
  }

  @Override
  public boolean insert(StoredToken token) {
    requireNonNull(token, "token");
    return change("insert a token", changes -> changes.insert(token));
  }

  @Override
  public Optional<StoredToken> findByDigest(TokenDigest digest) {
    requireNonNull(digest, "digest");
    return byDigest.apply(digest);
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    requireNonNull(id, "id");
    return lookUps.byId(id);
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    Find find = new Find(requireNonNull(query, "query"));
    return transactions.read("find tokens", find::page);
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    requireSameId(expected, updated);
    return change("replace a token", changes -> changes.replace(expected, updated));
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    requireSameId(expected, retired);
    requireNonNull(successor, "successor");
    return change(
        "rotate a token",
        changes -> changes.replace(expected, retired) && changes.insert(successor));
  }

  @Override
  public boolean delete(TokenId id) {
    requireNonNull(id, "id");
    return change("delete a token", changes -> changes.delete(id));
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    touch.write(Map.copyOf(uses));
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    Instant time = deadBefore.truncatedTo(ChronoUnit.MILLIS);
    if (limit < 1) {
      throw new IllegalArgumentException("a purge removes at least 1 row, not " + limit);
    }
    return new Purge(transactions, publication, Millis.clamped(time)).run(limit);
  }

  /** What it speaks; nothing of where to. */
  @Override
  public String toString() {
    return "JdbcTokenStore[" + dialect + "]";
  }

  private interface Change {
    boolean by(Changes changes) throws SQLException;
  }

  private boolean change(String what, Change change) {
    try {
      return transactions.write(
          what,
          session -> {
            Changes changes = new Changes(session, statements);
            boolean done = change.by(changes);
            publication.publish(session, changes.changed());
            return done;
          });
    } catch (TakenException e) {
      return false;
    }
  }

  private static void requireSameId(StoredToken expected, StoredToken updated) {
    if (!updated.id().equals(expected.id())) {
      throw new IllegalArgumentException("a replacement must keep the id " + expected.id());
    }
  }

  /** Sets up a store; not thread-safe. No setter accepts null. */
  public static final class Builder {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST_ROUND_TRIPS = 1_000;

    private final DataSource dataSource;
    private @Nullable SqlDialect dialect;
    private Duration timeout = Duration.ofSeconds(5);
    private boolean verified = true;
    private int sharedRoundTrips;
    private final ChangeOptions changes;

    private Builder(DataSource dataSource) {
      this.dataSource = dataSource;
      this.changes = new ChangeOptions(dataSource);
    }

    /** What the database speaks; if not said, it is asked for its name. */
    public Builder dialect(SqlDialect spoken) {
      this.dialect = requireNonNull(spoken, "dialect");
      return this;
    }

    /**
     * How long a statement may take; 5 seconds if not said. Rounded up to whole seconds, which is
     * how JDBC counts. A server that hangs is given up a second later; a list or a change, by the
     * driver of PostgreSQL, after another ten, unless {@code cancelSignalTimeout} in its URL says
     * fewer.
     *
     * @throws IllegalArgumentException unless it is from 1 second to 10 minutes
     */
    public Builder timeout(Duration longest) {
      if (longest.compareTo(SHORTEST) < 0 || longest.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "a timeout is from " + SHORTEST + " to " + LONGEST + ", not " + longest);
      }
      this.timeout = longest;
      return this;
    }

    /**
     * Lets look-ups by digest share round trips to the database while so many of them are under
     * way; if not said, each has one of its own. Who asks while there are fewer goes at once, and
     * alone. Who asks while there are as many waits, with all others who do, until one of them is
     * over, and up to 64 are then read by one statement: never by one that was sent before they
     * asked, so that a change is seen as soon as it is committed. With 64 callers and more that is
     * several times as fast; a lone caller loses nothing.
     *
     * <p>Say as many as the pool has connections, so that those wait who would wait for one anyway;
     * or fewer, to leave some to other work. Nobody waits for a turn longer than {@link #timeout}.
     * A connection that fails, fails all who share it; a row that cannot be read, only its own
     * caller. On MySQL and MariaDB without auto-commit at SERIALIZABLE, where a read waits for
     * locks, those wait along who share it.
     *
     * @throws IllegalArgumentException unless it is from 1 to 1,000
     */
    public Builder shareRoundTrips(int atOnce) {
      if (atOnce < 1 || atOnce > MOST_ROUND_TRIPS) {
        throw new IllegalArgumentException(
            "shareRoundTrips is from 1 to "
                + MOST_ROUND_TRIPS
                + " round trips at once, about as many as the pool has connections, not "
                + atOnce);
      }
      this.sharedRoundTrips = atOnce;
      return this;
    }

    /**
     * Has {@link #build()} ask the database nothing, so that a host can start before it: neither
     * for its name, so the {@link #dialect} must be said, nor whether its schema is as it must be,
     * nor whether its connections alter texts or read what is not committed: {@link
     * JdbcSchema#verify} does all of that later, at your word.
     */
    public Builder unverified() {
      this.verified = false;
      return this;
    }

    /**
     * Where {@link JdbcTokenStore#changes()} takes its connection from; the store's own data source
     * if not said. Give a plain data source rather than the pool, of which it would keep one
     * connection for good; and a direct one to the very database that is written to, if the store
     * reaches it through a pooler that shares connections. Whether it is that one is found out at
     * each connection, by something random that the store writes and that must arrive: if it does
     * not, or if this store may not write, a warning says so, and caches are not used.
     */
    public Builder listenOn(DataSource plain) {
      changes.listenOn = requireNonNull(plain, "listenOn");
      return this;
    }

    /**
     * Reads changes from a log this often, instead of being notified of them; every 250
     * milliseconds where the database does not notify. PostgreSQL's log is written from when the
     * first node reads it, by all nodes, those that are notified too, and each change then waits
     * for its turn. When no node polls any more, {@code UPDATE pat_change_counter SET newest = 0}
     * and {@code DELETE FROM pat_change} in one transaction end that.
     *
     * @throws IllegalArgumentException unless it is from 10 milliseconds to a minute
     */
    public Builder pollEvery(Duration interval) {
      changes.pollEvery = ChangeOptions.within("pollEvery", interval, 10);
      return this;
    }

    /**
     * How long {@link JdbcTokenStore#changes()} is current after it last asked the database; 1
     * second if not said. After a change is committed, no cache that follows it uses what was
     * before for longer.
     *
     * @throws IllegalArgumentException unless it is from 100 milliseconds to a minute
     */
    public Builder bound(Duration longest) {
      changes.bound = ChangeOptions.within("bound", longest, 100);
      return this;
    }

    /** What makes the thread of each subscription to the changes; a daemon thread if not said. */
    public Builder threads(ThreadFactory factory) {
      changes.threads = requireNonNull(factory, "threads");
      return this;
    }

    /**
     * The store.
     *
     * @throws IllegalStateException if it is {@link #unverified()} and no {@link #dialect} was
     *     said, or if {@link #bound} is less than twice {@link #pollEvery}
     * @throws dev.pat4j.store.TokenStoreException if the database cannot be reached, or its schema
     *     is not what {@link JdbcSchema#verify} asks for; the message says what to do
     */
    public JdbcTokenStore build() {
      changes.check();
      Transactions transactions = new Transactions(dataSource, timeout);
      SqlDialect spoken = spoken(transactions);
      boolean notified = changes.notified(spoken, verified ? transactions : null);
      return new JdbcTokenStore(
          transactions,
          spoken,
          ChangeOptions.publication(spoken),
          changes.feed(notified, timeout),
          sharedRoundTrips);
    }

    private SqlDialect spoken(Transactions transactions) {
      if (!verified) {
        if (dialect == null) {
          throw new IllegalStateException("an unverified() store needs its dialect(...) said");
        }
        return dialect;
      }
      SqlDialect spoken = dialect == null ? Detection.dialectOf(transactions) : dialect;
      new Schema(transactions, spoken).verify();
      return spoken;
    }
  }
}
