package dev.pat4j.examples.githost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The demo as a person starts it: a process of its own, known by what it prints. */
final class DemoProcess implements AutoCloseable {

  private static final String LAST_LINE = "curl -i -u \"ada:$TOKEN\"";

  private final Process process;
  private final Path out;
  private final Path err;

  private DemoProcess(Path folder, List<String> flags) throws IOException {
    out = Files.createTempFile(folder, "demo", ".out");
    err = Files.createTempFile(folder, "demo", ".err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(flags);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), GitHostDemo.class.getName()));
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
  }

  /** Begins it with these flags, to be looked at whatever becomes of it. */
  static DemoProcess launch(Path folder, String... flags) throws IOException {
    return new DemoProcess(folder, List.of(flags));
  }

  /** Begins it with these flags, and waits until it has said all it has to say. */
  static DemoProcess start(Path folder, String... flags) throws Exception {
    DemoProcess demo = launch(folder, flags);
    for (int i = 0; i < 1_200 && demo.process.isAlive() && !demo.out().contains(LAST_LINE); i++) {
      Thread.sleep(50);
    }
    if (!demo.process.isAlive() || !demo.out().contains(LAST_LINE)) {
      demo.close();
      throw new IOException("the demo did not start\n" + demo.out() + demo.err());
    }
    return demo;
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** The commands that are to be copied, in order. */
  List<String> commands() throws IOException {
    return out()
        .lines()
        .dropWhile(line -> !line.startsWith("Copy"))
        .skip(1)
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /** What is given to a variable in one of the commands. */
  String variable(String name) throws IOException {
    return commands().stream()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  String url() throws IOException {
    return out().lines().skip(1).findFirst().orElseThrow().split(" +", -1)[3];
  }

  int waitForExit() throws Exception {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("still running\n" + out() + err());
    }
    return process.exitValue();
  }

  /** As Ctrl-C and {@code kill} do. */
  void terminate() {
    process.destroy();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
