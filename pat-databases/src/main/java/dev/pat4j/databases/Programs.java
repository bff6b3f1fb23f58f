package dev.pat4j.databases;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of the machine: found, and run to their end. */
final class Programs {

  private Programs() {}

  /** Looks on the path, and where Debian keeps its servers, which is not on everybody's path. */
  static Optional<Path> find(String program) {
    Stream<String> path =
        Arrays.stream(System.getenv("PATH").split(Pattern.quote(java.io.File.pathSeparator), -1));
    return Stream.concat(path, Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs a command and returns what it says.
   *
   * @throws IllegalStateException if there is no such program, or it fails
   */
  static String output(List<String> command) {
    return output(new ProcessBuilder(command));
  }

  static String output(ProcessBuilder builder) {
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(builder.command() + " ended with " + exit + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new IllegalStateException(builder.command() + " does not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + builder.command() + " ran", e);
    }
  }

  /** The end of a log, for a message. */
  static String tail(Path log) {
    try {
      List<String> lines = new String(Files.readAllBytes(log), UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
