package dev.pat4j.databases;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of everything that this JVM's servers write, and the guard that kills them and deletes
 * it when the JVM is gone.
 *
 * <p>The guard is a shell that reads from a pipe whose other end only this JVM holds. However the
 * JVM ends, by {@code kill -9} too, the pipe ends with it, which a shutdown hook could not promise.
 * Each line names the processes that are to be killed then.
 */
final class Scratch {

  private static final Logger log = LoggerFactory.getLogger(Scratch.class);

  /**
   * Deaf to Ctrl-C, which reaches the whole terminal: it has work to do then. The children of a
   * killed server notice by themselves and end, a moment later.
   */
  private static final String GUARD =
      """
      trap '' HUP INT QUIT TERM
      pids=
      while read -r line; do pids=$line; done
      for pid in $pids; do kill -KILL "$pid"; done
      sleep 0.3
      rm -rf "$0" || { sleep 2; rm -rf "$0"; }
      """;

  private static final Map<String, Set<Long>> guarded = new TreeMap<>();

  private Scratch() {}

  /** Makes a new folder, which only this account can read. */
  static Path folder(String name, Account owner) {
    try {
      Path folder = Files.createTempDirectory(Here.ROOT, name + "-");
      owner.own(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a new folder, which every account can read. */
  static Path openFolder(String name) {
    try {
      Path folder = Files.createTempDirectory(Here.ROOT, name + "-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on these processes of a server end with this JVM, and no others of it. */
  static synchronized void guard(String server, Set<Long> pids) {
    guarded.put(server, pids);
    String line =
        guarded.values().stream()
            .flatMap(Set::stream)
            .map(String::valueOf)
            .collect(Collectors.joining(" ", "", "\n"));
    try {
      Here.GUARD.write(line.getBytes(UTF_8));
      Here.GUARD.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the guard of the database servers was killed", e);
    }
  }

  /** Made when the first server is. */
  private static final class Here {
    static final Path ROOT = root();
    static final OutputStream GUARD = guard();

    private static Path root() {
      try {
        Path root = Files.createTempDirectory("pat4j-databases-").toRealPath();
        // Others must reach what lies below, if they know its name.
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
        log.debug("The servers of this JVM write to {}", root);
        return root;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static OutputStream guard() {
      try {
        return new ProcessBuilder(List.of("sh", "-c", Scratch.GUARD, ROOT.toString()))
            .directory(new java.io.File("/"))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start()
            .getOutputStream();
      } catch (IOException e) {
        throw new UncheckedIOException("no shell to guard the database servers", e);
      }
    }
  }
}
