package dev.pat4j.jdbc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import javax.sql.DataSource;

/**
 * The tables of {@link JdbcTokenStore} and {@link JdbcEventLog}: made by this library, or by
 * whatever else runs the scripts in its jar, which are plain SQL.
 *
 * <p>Every script may be run any number of times and notes its own version in the table {@code
 * pat_schema}, so all ways of running them agree. With Flyway, give the tokens a history of their
 * own, since their versions are not yours:
 *
 * <pre>{@code
 * Flyway.configure()
 *     .dataSource(dataSource)
 *     .locations("classpath:" + JdbcSchema.scripts(SqlDialect.POSTGRESQL))
 *     .table("pat_flyway_history")
 *     .baselineOnMigrate(true)
 *     .baselineVersion("0")
 *     .load()
 *     .migrate();
 * }</pre>
 *
 * <p>With Liquibase, {@code <include file="dev/pat4j/jdbc/postgresql/V1__tokens.sql"/>} and the
 * same of {@code V2__events.sql}.
 *
 * <p>The tables are made, and looked for, in the schema that the data source's connections have.
 * Nothing accepts null. Thread-safe and blocking; a statement may take a minute.
 */
public final class JdbcSchema {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private JdbcSchema() {}

  /**
   * Brings the schema to the version of this library, and {@linkplain #verify verifies} it. Safe
   * when many nodes start at once, and cheap when there is nothing to do. Its user must be allowed
   * to create tables, but only if there is something to do.
   *
   * @throws dev.pat4j.store.TokenStoreException if that failed, or the schema is newer than this
   *     library; the message says what to do
   */
  public static void migrate(DataSource dataSource) {
    Transactions transactions = transactions(dataSource);
    migrate(transactions, Detection.dialectOf(transactions));
  }

  /** {@link #migrate(DataSource)} of a database whose dialect is said. */
  public static void migrate(DataSource dataSource, SqlDialect dialect) {
    migrate(transactions(dataSource), requireNonNull(dialect, "dialect"));
  }

  /**
   * Changes nothing, and returns if the schema is what this library needs.
   *
   * @throws dev.pat4j.store.TokenStoreException if it is not: which script is missing, which table,
   *     column or index, or which column is too short; or that a newer release has changed it. The
   *     message says what to do
   */
  public static void verify(DataSource dataSource) {
    Transactions transactions = transactions(dataSource);
    new Schema(transactions, Detection.dialectOf(transactions)).verify();
  }

  /** {@link #verify(DataSource)} of a database whose dialect is said. */
  public static void verify(DataSource dataSource, SqlDialect dialect) {
    new Schema(transactions(dataSource), requireNonNull(dialect, "dialect")).verify();
  }

  /** The folder of the scripts for this dialect, as a path on the class path. */
  public static String scripts(SqlDialect dialect) {
    return Script.folder(dialect);
  }

  private static void migrate(Transactions transactions, SqlDialect dialect) {
    Schema schema = new Schema(transactions, dialect);
    schema.migrate();
    schema.verify();
  }

  private static Transactions transactions(DataSource dataSource) {
    return new Transactions(requireNonNull(dataSource, "dataSource"), TIMEOUT);
  }
}
