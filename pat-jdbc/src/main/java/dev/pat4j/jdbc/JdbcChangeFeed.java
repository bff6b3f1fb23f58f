package dev.pat4j.jdbc;

import static java.util.Objects.requireNonNull;

import dev.pat4j.store.ChangeFeed;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/** Changes as the database tells them; each subscription has a connection and a thread. */
final class JdbcChangeFeed implements ChangeFeed {

  private final ChangeSource.Opener opener;
  private final Duration bound;
  private final ThreadFactory threads;

  JdbcChangeFeed(ChangeSource.Opener opener, Duration bound, ThreadFactory threads) {
    this.opener = opener;
    this.bound = bound;
    this.threads = threads;
  }

  @Override
  public Subscription subscribe(Subscriber subscriber) {
    JdbcSubscription subscription =
        new JdbcSubscription(opener, requireNonNull(subscriber, "subscriber"), bound);
    threads.newThread(subscription).start();
    return subscription;
  }
}
