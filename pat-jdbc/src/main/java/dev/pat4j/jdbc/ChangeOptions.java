package dev.pat4j.jdbc;

import dev.pat4j.store.ChangeFeed;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a builder was told of how changes are to be published and heard. */
final class ChangeOptions {

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration DEFAULT_INTERVAL = Duration.ofMillis(250);

  private final DataSource dataSource;
  @Nullable DataSource listenOn;
  @Nullable Duration pollEvery;
  Duration bound = Duration.ofSeconds(1);
  ThreadFactory threads = ChangeOptions::daemon;

  ChangeOptions(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  static Duration within(String what, Duration given, long leastMillis) {
    Duration least = Duration.ofMillis(leastMillis);
    if (given.compareTo(least) < 0 || given.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          what + " is from " + least + " to " + LONGEST + ", not " + given);
    }
    return given;
  }

  void check() {
    if (bound.compareTo(interval().multipliedBy(2)) < 0) {
      throw new IllegalStateException(
          "bound("
              + bound
              + ") is less than twice pollEvery("
              + interval()
              + "), so changes would hardly ever be current: raise the one or lower the other");
    }
  }

  /**
   * Whether this node is notified.
   *
   * @param transactions to ask the database with; null to ask nothing
   */
  boolean notified(SqlDialect dialect, @Nullable Transactions transactions) {
    return dialect == SqlDialect.POSTGRESQL
        && pollEvery == null
        && (transactions == null
            || transactions.read("ask the database for its version", NotifiedLog::isNotifier));
  }

  /** The same on every node, whatever it was told, for others may have been told otherwise. */
  static Publication publication(SqlDialect dialect) {
    return dialect == SqlDialect.POSTGRESQL ? new NotifiedLog() : new ChangeLog();
  }

  ChangeFeed feed(boolean notified, Duration timeout) {
    DataSource from = listenOn == null ? dataSource : listenOn;
    Transactions store = new Transactions(dataSource, timeout);
    Duration beat = bound.dividedBy(4);
    ChangeSource.Opener opener =
        notified
            ? () -> NotifiedChanges.open(from, store, beat, timeout)
            : () -> PolledChanges.open(from, store, from == dataSource, interval(), timeout);
    return new JdbcChangeFeed(opener, bound, threads);
  }

  /** As often as was said; or the default, more often still if the bound asks for it. */
  private Duration interval() {
    if (pollEvery != null) {
      return pollEvery;
    }
    Duration beat = bound.dividedBy(4);
    return beat.compareTo(DEFAULT_INTERVAL) < 0 ? beat : DEFAULT_INTERVAL;
  }

  private static Thread daemon(Runnable listening) {
    Thread thread = new Thread(listening, "pat4j-changes");
    thread.setDaemon(true);
    return thread;
  }
}
