package dev.pat4j.databases;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** Databases of H2, which run in this JVM. */
public final class H2Databases {

  private static final String USER = "pat";
  private static final String PASSWORD = "pat4j";
  private static final AtomicInteger made = new AtomicInteger();

  private H2Databases() {}

  /** Makes a new, empty database, which lives as long as this JVM. */
  public static Database inMemory() {
    return made("mem:pat" + made.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
  }

  /**
   * Opens the database in a folder, which is made if there is none. It is closed when its last
   * connection is, and the next one opens it again: that is a restart.
   */
  public static Database inFolder(Path folder) {
    return made("file:" + folder.resolve("pat").toAbsolutePath());
  }

  /** The first to connect sets the password. */
  private static Database made(String where) {
    Database database = new Database("jdbc:h2:" + where, USER, PASSWORD, ";USER=%s;PASSWORD=%s");
    try {
      database.dataSource().getConnection().close();
    } catch (SQLException e) {
      throw new IllegalStateException(database + " does not open: " + e.getMessage(), e);
    }
    return database;
  }
}
