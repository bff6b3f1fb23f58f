package dev.pat4j.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example as a person starts it: a process of its own. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterExampleTest {

  private static final String NUMBER = "-?[0-9]+\\.[0-9] ms";

  @TempDir Path folder;
  private Process example;

  /** Its database and its nodes go with it. */
  @AfterEach
  void end() {
    example.destroyForcibly();
  }

  @Test
  void showsHowARevocationTravelsAndEndsAfterwardsIfItIsToldTo() throws Exception {
    start("-Dport=0", "-Donce=true");
    assertTrue(example.waitFor(2, TimeUnit.MINUTES), this::said);
    String printed = said();
    assertEquals(0, example.exitValue(), printed);
    assertMatches(printed, "node-1 200   node-2 200   node-3 200");
    assertMatches(printed, "node-2 401 after " + NUMBER + "   node-3 401 after " + NUMBER);
    assertMatches(printed, "node-1 401   node-2 401   node-3 401");
    assertMatches(printed, "after " + NUMBER + " \\(median\\), " + NUMBER + " \\(the longest\\)");
    assertTrue(printed.endsWith("\nStopped.\n"), printed);
    assertTrue(printed.lines().count() <= 25, printed);
    printed.lines().forEach(line -> assertTrue(line.length() <= 110, line));
    assertTrue(printed.chars().allMatch(c -> c < 0x7F), "only ASCII, for every terminal");
    assertEquals("", Files.readString(folder.resolve("err")));
  }

  @Test
  void whatIsPrintedCanBeDoneAndAllOfItEndsWithTheExampleHoweverThatEnds() throws Exception {
    start("-Dport=0");
    Patience.until("it has said all", () -> said().lines().count() >= 19 || !example.isAlive());
    assertEquals("", Files.readString(folder.resolve("err")));
    int proxy = Integer.parseInt(find("cluster   http://127.0.0.1:([0-9]+)"));
    int second = Integer.parseInt(find("http://127.0.0.1:([0-9]+)/control/revoke"));
    String token = find("TOKEN=(\\w+)");
    try (HttpConnection client = HttpConnection.to(proxy, Duration.ofSeconds(15));
        HttpConnection control = HttpConnection.to(second, Duration.ofSeconds(15))) {
      assertEquals(200, client.whoAmI(token).status());
      assertEquals(404, client.post("/control/revoke", "id", find("id=([0-9]+)")).status());
      assertEquals(200, control.post("/control/revoke", "id", find("id=([0-9]+)")).status());
      Patience.untilTime(System.nanoTime() + Cluster.BOUND.toNanos());
      for (int i = 0; i < 3; i++) {
        assertEquals(401, client.whoAmI(token).status());
      }
    }
    List<ProcessHandle> children = example.descendants().toList();
    assertTrue(children.size() > 4, "three nodes, and the processes of a database");
    example.destroyForcibly().waitFor();
    Patience.until("they have ended, too", () -> children.stream().noneMatch(this::isRunning));
  }

  @Test
  void saysInOneLineWhatHindersIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      start("-Dport=" + taken.getLocalPort());
      assertTrue(example.waitFor(1, TimeUnit.MINUTES));
      assertEquals(2, example.exitValue());
      assertEquals(
          "cluster: cannot listen on 127.0.0.1:"
              + taken.getLocalPort()
              + " (Address already in use); choose another port with -Dport=PORT, a free one with -Dport=0\n",
          Files.readString(folder.resolve("err")));
      assertEquals("", said());
    }
  }

  @Test
  void saysInOneLineWhatIsNoPort() throws Exception {
    for (String port : List.of("abc", "-1", "65536", "")) {
      start("-Dport=" + port);
      assertTrue(example.waitFor(1, TimeUnit.MINUTES));
      assertEquals(2, example.exitValue());
      assertEquals(
          "cluster: -Dport='" + port + "' is no port: 1 to 65535, or 0 to take a free one\n",
          Files.readString(folder.resolve("err")));
      assertEquals("", said());
    }
  }

  @Test
  void saysThatItHasStoppedWhenItIsToldTo() throws Exception {
    start("-Dport=0");
    Patience.until("it has said all", () -> said().lines().count() >= 19 || !example.isAlive());
    example.destroy();
    assertTrue(example.waitFor(1, TimeUnit.MINUTES), this::said);
    assertTrue(said().endsWith("\nStopped.\n"), this::said);
    assertEquals("", Files.readString(folder.resolve("err")));
  }

  private void start(String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of(flags));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ClusterExample.class.getName()));
    example =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("out"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String find(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(said());
    assertTrue(matcher.find(), () -> pattern + " in " + said());
    return matcher.group(1);
  }

  private static void assertMatches(String printed, String pattern) {
    assertTrue(Pattern.compile(pattern).matcher(printed).find(), () -> pattern + " in " + printed);
  }

  /** One whose parent is gone and that nobody collects stays listed, as a zombie. */
  private boolean isRunning(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return process.isAlive() && !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }
}
