package dev.pat4j.databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server's process and those it started, as the system sees them. */
record ProcessTree(long root) {

  /** Stops them all; the first one first, so that it starts no more meanwhile. */
  Set<Long> stop() {
    signal("STOP", Set.of(root));
    Set<Long> all = members();
    signal("STOP", all);
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

  /** Asks the first one to end, by a signal that it understands, and returns when all are gone. */
  void end(String signal) {
    Set<Long> all = members();
    signal(signal, Set.of(root));
    await(all);
  }

  boolean isRunning() {
    return isRunning(root);
  }

  private Set<Long> members() {
    Stream<Long> below =
        ProcessHandle.of(root).stream().flatMap(ProcessHandle::descendants).map(ProcessHandle::pid);
    return Stream.concat(Stream.of(root), below)
        .collect(Collectors.toCollection(LinkedHashSet::new));
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

  private static boolean isRunning(long pid) {
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
