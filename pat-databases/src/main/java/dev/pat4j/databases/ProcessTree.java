package dev.pat4j.databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server's processes, as the system sees them: the one that was started here, the server proper,
 * which is the same unless {@code su} stands between, and what the server started.
 */
record ProcessTree(long started, long server) {

  /** Those without which the others end. */
  Set<Long> roots() {
    return started == server ? Set.of(server) : Set.of(started, server);
  }

  /** Stops them all; again and again, since one may start another before its turn comes. */
  Set<Long> stop() {
    Set<Long> stopped = Set.of();
    Set<Long> all = roots();
    while (!stopped.containsAll(all)) {
      signal("STOP", all);
      stopped = all;
      all = members();
    }
    all.forEach(ProcessTree::awaitStopped);
    return all;
  }

  void resume() {
    signal("CONT", members());
  }

  /** Kills them all, and returns when they are gone. */
  void kill() {
    Set<Long> all = stop();
    signal("KILL", all);
    await(all);
  }

  /** Asks the server to end, by a signal that it understands, and returns when all are gone. */
  void end(String signal) {
    resume();
    Set<Long> all = members();
    signal(signal, Set.of(server));
    await(all);
  }

  boolean isRunning() {
    return isRunning(server);
  }

  Set<Long> members() {
    Stream<Long> below =
        ProcessHandle.of(started).stream()
            .flatMap(ProcessHandle::descendants)
            .map(ProcessHandle::pid);
    return Stream.concat(roots().stream(), below).collect(Collectors.toSet());
  }

  /**
   * Waits until each thread stands still: one that was about to run may still answer a question
   * when the signal has been sent, and on a busy machine for a good while. Linux alone says so.
   */
  private static void awaitStopped(long pid) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (isMoving(pid) && System.nanoTime() < deadline) {
      Pause.millis(1);
    }
  }

  private static boolean isMoving(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return threads.map(thread -> thread.resolve("stat")).anyMatch(ProcessTree::isMoving);
    } catch (IOException goneOrNoSuchSystem) {
      return false;
    }
  }

  private static boolean isMoving(Path stat) {
    try {
      String text = Files.readString(stat);
      char state = text.charAt(text.lastIndexOf(')') + 2);
      return state != 'T' && state != 'Z' && state != 'X';
    } catch (IOException gone) {
      return false;
    }
  }

  private static void await(Set<Long> pids) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (pids.stream().anyMatch(ProcessTree::isRunning)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("still running after ten seconds: some of " + pids);
      }
      Pause.millis(5);
    }
  }

  static boolean isRunning(long pid) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isPresent() && !isZombie(pid);
  }

  /** Dead, but in a container whose first process collects no orphans it stays listed for ever. */
  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith(") Z", stat.lastIndexOf(')'));
    } catch (IOException noSuchFile) {
      return false;
    }
  }

  /** By the shell's own kill: the program is missing where procps is. */
  private static void signal(String name, Set<Long> pids) {
    String all = pids.stream().map(String::valueOf).collect(Collectors.joining(" "));
    // One of them may be gone already, and that is no failure.
    Programs.output(List.of("sh", "-c", "kill -s " + name + " " + all + " 2>/dev/null; true"));
  }
}
