package dev.pat4j.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What a node is told when it starts.
 *
 * @param name stands in every answer, as {@code X-Node}, and in the database's list of sessions
 * @param port where to listen on 127.0.0.1; 0 takes a free one
 * @param database a JDBC URL with user and password in it
 * @param accountsInDatabase whether it is looked up at every request that the owner is not disabled
 * @param pollEvery how often to read the change log; empty leaves the choice to the store
 * @param bound after which a silent feed is not trusted
 * @param timeout how long to wait for the database
 */
record NodeSettings(
    String name,
    int port,
    String database,
    boolean accountsInDatabase,
    Optional<Duration> pollEvery,
    Duration bound,
    Duration timeout) {

  /** Holds the URL of the database, since others can read the flags of a process. */
  static final String DATABASE = "NODE_DATABASE";

  /**
   * Reads {@code -Dname}, {@code -Dport}, {@code -Daccounts}, {@code -Dpoll}, {@code -Dbound} and
   * {@code -Dtimeout}, the last three in milliseconds, and the environment.
   *
   * @throws IllegalArgumentException if one makes no sense; the message names it
   */
  static NodeSettings from(Properties flags, Map<String, String> environment) {
    String database = environment.get(DATABASE);
    if (database == null) {
      throw new IllegalArgumentException(
          DATABASE + " is not in the environment: it names the database as a JDBC URL");
    }
    return new NodeSettings(
        flags.getProperty("name", "node"),
        port(flags, 0),
        database,
        flags.getProperty("accounts", "").equals("database"),
        number(flags, "poll").map(Duration::ofMillis),
        Duration.ofMillis(number(flags, "bound").orElse(1_000L)),
        Duration.ofMillis(number(flags, "timeout").orElse(5_000L)));
  }

  /** What {@code -Dport} says, if it is a port. */
  static int port(Properties flags, int otherwise) {
    String text = flags.getProperty("port", Integer.toString(otherwise));
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "-Dport=" + shown(text) + " is no port: 1 to 65535, or 0 to take a free one");
    }
    return port;
  }

  private static Optional<Long> number(Properties flags, String name) {
    String text = flags.getProperty(name);
    if (text == null) {
      return Optional.empty();
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("-D" + name + "=" + shown(text) + " is no number");
    }
    return Optional.of(Long.valueOf(text));
  }

  private static String shown(String text) {
    return "'" + text.replaceAll("\\p{Cntrl}", "?") + "'";
  }

  /** Without the password. */
  @Override
  public String toString() {
    return name + " on port " + port;
  }
}
