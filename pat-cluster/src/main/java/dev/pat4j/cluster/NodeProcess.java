package dev.pat4j.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Node} in a JVM of its own, which can be stopped, resumed and killed as the system does
 * it. It ends with this JVM, since it reads from a pipe that this one holds.
 *
 * <p>Thread-safe. Signals need a shell.
 */
final class NodeProcess implements AutoCloseable {

  /** How long to wait for an answer: longer than all that a node itself waits for. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String name;
  private final Process process;
  private final int port;

  private NodeProcess(String name, Process process, int port) {
    this.name = name;
    this.process = process;
    this.port = port;
  }

  /** Begins one that uses the database behind this JDBC URL. */
  static Builder on(String database) {
    return new Builder(database);
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  HttpConnection connect() throws IOException {
    return HttpConnection.to(port, PATIENCE);
  }

  /**
   * Does something as a person on this node would; {@link ControlServlet} says what there is.
   *
   * @param form names and values in turn
   * @throws Refused if the node would or could not
   */
  Map<String, String> control(String verb, String... form) throws IOException {
    try (HttpConnection connection = connect()) {
      return control(connection, verb, form);
    }
  }

  static Map<String, String> control(HttpConnection connection, String verb, String... form)
      throws IOException {
    HttpConnection.Answer answer = connection.post("/control/" + verb, form);
    if (answer.status() != 200) {
      throw new Refused(answer.status(), verb + ": " + answer.body().strip());
    }
    return answer.values();
  }

  /** Stops it where it is, as SIGSTOP does: connections stay open, and nothing is answered. */
  void pause() throws IOException {
    signal("STOP");
  }

  /** Lets it go on. */
  void resume() throws IOException {
    signal("CONT");
  }

  /** Kills it as {@code kill -9} does, paused or not, and returns when it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it in good order, or kills it. */
  @Override
  public void close() {
    try {
      resume();
      process.getOutputStream().close();
      if (process.waitFor(5, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // It is gone, or goes now.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  private void signal(String signal) throws IOException {
    if (!process.isAlive()) {
      return;
    }
    // The shell's own kill: the program is missing on small machines.
    String command = "kill -s " + signal + " " + process.pid();
    if (new ProcessBuilder("sh", "-c", command).start().onExit().join().exitValue() != 0) {
      throw new IOException(command + " failed for " + this);
    }
  }

  @Override
  public String toString() {
    return name + " on port " + port;
  }

  /** Says that a node would not do something, 4xx, or could not, 5xx. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status, String message) {
      super(status + " " + message);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** What a node is told; see {@link NodeSettings}. Not thread-safe. */
  static final class Builder {

    private final String database;
    private final Map<String, String> flags = new TreeMap<>();
    private String name = "node";
    private @Nullable Path log;

    private Builder(String database) {
      this.database = database;
    }

    Builder name(String newName) {
      name = newName;
      return this;
    }

    Builder accountsInDatabase() {
      flags.put("accounts", "database");
      return this;
    }

    Builder pollEvery(Duration interval) {
      flags.put("poll", Long.toString(interval.toMillis()));
      return this;
    }

    /** How long it waits for the database. */
    Builder timeout(Duration longest) {
      flags.put("timeout", Long.toString(longest.toMillis()));
      return this;
    }

    /** Where its log goes; beside that of this JVM if not said. */
    Builder log(Path file) {
      log = file;
      return this;
    }

    /** Starts it, and returns when it serves. */
    NodeProcess start() throws IOException {
      ProcessBuilder builder = new ProcessBuilder(command());
      builder.environment().put(NodeSettings.DATABASE, database);
      builder.redirectError(log == null ? Redirect.INHERIT : Redirect.appendTo(log.toFile()));
      Process process = builder.start();
      BufferedReader said =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      String first = said.readLine();
      if (first == null || !first.startsWith("ready ")) {
        process.destroyForcibly();
        throw new IOException(
            name + " did not start, and said " + first + "; see " + (log == null ? "above" : log));
      }
      return new NodeProcess(name, process, Integer.parseInt(first.substring("ready ".length())));
    }

    /** A small JVM that starts fast; it speaks the language of this one. */
    private List<String> command() {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx96m"));
      for (String inherited : List.of("user.language", "user.country", "user.timezone")) {
        String value = System.getProperty(inherited, "");
        if (!value.isEmpty()) {
          command.add("-D" + inherited + "=" + value);
        }
      }
      command.add("-Dname=" + name);
      flags.forEach((flag, value) -> command.add("-D" + flag + "=" + value));
      command.addAll(List.of("-cp", classPath(), Node.class.getName()));
      return command;
    }

    /** Of this JVM; inside Maven the class path is that of a class loader. */
    private static String classPath() {
      if (Node.class.getClassLoader() instanceof URLClassLoader loader) {
        return Arrays.stream(loader.getURLs())
            .map(URL::getPath)
            .map(path -> java.net.URLDecoder.decode(path, UTF_8))
            .collect(Collectors.joining(File.pathSeparator));
      }
      return System.getProperty("java.class.path");
    }
  }
}
