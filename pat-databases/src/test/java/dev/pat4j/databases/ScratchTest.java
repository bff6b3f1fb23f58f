package dev.pat4j.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@RequiresEngine(Engine.POSTGRESQL)
class ScratchTest {

  /** A JVM with one server that runs and one that is paused; it is killed in its sleep. */
  static final class Victim {

    public static void main(String[] arguments) throws Exception {
      PostgresServer server = PostgresServer.start();
      server.newDatabase().dataSource().getConnection();
      PostgresServer paused = PostgresServer.start();
      String processes =
          Stream.of(server, paused)
              .flatMap(each -> each.processes().stream())
              .map(String::valueOf)
              .collect(Collectors.joining(" "));
      paused.pause();
      System.out.println(server.folder.getParent());
      System.out.println(processes);
      Thread.sleep(60_000);
    }
  }

  @Test
  void noServerOutlivesItsJvmEvenIfThatIsKilled() throws Exception {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = victim.inputReader()) {
      Path folder = Path.of(said.readLine());
      List<Long> processes = Stream.of(said.readLine().split(" ", -1)).map(Long::valueOf).toList();
      // One that served the connection which made the database may have ended by itself since.
      long running = processes.stream().filter(ProcessTree::isRunning).count();
      assertTrue(running > 6, () -> running + " of " + processes);
      victim.destroyForcibly();
      awaitGone(folder);
      assertFalse(Files.exists(folder));
      assertEquals(List.of(), processes.stream().filter(ProcessTree::isRunning).toList());
    } finally {
      victim.destroyForcibly();
    }
  }

  private static void awaitGone(Path folder) {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (Files.exists(folder) && System.nanoTime() < deadline) {
      Pause.millis(20);
    }
  }
}
