package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.H2Databases;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done again after a failure, how often, and what never is. */
class TransactionsTest {

  private final SQLException deadlock = new SQLException("deadlock", "40P01");
  private final SQLException broken = new SQLException("connection reset", "08006");
  private static final String INSERT = "executeUpdate INSERT";
  private static final String SELECT = "executeQuery SELECT";

  private final StoredToken token = Tokens.plain(1);
  private Meddler meddler;
  private JdbcTokenStore store;

  @BeforeEach
  void begin() {
    meddler = new Meddler(H2Databases.inMemory().dataSource());
    JdbcSchema.migrate(meddler.dataSource());
    store = JdbcTokenStore.builder(meddler.dataSource()).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "40000", "55P03", "90131"})
  void aChangeThatWasUndoneForAnotherIsMadeAgain(String state) {
    meddler.fail(INSERT, 2, new SQLException("undone", state));
    assertTrue(store.insert(token));
    assertEquals(3, meddler.calls(INSERT).size());
    assertEquals(1, meddler.calls("commit").size());
    assertEquals(Optional.of(token), store.findById(token.id()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1205, 1213, 50_200})
  void aLockThatWasNotToBeHadIsWaitedForAgain(int code) {
    meddler.fail(INSERT, 1, new SQLException("lock wait timeout", "HY000", code));
    assertTrue(store.insert(token));
  }

  @Test
  void aReadThatWasUndoneIsMadeAgain() {
    store.insert(token);
    meddler.fail(SELECT, 1, deadlock);
    assertEquals(Optional.of(token), store.findByDigest(token.digest()));
  }

  @Test
  void itIsTriedFiveTimesAndNoMore() {
    meddler.fail(INSERT, 100, deadlock);
    TokenStoreException failure =
        assertThrows(TokenStoreException.class, () -> store.insert(token));
    assertEquals(5, meddler.calls(INSERT).size());
    assertEquals(
        "the token store could not insert a token: others held its locks again and again; try"
            + " again; deadlock (SQLState 40P01)",
        failure.getMessage());
    assertEquals(Optional.empty(), store.findById(token.id()));
  }

  @Test
  void itIsNotTriedAgainOnceTheTimeoutHasPassed() {
    JdbcTokenStore hasty =
        new JdbcTokenStore(
            new Transactions(meddler.dataSource(), Duration.ZERO),
            SqlDialect.H2,
            (c, d) -> {},
            store.changes());
    meddler.fail(INSERT, 100, deadlock);
    assertThrows(TokenStoreException.class, () -> hasty.insert(token));
    assertEquals(1, meddler.calls(INSERT).size());
  }

  @Test
  void whatMayHaveHappenedIsNotDoneAgain() {
    meddler.fail(INSERT, 1, new SQLException("statement completion unknown", "40003"));
    assertThrows(TokenStoreException.class, () -> store.insert(token));
    assertEquals(1, meddler.calls(INSERT).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "08003", "57P01", "57P02", "57P03", "57P05", "90067", "90098"})
  void aStaleConnectionIsExchangedForAFreshOne(String state) {
    store.insert(token);
    meddler.fail(SELECT, 1, new SQLException("terminated", state));
    assertEquals(Optional.of(token), store.findByDigest(token.digest()));
    meddler.fail("executeQuery SELECT version", 1, new SQLException("terminated", state));
    assertTrue(store.delete(token.id()), "a change as well, before its commit");
  }

  @ParameterizedTest
  @ValueSource(ints = {1927, 4031})
  void aConnectionThatTheServerEndedIsExchanged(int code) {
    meddler.fail(SELECT, 1, new SQLException("killed", "70100", code));
    assertEquals(Optional.empty(), store.findByDigest(token.digest()));
  }

  @Test
  void aStaleConnectionIsExchangedOnce() {
    meddler.fail(SELECT, 100, broken);
    TokenStoreException failure =
        assertThrows(TokenStoreException.class, () -> store.findById(token.id()));
    assertEquals(2, meddler.calls(SELECT).size());
    assertEquals(
        "the token store could not find a token by its id: the connection broke; connection reset"
            + " (SQLState 08006)",
        failure.getMessage());
  }

  @Test
  void aCommitThatWasLostIsNotRepeated() {
    meddler.fail("commit", 1, broken);
    TokenStoreException failure =
        assertThrows(TokenStoreException.class, () -> store.insert(token));
    assertEquals(
        "the token store tried to insert a token, and lost the database while committing: it may"
            + " have been done or not; connection reset (SQLState 08006)",
        failure.getMessage());
    assertEquals(1, meddler.calls(INSERT).size());
  }

  @Test
  void aCommitThatWasRefusedForAnotherIsRepeated() {
    meddler.fail("commit", 1, new SQLException("serialization failure", "40001"));
    assertTrue(store.insert(token));
    assertEquals(2, meddler.calls(INSERT).size());
  }

  @Test
  void aKeyThatIsTakenElsewhereIsNoLostRaceButAFailure() {
    JdbcTokenStore failing =
        new JdbcTokenStore(
            new Transactions(meddler.dataSource(), Duration.ofSeconds(5)),
            SqlDialect.H2,
            (connection, changed) -> {
              throw new SQLException("Key (seq)=(17) already exists", "23505");
            },
            store.changes());
    TokenStoreException failure =
        assertThrows(TokenStoreException.class, () -> failing.insert(token));
    assertFalse(failure.getMessage().contains("17"), failure.getMessage());
    assertEquals(Optional.empty(), store.findById(token.id()), "undone");
  }

  @Test
  void aPoolThatGivesNoConnectionIsNotAskedAgain() {
    meddler.fail("getConnection", 1, broken);
    TokenStoreException failure =
        assertThrows(TokenStoreException.class, () -> store.findById(token.id()));
    assertEquals(broken, failure.getCause());
    assertEquals(1, meddler.calls("getConnection").size());
  }

  @Test
  void aPoolThatThrowsSomethingElseIsABreakdownAsWell() {
    meddler.meddle(
        call -> {
          throw new IllegalStateException("closed");
        });
    TokenStoreException failure =
        assertThrows(TokenStoreException.class, () -> store.findById(token.id()));
    assertTrue(failure.getMessage().endsWith(": closed"), failure.getMessage());
  }
}
