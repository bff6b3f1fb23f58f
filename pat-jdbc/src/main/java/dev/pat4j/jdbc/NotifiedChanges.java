package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.TokenStoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears PostgreSQL's notifications on a connection of its own.
 *
 * <p>It first has the store send one, and waits for it without a word: a pooler that shares server
 * connections among clients would swallow it, as it would later swallow revocations, and a
 * connection to another database would never see it. A standby can send none; it is not listened
 * to, since what a cache reads from it may be older than what was told.
 */
final class NotifiedChanges implements ChangeSource {

  /** Answered only by the server connection that listens. */
  private static final String BEAT =
      "SELECT 1 FROM pg_listening_channels() AS channel WHERE channel = ?";

  private final FeedConnection connection;
  private final PGConnection notified;
  private final PreparedStatement ask;
  private final Duration beat;

  private NotifiedChanges(FeedConnection connection, Duration beat) throws SQLException {
    this.connection = connection;
    this.notified = connection.unwrap(PGConnection.class);
    this.ask = connection.prepare(BEAT);
    this.ask.setString(1, Notifications.CHANNEL);
    this.beat = beat;
  }

  /**
   * Listens on a connection to one data source.
   *
   * @param store writes as the store does, for the first notification
   * @param timeout how long to wait for that one, and for any answer
   */
  static NotifiedChanges open(
      DataSource listenOn, Transactions store, Duration beat, Duration timeout)
      throws SQLException {
    FeedConnection connection = FeedConnection.open(listenOn, timeout);
    try {
      try (PreparedStatement listen = connection.prepare("LISTEN " + Notifications.CHANNEL)) {
        listen.execute();
      }
      NotifiedChanges changes = new NotifiedChanges(connection, beat);
      String sent = "hello " + UUID.randomUUID();
      say(sent, store);
      changes.awaitHearing(sent, timeout);
      return changes;
    } catch (SQLException | RuntimeException e) {
      try (connection) {
        throw e;
      }
    }
  }

  @Override
  public void await(CountDownLatch closed, Consumer<TokenDigest> told) throws SQLException {
    tell(heard(notified.getNotifications(Math.toIntExact(beat.toMillis()))), told);
  }

  /** What was sent before the question comes before its answer. */
  @Override
  public void catchUp(Consumer<TokenDigest> told) throws SQLException {
    try (ResultSet listening = ask.executeQuery()) {
      if (!listening.next()) {
        throw new SQLException(
            "the connection for notifications was exchanged for another one; "
                + Notifications.CURE);
      }
    }
    tell(heard(notified.getNotifications()), told);
  }

  @Override
  public void close() throws SQLException {
    try (connection;
        PreparedStatement unlisten = connection.prepare("UNLISTEN " + Notifications.CHANNEL)) {
      unlisten.execute();
    }
  }

  private static void tell(List<String> payloads, Consumer<TokenDigest> told) {
    payloads.forEach(payload -> Notifications.digestsIn(payload).forEach(told));
  }

  private static void say(String hello, Transactions store) throws SQLException {
    try {
      store.write("notify itself", session -> Notifications.send(session, hello));
    } catch (TokenStoreException e) {
      if (Failures.faultIn(e) == Fault.READ_ONLY) {
        throw new SQLException(
            "the DataSource of the store leads to a standby, which cannot show that changes are"
                + " heard, and may answer a cache with what was before; give the store a"
                + " DataSource of the primary, or use it without a cache",
            e);
      }
      if (e.getCause() instanceof SQLException none && FeedConnection.isOfThePool(none)) {
        throw FeedConnection.exhausted(e);
      }
      throw e;
    }
  }

  private void awaitHearing(String hello, Duration patience) throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    for (long left = patience.toNanos(); left > 0; left = end - System.nanoTime()) {
      int millis = Math.max(1, Math.toIntExact(TimeUnit.NANOSECONDS.toMillis(left)));
      if (heard(notified.getNotifications(millis)).contains(hello)) {
        return;
      }
    }
    throw new SQLException(
        "a notification that the store sent was not heard; " + Notifications.CURE);
  }

  private static List<String> heard(PGNotification @Nullable [] notifications) {
    return notifications == null
        ? List.of()
        : Arrays.stream(notifications)
            .filter(notification -> notification.getName().equals(Notifications.CHANNEL))
            .map(PGNotification::getParameter)
            .toList();
  }
}
