package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.H2Databases;
import dev.pat4j.store.TokenStoreException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is at fault is known however pools and batches wrap it. */
class FaultTest {

  private final SQLException deadlock = new SQLException("deadlock", "40P01");

  @Test
  void aFailureIsKnownByTheNextOneThatHasAState() {
    BatchUpdateException batch = new BatchUpdateException("batch", null, 0, new int[0]);
    batch.setNextException(new SQLException("nothing"));
    batch.setNextException(deadlock);
    assertEquals("40P01", Fault.stateOf(batch));
    assertEquals(Fault.TRANSIENT, Fault.of(batch));
  }

  @Test
  void aFailureIsKnownByItsCause() {
    SQLException pool = new SQLException("pool", new SQLException("proxy", deadlock));
    assertEquals("40P01", Fault.stateOf(pool));
    assertEquals(Fault.TRANSIENT, Fault.of(pool));
  }

  @Test
  void aFailureThatHasNoStateAnywhereIsAnyOther() {
    SQLException bare = new SQLException("bare", new IllegalStateException("not of a database"));
    assertEquals("", Fault.stateOf(bare));
    assertEquals(Fault.OTHER, Fault.of(bare));
    assertEquals(Fault.OTHER, Failures.faultIn(new TokenStoreException("no cause", null)));
  }

  @Test
  @Timeout(10)
  void failuresThatGoRoundInACircleAreAnyOther() {
    SQLException one = new SQLException("one");
    one.initCause(new SQLException("other", one));
    assertEquals(Fault.OTHER, Fault.of(one));
  }

  @Test
  void aServerThatRefusesIsNoServerThatIsGone() {
    SQLException refused = new SQLException("no password", "08004");
    assertEquals(Fault.REFUSED, Fault.of(refused));
    assertEquals(Fault.REFUSED, Fault.of(new SQLException("pool", "08004", refused)));
    assertEquals(Fault.STALE, Fault.of(new SQLException("gone", "08006")));
    SQLException full = new SQLException("Too many connections", "08004", 1040);
    assertEquals(Fault.STALE, Fault.of(full));
    assertEquals(Fault.STALE, Fault.of(new SQLException("pool", "08004", full)));
  }

  @Test
  void aUserWhoMayNotConnectIsToldWhatToGrant() {
    String said = Failures.connecting(new SQLException("no CONNECT", "42501")).getMessage();
    assertTrue(said.contains("its user may not connect: GRANT it that"), said);
  }

  @Test
  void aTableOfChangesWithoutAColumnIsNamedWithTheCure() {
    DataSource database = H2Databases.inMemory().dataSource();
    JdbcSchema.migrate(database);
    Fresh.execute(database, "ALTER TABLE pat_change DROP COLUMN digest");
    String said =
        assertThrows(TokenStoreException.class, () -> JdbcSchema.verify(database)).getMessage();
    assertTrue(said.contains("pat_change must have the columns "), said);
    assertTrue(said.contains("DROP TABLE pat_change and run "), said);
  }

  @Test
  void aDatabaseThatBreaksWhileItsSchemaIsCheckedIsNotCalledDamaged() {
    Meddler meddler = new Meddler(H2Databases.inMemory().dataSource());
    JdbcSchema.migrate(meddler.dataSource());
    meddler.meddle(
        call -> {
          if (call.startsWith("execute") && call.contains("pat_change")) {
            throw new SQLException("disk full", "53100");
          }
        });
    String said =
        assertThrows(TokenStoreException.class, () -> JdbcSchema.verify(meddler.dataSource()))
            .getMessage();
    assertTrue(said.contains("disk full"), said);
  }
}
