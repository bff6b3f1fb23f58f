package dev.pat4j.databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What MariaDB and MySQL have in common, from a time when they were one. */
abstract sealed class MySqlFamily extends DatabaseServer permits MariaDbServer, MySqlServer {

  static final String USER = "pat";
  static final String PASSWORD = "pat4j";
  static final String NO_SYNC = "--innodb-flush-method=nosync";

  MySqlFamily(String name, boolean shared) {
    super(name, Account.ofServers(), shared);
  }

  /** The program, and what only one of the two understands. */
  abstract List<String> program();

  /** Runs the command that fills an empty data folder, and starts. */
  final void install(List<String> command) {
    try {
      Files.writeString(init(), everyStart());
      Programs.output(builder(account.command(command)));
      begin();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  final List<String> serverCommand(int onPort) {
    List<String> command = new ArrayList<>(program());
    command.addAll(
        List.of(
            "--datadir=" + data(),
            "--port=" + onPort,
            "--bind-address=127.0.0.1",
            "--skip-networking=0",
            "--skip-name-resolve",
            // In the data folder: an absolute name is easily longer than the system allows.
            "--socket=socket",
            "--pid-file=" + pidFile(),
            "--init-file=" + init(),
            "--max-connections=200",
            "--skip-log-bin",
            "--performance-schema=OFF",
            "--innodb-buffer-pool-size=64M",
            // To the system at each commit, never to the disk.
            "--innodb-flush-log-at-trx-commit=2",
            NO_SYNC,
            // Ends quickly, and starts as after a kill.
            "--innodb-fast-shutdown=2"));
    return command;
  }

  @Override
  final Path pidFile() {
    return folder.resolve("pid");
  }

  @Override
  final String endSignal() {
    return "TERM";
  }

  final Path data() {
    return folder.resolve("data");
  }

  private Path init() {
    return folder.resolve("init.sql");
  }

  /** One statement a line, before anybody can connect. */
  private static String everyStart() {
    String user = "'" + USER + "'@'127.0.0.1'";
    return "CREATE USER IF NOT EXISTS %s IDENTIFIED BY '%s';\n".formatted(user, PASSWORD)
        + "GRANT ALL ON *.* TO %s WITH GRANT OPTION;\n".formatted(user);
  }
}
