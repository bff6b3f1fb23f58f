package dev.pat4j.jdbc;

import static dev.pat4j.jdbc.Heard.CONNECTED;
import static dev.pat4j.jdbc.Heard.DISCONNECTED;
import static dev.pat4j.jdbc.Heard.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.Database;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.ChangeFeed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(120)
class NotificationsTest {

  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Database made = PostgresServer.shared().newDatabase();
  private final DataSource database = made.dataSource();
  private final Heard heard = new Heard();
  private Connection writer;
  private ChangeFeed.Subscription subscription;

  @BeforeEach
  void subscribe() throws Exception {
    writer = database.getConnection();
    writer.setAutoCommit(false);
    subscription = feed(database, database).subscribe(heard);
    assertEquals(CONNECTED, heard.next());
  }

  @AfterEach
  void close() throws SQLException {
    subscription.close();
    writer.close();
  }

  @Test
  void tellsWhatWasCommittedInItsOrder() throws Exception {
    publish(List.of(digest(1), digest(2)));
    publish(List.of(digest(3)));
    assertEquals(digest(1), heard.next());
    assertEquals(digest(2), heard.next());
    assertEquals(digest(3), heard.next());
    Heard.awaitCurrent(subscription);
  }

  @Test
  void whatWasRolledBackWasNeverSaid() throws Exception {
    new Notifications().publish(writer::prepareStatement, List.of(digest(1)));
    writer.rollback();
    publish(List.of(digest(2)));
    assertEquals(digest(2), heard.next());
  }

  @Test
  void tellsMoreThanFitsIntoOnePayload() throws Exception {
    List<TokenDigest> many = IntStream.range(0, 1_000).mapToObj(Heard::digest).toList();
    publish(many);
    Set<Object> told = new HashSet<>();
    for (int i = 0; i < many.size(); i++) {
      told.add(heard.next());
    }
    assertEquals(new HashSet<Object>(many), told);
  }

  @Test
  void whatOthersSayOnTheChannelIsPassedOver() throws Exception {
    for (String junk : List.of("", "hello", "abc", "00,11", "G".repeat(64), "a".repeat(65))) {
      execute("SELECT pg_notify('pat4j_changes', '" + junk + "')");
    }
    execute("SELECT pg_notify('another', '" + "a".repeat(64) + "')");
    publish(List.of(digest(1)));
    assertEquals(digest(1), heard.next());
  }

  @Test
  void aTerminatedConnectionIsReplaced() throws Exception {
    assertEquals(1, terminateListeners());
    assertEquals(DISCONNECTED, heard.next());
    assertEquals(CONNECTED, heard.next());
    publish(List.of(digest(1)));
    assertEquals(digest(1), heard.next());
  }

  @Test
  void aConnectionThatNoLongerListensIsGivenUp() throws Exception {
    AtomicReference<Connection> listening = new AtomicReference<>();
    PGSimpleDataSource kept =
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            listening.set(super.getConnection());
            return listening.get();
          }
        };
    kept.setURL(made.url());
    try (ChangeSource source =
        NotifiedChanges.open(kept, store(database), Duration.ofMillis(250), TIMEOUT)) {
      source.catchUp(heard::changed);
      try (Statement statement = listening.get().createStatement()) {
        statement.execute("UNLISTEN *");
      }
      SQLException said = assertThrows(SQLException.class, () -> source.catchUp(heard::changed));
      assertTrue(said.getMessage().contains("pollEvery"), said.getMessage());
    }
  }

  @Test
  void aListenerInAnotherDatabaseIsRefusedWithTheCure() throws Exception {
    DataSource elsewhere = PostgresServer.shared().newDatabase().dataSource();
    SQLException said =
        assertThrows(
            SQLException.class,
            () ->
                NotifiedChanges.open(
                    elsewhere, store(database), Duration.ofMillis(250), Duration.ofMillis(300)));
    assertTrue(said.getMessage().contains("listenOn"), said.getMessage());
  }

  @Test
  void aReadOnlyWriterIsListenedToAllTheSame() throws Exception {
    PGSimpleDataSource readOnly = new PGSimpleDataSource();
    readOnly.setURL(made.url());
    readOnly.setOptions("-c default_transaction_read_only=on");
    Heard other = new Heard();
    try (ChangeFeed.Subscription open = feed(database, readOnly).subscribe(other)) {
      assertEquals(CONNECTED, other.next());
      Heard.awaitCurrent(open);
    }
  }

  @Test
  void aClosedSubscriptionLeavesNoConnectionBehind() throws Exception {
    subscription.close();
    for (int i = 0; listeners() > 0; i++) {
      assertTrue(i < 200, "its connection is still there");
      Thread.sleep(50);
    }
    assertFalse(subscription.isCurrent());
  }

  private JdbcChangeFeed feed(DataSource listenOn, DataSource write) {
    return new JdbcChangeFeed(
        () -> NotifiedChanges.open(listenOn, store(write), BOUND.dividedBy(4), TIMEOUT),
        BOUND,
        task -> new Thread(task, "listener under test"));
  }

  private static Transactions store(DataSource writer) {
    return new Transactions(writer, TIMEOUT);
  }

  private void publish(Collection<TokenDigest> digests) throws SQLException {
    new Notifications().publish(writer::prepareStatement, digests);
    writer.commit();
  }

  private static final String LISTENERS =
      "FROM pg_stat_activity WHERE datname = current_database()"
          + " AND query LIKE ANY (ARRAY['LISTEN %', '%pg_listening_channels%']) AND pid <> pg_backend_pid()";

  private long terminateListeners() throws SQLException {
    return number("SELECT COUNT(pg_terminate_backend(pid)) " + LISTENERS);
  }

  private long listeners() throws SQLException {
    return number("SELECT COUNT(*) " + LISTENERS);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = writer.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      long number = row.getLong(1);
      writer.commit();
      return number;
    }
  }
}
