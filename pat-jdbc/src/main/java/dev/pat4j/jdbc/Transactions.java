package dev.pat4j.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Does pieces of work, each over a connection of its own and in a transaction of its own, and again
 * where that is both useful and safe.
 *
 * <p>Again, at most {@value #TRIES} times in all and not once a statement's timeout has passed, if
 * the database undid the work for the sake of another: a deadlock, a serialization failure, a lock
 * that was not to be had. Once again if the connection turned out to be stale, as those of a pool
 * are after the database was restarted; but not if it broke during a commit, for then nobody knows
 * what became of the work.
 */
final class Transactions {

  static final int TRIES = 5;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

  private final DataSource dataSource;
  private final Duration timeout;
  private final Session.Clocks clocks;

  Transactions(DataSource dataSource, Duration timeout) {
    this.dataSource = dataSource;
    this.timeout = timeout;
    this.clocks = Session.Clocks.of(timeout);
  }

  /** How long a statement may take. */
  Duration timeout() {
    return timeout;
  }

  /** One piece of work; it may be begun several times. */
  interface Work<T> {
    T with(Session session) throws SQLException;
  }

  /**
   * Reads.
   *
   * @param what completes "the token store could not"
   */
  <T> T read(String what, Work<T> work) {
    return repeat(what, work);
  }

  /**
   * Changes all or nothing: if it returns it is committed, if it throws it is undone.
   *
   * @param what completes "the token store could not"
   */
  <T> T write(String what, Work<T> work) {
    return repeat(
        what,
        session -> {
          session.begin();
          try {
            T result = work.with(session);
            commit(what, session);
            return result;
          } catch (SQLException e) {
            throw readOnly(session, e);
          }
        });
  }

  /** Of MySQL, whose driver refuses by itself to write over a connection that only reads. */
  private static SQLException readOnly(Session session, SQLException failure) {
    if (Fault.of(failure) != Fault.OTHER || !session.isReadOnly()) {
      return failure;
    }
    SQLException named = new SQLException("the connection only reads", Fault.READ_ONLY_STATE);
    named.setStackTrace(failure.getStackTrace());
    return named;
  }

  private <T> T repeat(String what, Work<T> work) {
    long begun = System.nanoTime();
    boolean wasStale = false;
    for (int tries = 1; ; tries++) {
      try (Session session = open()) {
        return work.with(session);
      } catch (SQLException e) {
        Fault fault = Fault.of(e);
        boolean useful =
            (fault == Fault.TRANSIENT && tries < TRIES) || (fault == Fault.STALE && !wasStale);
        if (!useful || System.nanoTime() - begun >= timeout.toNanos()) {
          throw Failures.during(what, e, timeout);
        }
        wasStale |= fault == Fault.STALE;
      }
      pause(tries);
    }
  }

  private Session open() {
    try {
      return Session.open(dataSource, clocks);
    } catch (SQLException | RuntimeException e) { // a pool may throw either
      throw Failures.connecting(e);
    }
  }

  /** A commit that was refused has undone all; one that was lost may have done all. */
  private static void commit(String what, Session session) throws SQLException {
    try {
      session.commit();
    } catch (SQLException e) {
      if (Fault.of(e) == Fault.TRANSIENT) {
        throw e;
      }
      throw Failures.committing(what, e);
    }
  }

  /** Longer each time, and not the same for all: those who collided should not collide again. */
  private static void pause(int tries) {
    long longest = FIRST_PAUSE.toNanos() << tries;
    LockSupport.parkNanos(longest / 2 + Math.floorMod(System.nanoTime(), longest / 2));
  }
}
