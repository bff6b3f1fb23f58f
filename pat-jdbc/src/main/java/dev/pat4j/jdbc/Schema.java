package dev.pat4j.jdbc;

import dev.pat4j.store.TokenStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The version of a schema, and how it gets to be the newest. */
final class Schema {

  private static final int TRIES = 10;
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** That somebody is making, or has just made, the same table says no more than "other". */
  private static final Set<Fault> OF_OTHERS = Set.of(Fault.TRANSIENT, Fault.DUPLICATE, Fault.OTHER);

  /** Of one, two, three and four bytes in UTF-8. */
  private static final String PROBE = "a\u00e4\u0430\u0131\u20ac\ud83d\ude00";

  private static final String VERSION = "SELECT MAX(version) FROM pat_schema";

  private final Transactions transactions;
  private final SqlDialect dialect;

  Schema(Transactions transactions, SqlDialect dialect) {
    this.transactions = transactions;
    this.dialect = dialect;
  }

  /** Brings it to the newest version. */
  void migrate() {
    for (int tries = 1; isOlder(); tries++) {
      try {
        run();
      } catch (TokenStoreException e) {
        // Where there is no lock to take, others may be in the way; they may also be done by now.
        if ((tries == TRIES || !OF_OTHERS.contains(Failures.faultIn(e))) && isOlder()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos() * tries);
      }
    }
    requireNotNewer();
  }

  /** Requires it to have the newest version, and to be what that one says. */
  void verify() {
    int version = version();
    if (version < Script.NEWEST) {
      throw new TokenStoreException(
          (version == 0
                  ? "the database has no schema for tokens"
                  : "the schema for tokens has version " + version)
              + ", and this library needs version "
              + Script.NEWEST
              + ": run "
              + Script.of(dialect, version + 1).path()
              + " (it is in the jar) or JdbcSchema.migrate(dataSource), with the schema that the"
              + " connection has now",
          null);
    }
    requireNotNewer();
    new SchemaCheck(transactions, dialect).run();
    transactions.read("look at the connection", this::requireFaithful);
  }

  /**
   * A connection on which a text arrives as it was sent, and nothing is read that may be undone.
   */
  private boolean requireFaithful(Session session) throws SQLException {
    boolean dirty =
        session.connection().getTransactionIsolation() == Connection.TRANSACTION_READ_UNCOMMITTED;
    if (dirty && dialect != SqlDialect.POSTGRESQL) { // which takes it for READ COMMITTED
      throw new TokenStoreException(
          "the connections of the DataSource read what others have not committed, and may undo: set"
              + " their isolation to READ COMMITTED or higher",
          null);
    }
    try (PreparedStatement select = session.prepare("SELECT CONCAT(?, '')")) {
      select.setString(1, PROBE);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        if (!PROBE.equals(row.getString(1))) {
          throw new TokenStoreException(
              "the connections of the DataSource alter texts, so that two owners may become one: let"
                  + " the URL name no character set or collation but UTF-8's",
              null);
        }
      }
    }
    return true;
  }

  private void requireNotNewer() {
    int version = version();
    if (version > Script.NEWEST) {
      throw new TokenStoreException(
          "the schema for tokens has version "
              + version
              + ", written by a newer release of pat4j; this one knows version "
              + Script.NEWEST
              + ": run the newer release on this node too",
          null);
    }
  }

  private boolean isOlder() {
    return version() < Script.NEWEST;
  }

  /** 0 if there is none. */
  private int version() {
    try {
      return transactions.read("read the version of the schema", Schema::version);
    } catch (TokenStoreException e) {
      if (Failures.faultIn(e) == Fault.NO_TABLE) {
        return 0;
      }
      throw e;
    }
  }

  private static int version(Session session) throws SQLException {
    try (PreparedStatement select = session.prepare(VERSION);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  /** The scripts that are missing, each whole or not at all where the database can do that. */
  private void run() {
    for (int version = version() + 1; version <= Script.NEWEST; version++) {
      Script script = Script.of(dialect, version);
      transactions.write("run " + script.path(), session -> run(script, session));
    }
  }

  private boolean run(Script script, Session session) throws SQLException {
    dialect.words().lockSchema(session);
    try {
      for (String sql : script.statements()) {
        try (PreparedStatement statement = session.prepare(sql)) {
          statement.execute();
        }
      }
    } finally {
      dialect.words().unlockSchema(session);
    }
    return true;
  }
}
