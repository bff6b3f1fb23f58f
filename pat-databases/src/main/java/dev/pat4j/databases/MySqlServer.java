package dev.pat4j.databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real MySQL, from programs that come as a Maven artifact: 8.0.12, among the first of MySQL 8, so
 * what it runs, later ones run.
 */
public final class MySqlServer extends MySqlFamily {

  private static final String ARCHIVE = "mysql.tar.gz";

  /** A new name, from Debian 13 on, for 64-bit times; this processor's always were. */
  private static final Path DEBIANS_LIBAIO = Path.of("/usr/lib/x86_64-linux-gnu/libaio.so.1t64");

  private static @Nullable MySqlServer shared;

  private MySqlServer(boolean shared) {
    super("mysql", shared);
    install(
        List.of(
            program().get(0),
            "--no-defaults",
            "--initialize-insecure",
            "--datadir=" + data(),
            "--performance-schema=OFF",
            "--innodb-log-file-size=16M",
            NO_SYNC,
            "--skip-log-bin",
            "--auto-generate-certs=OFF"));
  }

  /** Returns why there can be no MySQL on this machine; empty if there can. */
  public static synchronized Optional<String> missing() {
    if (!Binaries.exist(ARCHIVE)) {
      return Optional.of(Binaries.missing(ARCHIVE));
    }
    try {
      Programs.output(List.of(mysqld(), "--no-defaults", "--version"));
      return Optional.empty();
    } catch (IllegalStateException doesNotRun) {
      return Optional.of(doesNotRun + "; it needs the library libaio, Debian's libaio1");
    }
  }

  /** Returns this JVM's server, starting it at the first call. */
  public static synchronized MySqlServer shared() {
    if (shared == null) {
      shared = new MySqlServer(true);
    }
    return shared;
  }

  /** Starts a server of one's own, and returns when it answers. The caller closes it. */
  public static synchronized MySqlServer start() {
    return new MySqlServer(false);
  }

  @Override
  List<String> program() {
    // Without the second protocol, which would want a port of its own.
    return List.of(
        mysqld(), "--no-defaults", "--innodb-log-file-size=16M", "--mysqlx=OFF", "--skip-ssl");
  }

  @Override
  UrlDataSource administrator() {
    String url = address("") + "&connectTimeout=5000&socketTimeout=60000";
    return new UrlDataSource(url, USER, PASSWORD);
  }

  @Override
  Database database(String name) {
    return new Database(address(name), USER, PASSWORD, "&user=%s&password=%s");
  }

  /** Without TLS, which this server has only in versions that JDKs refuse. */
  private String address(String database) {
    return "jdbc:mysql://127.0.0.1:"
        + port()
        + "/"
        + database
        + "?sslMode=DISABLED&allowPublicKeyRetrieval=true";
  }

  private static String mysqld() {
    Path programs = Binaries.of(ARCHIVE).resolve("bin");
    link(DEBIANS_LIBAIO, programs.resolve("libaio.so.1"));
    return programs.resolve("mysqld").toString();
  }

  /** Where a program of these is, it looks for libraries first. */
  private static void link(Path library, Path as) {
    try {
      if (Files.exists(library) && !Files.exists(as)) {
        Files.createSymbolicLink(as, library);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
