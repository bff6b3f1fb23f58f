package dev.pat4j.jdbc;

import static dev.pat4j.jdbc.Heard.CONNECTED;
import static dev.pat4j.jdbc.Heard.DISCONNECTED;
import static dev.pat4j.jdbc.Heard.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.ChangeFeed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ChangeLogTest {

  private static final Duration BOUND = Duration.ofSeconds(1);

  /** Where the counter stands once the first node reads the log. */
  private static final int BEGUN = 1;

  private static final Duration INTERVAL = Duration.ofMillis(10);

  private final DataSource database = memory();
  private final Transactions store = new Transactions(database, Duration.ofSeconds(5));
  private final Heard heard = new Heard();
  private Connection writer;
  private ChangeFeed.Subscription subscription;

  @BeforeEach
  void subscribe() throws Exception {
    writer = database.getConnection();
    JdbcSchema.migrate(database);
    writer.setAutoCommit(false);
    subscription = feed().subscribe(heard);
    assertEquals(CONNECTED, heard.next());
  }

  @AfterEach
  void close() throws SQLException {
    subscription.close();
    writer.close();
  }

  @Test
  void tellsWhatWasCommittedInItsOrder() throws Exception {
    publish(digest(1), digest(2));
    publish(digest(3));
    assertEquals(digest(1), heard.next());
    assertEquals(digest(2), heard.next());
    assertEquals(digest(3), heard.next());
  }

  @Test
  void whatWasRolledBackWasNeverSaid() throws Exception {
    new ChangeLog().publish(writer::prepareStatement, List.of(digest(1)));
    writer.rollback();
    publish(digest(2));
    assertEquals(digest(2), heard.next());
  }

  @Test
  void aChangeOfNothingTakesNoNumber() throws Exception {
    publish();
    assertEquals(BEGUN, number("SELECT newest FROM pat_change_counter"));
  }

  @Test
  void tellsMoreThanAPage() throws Exception {
    TokenDigest[] many =
        IntStream.range(0, 2_500).mapToObj(Heard::digest).toArray(TokenDigest[]::new);
    publish(many);
    for (TokenDigest next : many) {
      assertEquals(next, heard.next());
    }
  }

  @Test
  void aLateSubscriberHearsOnlyWhatComesLater() throws Exception {
    publish(digest(1));
    Heard late = new Heard();
    try (ChangeFeed.Subscription other = feed().subscribe(late)) {
      assertEquals(CONNECTED, late.next());
      publish(digest(2));
      assertEquals(digest(2), late.next());
      assertTrue(other.isCurrent());
    }
  }

  @Test
  void aGapIsAnOutage() throws Exception {
    new ChangeLog().publish(writer::prepareStatement, List.of(digest(1), digest(2)));
    execute("DELETE FROM pat_change WHERE seq = " + (BEGUN + 1));
    writer.commit();
    assertEquals(DISCONNECTED, heard.next());
    assertEquals(CONNECTED, heard.next());
    publish(digest(3));
    assertEquals(digest(3), heard.next());
  }

  @Test
  void aLogThatWasSetBackIsAnOutage() throws Exception {
    publish(digest(1), digest(2));
    assertEquals(digest(1), heard.next());
    assertEquals(digest(2), heard.next());
    execute("DELETE FROM pat_change");
    execute("UPDATE pat_change_counter SET newest = " + (BEGUN + 1));
    writer.commit();
    assertEquals(DISCONNECTED, heard.next());
    assertEquals(CONNECTED, heard.next());
    publish(digest(3));
    assertEquals(digest(3), heard.next());
  }

  @Test
  void aReaderThatWasAwayForTooLongFindsAGap() throws Exception {
    publish(IntStream.range(0, ChangeLog.KEPT + 10).mapToObj(Heard::digest).toList());
    // Written in one transaction, so the reader has seen none of it before the oldest were gone.
    assertEquals(DISCONNECTED, heard.next());
    assertEquals(CONNECTED, heard.next());
  }

  @Test
  void theLogIsBounded() throws Exception {
    for (int i = 0; i < 12; i++) {
      publish(IntStream.range(0, 1_000).mapToObj(Heard::digest).toList());
    }
    assertEquals(ChangeLog.KEPT, number("SELECT COUNT(*) FROM pat_change"));
    assertEquals(BEGUN + 12_000, number("SELECT MAX(seq) FROM pat_change"));
  }

  @Test
  void aMissingCounterIsSaidWithItsCure() throws Exception {
    execute("DELETE FROM pat_change_counter");
    SQLException said =
        org.junit.jupiter.api.Assertions.assertThrows(
            SQLException.class,
            () -> new ChangeLog().publish(writer::prepareStatement, List.of(digest(1))));
    assertTrue(said.getMessage().contains("INSERT INTO pat_change_counter"), said.getMessage());
    writer.rollback();
  }

  @Test
  void writersSideBySideLeaveNoGapAndLoseNothing() throws Exception {
    int writers = 8;
    int each = 50;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<Boolean>> done = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      int first = i * each;
      Callable<Boolean> work = () -> write(first, each);
      done.add(threads.submit(work));
    }
    for (Future<Boolean> one : done) {
      assertTrue(one.get());
    }
    threads.shutdown();
    Set<Object> told = new HashSet<>();
    for (int i = 0; i < writers * each; i++) {
      told.add(heard.next());
    }
    Set<Object> due = new HashSet<>();
    IntStream.range(0, writers * each).mapToObj(Heard::digest).forEach(due::add);
    assertEquals(due, told);
  }

  private boolean write(int first, int count) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      for (int i = first; i < first + count; i++) {
        new ChangeLog().publish(connection::prepareStatement, List.of(digest(i)));
        connection.commit();
      }
      return true;
    }
  }

  private JdbcChangeFeed feed() {
    return new JdbcChangeFeed(
        () -> PolledChanges.open(database, store, true, INTERVAL, Duration.ofSeconds(5)),
        BOUND,
        task -> new Thread(task, "poll under test"));
  }

  private void publish(TokenDigest... digests) throws SQLException {
    publish(List.of(digests));
  }

  private void publish(Collection<TokenDigest> digests) throws SQLException {
    new ChangeLog().publish(writer::prepareStatement, digests);
    writer.commit();
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
      return row.getLong(1);
    }
  }

  private static DataSource memory() {
    JdbcDataSource memory = new JdbcDataSource();
    memory.setURL("jdbc:h2:mem:" + System.nanoTime() + ";LOCK_TIMEOUT=20000");
    return memory;
  }
}
