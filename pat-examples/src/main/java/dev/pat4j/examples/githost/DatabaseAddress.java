package dev.pat4j.examples.githost;

import dev.pat4j.examples.database.JdbcAddress;
import dev.pat4j.examples.githost.Options.Unusable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the tokens are kept, as a person says it: a file in the data folder unless they name a
 * database.
 *
 * @param shown the address without anything secret in it
 */
record DatabaseAddress(JdbcAddress jdbc, String shown) {

  /**
   * A commit is in the file before it is acknowledged, which is not H2's default; the host closes
   * the database, not H2; and no second file with what went wrong.
   */
  private static final String FILE = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";

  /**
   * Reads {@code db}, {@code db.user} and {@code db.password}.
   *
   * @throws Unusable if there is no such database, or none that can be in this folder
   */
  static DatabaseAddress from(Properties properties, Path data) {
    String url = properties.getProperty("db");
    return url == null ? file(properties, data) : server(properties, url.strip());
  }

  private static DatabaseAddress file(Properties properties, Path data) {
    for (String name : new String[] {"db.user", "db.password"}) {
      if (properties.getProperty(name) != null) {
        throw new Unusable("-D" + name + " is for a database: name it with -Ddb=URL");
      }
    }
    Path file = data.resolve("tokens");
    if (file.toString().contains(";")) {
      throw new Unusable(
          "-Ddata="
              + Options.shown(data.toString())
              + " cannot hold the tokens: H2 reads a semicolon in its own way; choose another one");
    }
    return new DatabaseAddress(
        new JdbcAddress("jdbc:h2:file:" + file + FILE, Optional.of("demo"), Optional.of("")),
        WalkThrough.shown(data.resolve("tokens.mv.db")));
  }

  private static DatabaseAddress server(Properties properties, String url) {
    JdbcAddress jdbc =
        new JdbcAddress(
            url,
            Optional.ofNullable(properties.getProperty("db.user")),
            Optional.ofNullable(properties.getProperty("db.password")));
    if (!jdbc.isKnown()) {
      throw new Unusable(
          "-Ddb="
              + Options.shown(jdbc.toString())
              + " is no database that is known here: jdbc:postgresql://HOST/NAME or"
              + " jdbc:mariadb://HOST/NAME; leave it out for a file in the data folder");
    }
    return new DatabaseAddress(jdbc, jdbc.toString());
  }

  /** {@link #shown()}. */
  @Override
  public String toString() {
    return shown;
  }
}
