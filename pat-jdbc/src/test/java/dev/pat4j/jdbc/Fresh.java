package dev.pat4j.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.opentest4j.TestAbortedException;

/** New databases of any engine, for tests that run on each; and plain statements on them. */
final class Fresh {

  /** How long a database may take that many threads keep busy on a machine that is busy already. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private Fresh() {}

  /** An empty one. */
  static Database empty(Engine engine) {
    require(engine);
    return engine.newDatabase();
  }

  /**
   * Where the machine has no such engine the test is skipped, and that is said aloud on the
   * console; on a machine that sets {@code CI} nothing may be skipped, so there it fails.
   */
  static void require(Engine engine) {
    String why = engine.missing().orElse("");
    if (why.isEmpty()) {
      return;
    }
    String test =
        StackWalker.getInstance()
            .walk(frames -> frames.filter(frame -> isTest(frame.getClassName())).findFirst())
            .toString();
    String said = "SKIPPED LOUDLY: " + test + " needs " + engine + " (" + why + ")";
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(said);
    }
    // Past the redirection of the test's own output.
    new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8).println(said);
    throw new TestAbortedException(said);
  }

  private static boolean isTest(String className) {
    return !className.equals(Fresh.class.getName());
  }

  /** One with the newest schema. */
  static Database migrated(Engine engine) {
    Database database = empty(engine);
    JdbcSchema.migrate(database.dataSource());
    return database;
  }

  static SqlDialect dialect(Engine engine) {
    return switch (engine) {
      case H2 -> SqlDialect.H2;
      case POSTGRESQL, POSTGRESQL_FLOOR -> SqlDialect.POSTGRESQL;
      case MARIADB -> SqlDialect.MARIADB;
      case MYSQL -> SqlDialect.MYSQL;
    };
  }

  /** How a pool of a few connections is made, for a test to say more. */
  static HikariConfig config(Database database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.address());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(10_000);
    config.setValidationTimeout(5_000);
    return config;
  }

  /** A plain data source of whatever this URL names. */
  static DataSource by(String url) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> DriverManager.getConnection(url));
  }

  /** A statement that gives a column of {@code pat_token}, which must not be null, another type. */
  static String alter(Engine engine, String column, String type) {
    return "ALTER TABLE pat_token"
        + switch (engine) {
          case H2 -> " ALTER COLUMN " + column + " SET DATA TYPE " + type;
          case POSTGRESQL, POSTGRESQL_FLOOR -> " ALTER COLUMN " + column + " TYPE " + type;
          case MARIADB, MYSQL -> " MODIFY COLUMN " + column + " " + type + " NOT NULL";
        };
  }

  /** A statement that lets a column of {@code pat_token} no longer be null. */
  static String require(Engine engine, String column, String type) {
    boolean mySql = engine == Engine.MARIADB || engine == Engine.MYSQL;
    return mySql
        ? alter(engine, column, type)
        : "ALTER TABLE pat_token ALTER COLUMN " + column + " SET NOT NULL";
  }

  static void execute(DataSource dataSource, String... statements) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
