package dev.pat4j.databases;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real database server on 127.0.0.1, with a data folder and a port of its own, that ends with
 * this JVM, however that ends.
 *
 * <p>What may go wrong with a server can be done to it: {@link #pause()} makes it hang, {@link
 * #kill()} makes it vanish, {@link #stop()} is an administrator's, and {@link #restart()} brings it
 * back on the same port, with the same data. For that, start a server of your own: {@code shared()}
 * is for everybody else in this JVM, and cannot be closed.
 *
 * <p>Settings are for speed: a commit reaches the operating system, not the disk. So a killed
 * server loses nothing that was committed; a power cut would.
 *
 * <p>Thread-safe. Nothing is null. Whatever the server or the machine refuses is an {@link
 * IllegalStateException} that bears the end of the server's log.
 */
public abstract sealed class DatabaseServer implements AutoCloseable
    permits PostgresServer, MySqlFamily {

  private static final Logger log = LoggerFactory.getLogger(DatabaseServer.class);
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final AtomicInteger databases = new AtomicInteger();

  final Account account;
  final Path folder;
  private final boolean shared;
  private final ReentrantLock turn = new ReentrantLock();
  private int port = Ports.free();
  private @Nullable ProcessTree running;

  DatabaseServer(String name, Account account, boolean shared) {
    this.account = account;
    this.shared = shared;
    this.folder = Scratch.folder(name, account);
  }

  /** The server program and its arguments. */
  abstract List<String> serverCommand(int onPort);

  /** Where the server writes its process id, in the first line. */
  abstract Path pidFile();

  /** The database of the administrator, which a test never sees; it waits for no answer long. */
  abstract UrlDataSource administrator();

  abstract Database database(String name);

  /** The signal for which the server ends all sessions, and then itself. */
  abstract String endSignal();

  /** Returns the port on 127.0.0.1, the same after a restart. */
  public int port() {
    return port;
  }

  /** Makes a new, empty database, which goes when the server goes. */
  public Database newDatabase() {
    String name = "pat" + databases.incrementAndGet();
    execute("CREATE DATABASE " + name);
    return database(name);
  }

  /** The process ids of the server and of what it started. */
  final Set<Long> processes() {
    return tree("see").members();
  }

  /** Whether the processes are there; a paused server is running, too. */
  public boolean isRunning() {
    return locked(() -> running != null && running.isRunning());
  }

  /**
   * Makes the server hang: its processes stop where they are, connections stay open, new ones are
   * taken by the system, and nothing is answered. Pausing a paused one does nothing.
   */
  public void pause() {
    locked(() -> Scratch.guard(folder.toString(), tree("pause").stop()));
  }

  /** Lets a paused server go on where it was. */
  public void resume() {
    locked(
        () -> {
          tree("resume").resume();
          Scratch.guard(folder.toString(), tree("resume").roots());
        });
  }

  /** Kills every process of the server at once, as kill -9 does, paused or not. */
  public void kill() {
    locked(() -> gone(ProcessTree::kill));
  }

  /** Shuts the server down in good order: open sessions are told, and ended. */
  public void stop() {
    locked(() -> gone(tree -> tree.end(endSignal())));
  }

  /** Starts the server again on the same port and data, stopping it first if it runs. */
  public void restart() {
    locked(
        () -> {
          if (running != null) {
            stop();
          }
          startOnce();
        });
  }

  /** Kills the server and deletes its data. A shared one refuses: others use it. */
  @Override
  public void close() {
    if (shared) {
      throw new IllegalStateException("A shared server ends with the JVM; start one to close it.");
    }
    locked(
        () -> {
          if (running != null) {
            kill();
          }
          Folders.delete(folder);
        });
  }

  /** Starts the processes, on another port as long as others are faster to take the one chosen. */
  final void begin() {
    locked(
        () -> {
          for (int left = 3; ; left--) {
            try {
              startOnce();
              return;
            } catch (IllegalStateException e) {
              if (left == 1 || Ports.isFree(port)) {
                throw e;
              }
              port = Ports.free();
            }
          }
        });
  }

  private void startOnce() {
    long began = System.nanoTime();
    Path said = folder.resolve("server.log");
    ProcessBuilder builder = builder(account.command(serverCommand(port)));
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(said.toFile()));
    try {
      // Nothing runs, but a killed server that nobody has collected yet would seem to.
      Files.deleteIfExists(pidFile());
      Process process = builder.start();
      process.getOutputStream().close();
      awaitAnswer(process, said);
      running = new ProcessTree(process.pid(), serverPid());
      Scratch.guard(folder.toString(), running.roots());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    log.info("{} answers after {} ms", this, (System.nanoTime() - began) / 1_000_000);
  }

  private long serverPid() throws IOException {
    return Long.parseLong(Files.readString(pidFile()).split("\\s", 2)[0]);
  }

  private void awaitAnswer(Process process, Path said) {
    Scratch.guard(folder.toString(), Set.of(process.pid()));
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        administrator().getConnection().close();
        return;
      } catch (SQLException notYet) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          process.destroyForcibly().onExit().join();
          throw new IllegalStateException(
              this + " does not start: " + notYet.getMessage() + "\n" + Programs.tail(said),
              notYet);
        }
        Pause.millis(20);
      }
    }
  }

  /** In the folder, since a server must be able to enter where it is; in nobody's language. */
  final ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File(folder.toString()));
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("HOME", folder.toString());
    return builder;
  }

  final void execute(String sql) {
    try (Connection connection = administrator().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(this + " refuses " + sql + ": " + e.getMessage(), e);
    }
  }

  private void gone(java.util.function.Consumer<ProcessTree> how) {
    how.accept(tree("end"));
    running = null;
    Scratch.guard(folder.toString(), Set.of());
  }

  private ProcessTree tree(String what) {
    if (running == null) {
      throw new IllegalStateException("nothing to " + what + ": " + this + " is not running");
    }
    return running;
  }

  private void locked(Runnable work) {
    turn.lock();
    try {
      work.run();
    } finally {
      turn.unlock();
    }
  }

  private boolean locked(java.util.function.BooleanSupplier question) {
    turn.lock();
    try {
      return question.getAsBoolean();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " on port " + port;
  }
}
