package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many callers on real databases, whose look-ups share round trips. */
@Timeout(120)
class SharedRoundTripsTest {

  private static final int CALLERS = 32;
  private static final int ROWS = 40;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({"POSTGRESQL, 1", "POSTGRESQL, 3", "MARIADB, 2", "MYSQL, 2", "H2, 2"})
  @DisplayName("threats 10, 28: a look-up sees every change that was committed before it began")
  void whatWasCommittedBeforeIsSeen(Engine engine, int atOnce) throws Exception {
    Database database = Fresh.migrated(engine);
    try (HikariDataSource pool = database.pool(4)) {
      JdbcTokenStore store =
          JdbcTokenStore.builder(pool).timeout(Fresh.PATIENCE).shareRoundTrips(atOnce).build();
      IntStream.range(0, ROWS).forEach(row -> store.insert(Tokens.plain(row + 1)));
      AtomicLongArray committed = new AtomicLongArray(ROWS);
      AtomicBoolean over = new AtomicBoolean();
      List<Future<Long>> reading = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        reading.add(threads.submit(() -> look(store, committed, over)));
      }
      long end = System.nanoTime() + Duration.ofMillis(700).toNanos();
      for (int change = 0; System.nanoTime() < end; change++) {
        int row = change % ROWS;
        StoredToken now = store.findById(Tokens.id(row + 1)).orElseThrow();
        assertTrue(store.replace(now, now));
        committed.set(row, now.version() + 1);
      }
      over.set(true);
      for (Future<Long> reader : reading) {
        assertTrue(reader.get() > 0);
      }
    }
  }

  /** How often it looked; each time at a token whose least version is known before. */
  private static long look(JdbcTokenStore store, AtomicLongArray committed, AtomicBoolean over) {
    long looks = 0;
    do {
      int row = ThreadLocalRandom.current().nextInt(ROWS);
      long least = committed.get(row);
      StoredToken found = store.findByDigest(Tokens.digest(row + 1)).orElseThrow();
      assertEquals(Tokens.digest(row + 1), found.digest());
      assertTrue(
          found.version() >= least, () -> found.version() + " was read after " + least + " was");
      looks++;
    } while (!over.get());
    return looks;
  }

  @Test
  @DisplayName("many callers take fewer statements than there are of them, a lone one takes one")
  void manyCallersTakeFewStatements() throws Exception {
    Meddler meddler = new Meddler(Fresh.migrated(Engine.H2).dataSource());
    JdbcTokenStore store = JdbcTokenStore.builder(meddler.dataSource()).shareRoundTrips(1).build();
    IntStream.range(0, ROWS).forEach(row -> store.insert(Tokens.plain(row + 1)));
    AtomicBoolean slow = new AtomicBoolean(true);
    meddler.meddle(
        call -> {
          while (slow.get() && call.startsWith("executeQuery")) {
            Thread.onSpinWait();
          }
        });
    List<Future<Optional<StoredToken>>> found = new ArrayList<>();
    for (int row = 1; row <= ROWS; row++) {
      TokenNumber asked = new TokenNumber(store, row);
      found.add(threads.submit(asked));
      asked.awaitWaiting(row > 1, meddler);
    }
    slow.set(false);
    for (int row = 1; row <= ROWS; row++) {
      assertEquals(Optional.of(Tokens.plain(row)), found.get(row - 1).get());
    }
    assertEquals(2, meddler.calls("executeQuery").size());
    assertEquals(2, meddler.calls("getConnection").size());
    meddler.meddle(call -> {});
    assertEquals(Optional.of(Tokens.plain(1)), store.findByDigestAfresh(Tokens.digest(1)));
    assertEquals(
        List.of("executeQuery " + Statements.BY_DIGEST), meddler.calls("executeQuery"), "alone");
  }

  @Test
  void aServerThatHangsFailsEverybodyInTimeAndNobodyAfterwards() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        HikariDataSource pool = server.newDatabase().pool(2)) {
      JdbcSchema.migrate(pool);
      JdbcTokenStore store =
          JdbcTokenStore.builder(pool).timeout(Duration.ofSeconds(1)).shareRoundTrips(2).build();
      store.insert(Tokens.plain(1));
      server.pause();
      long begun = System.nanoTime();
      List<Future<Optional<StoredToken>>> asked = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        asked.add(threads.submit(() -> store.findByDigest(Tokens.digest(1))));
      }
      for (Future<Optional<StoredToken>> caller : asked) {
        Throwable failure = assertThrows(ExecutionException.class, caller::get).getCause();
        assertEquals(TokenStoreException.class, failure.getClass());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      assertTrue(took.compareTo(Duration.ofSeconds(30)) < 0, "it took " + took);
      server.resume();
      assertTrue(store.findByDigest(Tokens.digest(1)).isPresent(), "after it hung");
    }
  }

  @Test
  void aFailureThatIsSharedQuotesNothingAndIsNotTheSameForTwo() throws Exception {
    Meddler meddler = new Meddler(Fresh.migrated(Engine.H2).dataSource());
    JdbcTokenStore store = JdbcTokenStore.builder(meddler.dataSource()).shareRoundTrips(1).build();
    meddler.meddle(
        call -> {
          if (call.startsWith("executeQuery")) {
            LockSupport.parkNanos(1_000_000);
            throw new SQLException("no such table, said of QUOTED", "42S02");
          }
        });
    List<Future<Optional<StoredToken>>> asked = new ArrayList<>();
    for (int caller = 1; caller <= CALLERS; caller++) {
      long number = caller;
      asked.add(threads.submit(() -> store.findByDigest(Tokens.digest(number))));
    }
    List<Throwable> failures = new ArrayList<>();
    for (Future<?> caller : asked) {
      failures.add(assertThrows(ExecutionException.class, caller::get).getCause());
    }
    assertEquals(CALLERS, failures.stream().distinct().count());
    for (Throwable failure : failures) {
      assertEquals(TokenStoreException.class, failure.getClass());
      assertTrue(failure.getMessage().contains("a table is missing"), failure.getMessage());
    }
  }

  @Test
  void howManyRoundTripsIsChecked() {
    JdbcTokenStore.Builder builder = JdbcTokenStore.builder(Fresh.by("jdbc:none:"));
    builder.shareRoundTrips(1).shareRoundTrips(1_000);
    for (int wrong : new int[] {0, -1, 1_001}) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> builder.shareRoundTrips(wrong));
      assertEquals(
          "shareRoundTrips is from 1 to 1000 round trips at once, about as many as the pool has"
              + " connections, not "
              + wrong,
          refused.getMessage());
    }
  }

  /** A look-up that tells where its thread is. */
  private static final class TokenNumber implements Callable<Optional<StoredToken>> {

    private final JdbcTokenStore store;
    private final int number;
    private volatile Thread thread;

    TokenNumber(JdbcTokenStore store, int number) {
      this.store = store;
      this.number = number;
    }

    @Override
    public Optional<StoredToken> call() {
      thread = Thread.currentThread();
      return store.findByDigest(Tokens.digest(number));
    }

    void awaitWaiting(boolean inLine, Meddler meddler) throws InterruptedException {
      while (inLine
          ? thread == null || !(LockSupport.getBlocker(thread) instanceof Passenger)
          : meddler.calls("executeQuery").isEmpty()) {
        Thread.sleep(1);
      }
    }
  }
}
