package dev.pat4j.databases;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real MariaDB, from the programs of the machine, with nothing of the machine's configuration: as
 * its makers ship it, its default character set is {@code latin1}.
 */
public final class MariaDbServer extends MySqlFamily {

  private static final String SERVER = "mariadbd";
  private static final String INSTALL = "mariadb-install-db";

  private static @Nullable MariaDbServer shared;

  private MariaDbServer(boolean shared) {
    super("mariadb", shared);
    install(
        List.of(
            path(INSTALL),
            "--no-defaults",
            "--datadir=" + data(),
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--innodb-log-file-size=16M",
            NO_SYNC));
  }

  /** Returns why there can be no MariaDB on this machine; empty if there can. */
  public static Optional<String> missing() {
    for (String program : List.of(SERVER, INSTALL, "my_print_defaults")) {
      if (Programs.find(program).isEmpty()) {
        return Optional.of(
            program
                + " is not installed; Debian has it in mariadb-server, or without the service"
                + " in mariadb-server-core and mariadb-client-core");
      }
    }
    return Optional.empty();
  }

  /** Returns this JVM's server, starting it at the first call. */
  public static synchronized MariaDbServer shared() {
    if (shared == null) {
      shared = new MariaDbServer(true);
    }
    return shared;
  }

  /** Starts a server of one's own, and returns when it answers. The caller closes it. */
  public static MariaDbServer start() {
    return new MariaDbServer(false);
  }

  @Override
  List<String> program() {
    return List.of(path(SERVER), "--no-defaults", "--innodb-log-file-size=16M");
  }

  @Override
  UrlDataSource administrator() {
    String url = address("") + "?connectTimeout=5000&socketTimeout=60000";
    return new UrlDataSource(url, USER, PASSWORD);
  }

  @Override
  Database database(String name) {
    return new Database(address(name), USER, PASSWORD, "?user=%s&password=%s");
  }

  private String address(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port() + "/" + database;
  }

  private static String path(String program) {
    return Programs.find(program)
        .orElseThrow(() -> new IllegalStateException(missing().orElse(program)))
        .toString();
  }
}
