package dev.pat4j.examples.githost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new user does, once: start the demo, copy what it prints line by line, and stop it. */
@RequiresTool({"git", "curl", "sh"})
class WalkThroughTest {

  private record Step(String command, int exit, String output) {}

  @TempDir static Path folder;
  static String printed;
  static String afterStop;
  static String errors;
  static int exit;
  static String token;
  static String password;
  static List<Step> steps;

  @BeforeAll
  static void doWhatIsPrinted() throws Exception {
    try (DemoProcess demo = DemoProcess.start(folder, "-Dport=0")) {
      printed = demo.out();
      token = demo.variable("TOKEN");
      password = demo.variable("PASSWORD");
      steps = copyLineByLine(demo.commands());
      putTheTokenWherePeoplePutItByMistake(demo.url());
      demo.terminate();
      exit = demo.waitForExit();
      afterStop = demo.out().substring(printed.length());
      errors = demo.err();
    }
  }

  @Test
  void everyPrintedCommandDoesWhatIsSaidAboveIt() {
    for (Step who : allOf("curl", "/user").subList(0, 2)) {
      assertTrue(who.output().contains("\"login\": \"ada\""), who::toString);
    }
    Step refused = first("DELETE", "/repos/demo");
    assertTrue(refused.output().startsWith("HTTP/1.1 403"), refused::toString);
    assertTrue(refused.output().contains("scope=\"delete_repo\""), refused::toString);
    assertEquals(0, first("git", "clone").exit());
    Step push = first("git", " push");
    assertEquals(0, push.exit());
    assertTrue(push.output().contains("main -> main"), push::toString);
    Step list = first("curl", "/tokens");
    assertTrue(list.output().contains("\"last_used_at\":\"20"), list::toString);
    assertTrue(list.output().contains("\"revocation\":null"), list::toString);
    Step another = first("curl", "/authorizations");
    assertTrue(another.output().contains("\"token\":\"demo_"), another::toString);
    assertTrue(first("/revoke").output().contains("\"state\":\"revoked\""));
    Step last = steps.get(steps.size() - 1);
    assertTrue(last.output().startsWith("HTTP/1.1 401"), last::toString);
    assertTrue(last.output().contains("WWW-Authenticate: Basic"), last::toString);
  }

  @Test
  void whatIsPrintedIsShortAndHasTheSecretOnce() {
    assertTrue(printed.lines().count() <= 45, printed);
    printed.lines().forEach(line -> assertTrue(line.length() <= 100, line));
    assertTrue(printed.chars().allMatch(c -> c < 0x7F), "only ASCII, for every terminal");
    assertEquals(2, printed.split(token, -1).length);
    assertEquals("", errors);
  }

  @Test
  @DisplayName("threat 17: raw tokens in logs and URLs (CodeIgniter Shield, Headscale, Rudder)")
  void theTokenIsInNoFileNoLogAndNoLaterOutput() throws IOException {
    String random = token.substring(token.indexOf('_') + 1);
    for (Step step : steps) {
      assertFalse(step.output().contains(random), step::command);
    }
    assertFalse((errors + afterStop).contains(random), "on the console");
    String log = Files.readString(folder.resolve("target/git-host/access.log"));
    assertTrue(log.contains("GET /user 200"), log);
    assertTrue(log.contains("GET /user 401"), log);
    assertTrue(log.contains("GET /git/demo_***/info/refs"), log);
    assertTrue(log.contains("GET /repos/demo_***"), log);
    List<Path> files = filesIn(folder.resolve("target"), folder.resolve("work"));
    assertTrue(files.stream().anyMatch(file -> file.endsWith(".git/config")), files::toString);
    for (Path file : files) {
      String bytes = Files.readString(file, ISO_8859_1);
      assertFalse(bytes.contains(random), () -> "the token is in " + file);
      assertFalse(bytes.contains(password), () -> "the password is in " + file);
    }
  }

  @Test
  void stopsWhenItIsToldToAndFindsItsRepositoriesAgain() throws Exception {
    assertEquals(128 + 15, exit);
    assertEquals("\nStopped. The repositories stay, and so do the tokens.\n", afterStop);
    try (DemoProcess again = DemoProcess.start(folder, "-Dport=0")) {
      Shell shell = new Shell(folder);
      String header = "http.extraHeader=Authorization: Bearer " + again.variable("TOKEN");
      shell
          .git(folder, "-c", header, "clone", "-q", again.url() + "/git/demo.git", "again")
          .succeeds();
      assertEquals(
          List.of("Hello", "Say who may copy it", "Greet", "Begin"),
          shell.git(folder.resolve("again"), "log", "--format=%s").out().lines().toList());
    }
  }

  @Test
  void passwordsThatWereGivenAreNotShown() throws Exception {
    try (DemoProcess demo =
        DemoProcess.start(
            folder,
            "-Dport=0",
            "-Dada.password=open sesame",
            "-Dgrace.password=hush",
            "-Ddata=other")) {
      assertFalse(demo.out().contains("sesame"), demo.out());
      assertFalse(demo.out().contains("hush"), demo.out());
      assertTrue(demo.commands().contains("curl -u ada " + demo.url() + "/tokens"), demo.out());
      new Shell(folder)
          .run(folder, Map.of(), "curl", "-sf", "-u", "ada:open sesame", demo.url() + "/tokens")
          .succeeds();
    }
  }

  /** Runs the commands in one shell, in an empty folder of the machine's. */
  private static List<Step> copyLineByLine(List<String> commands)
      throws IOException, InterruptedException {
    String script = "exec 2>&1\n" + String.join("\necho \"@@ $?\"\n", commands);
    Path work = Files.createDirectories(folder.resolve("work"));
    String out =
        new Shell(folder)
            .run(work, Map.of("TMPDIR", work.toString()), "sh", "-c", script + "\necho \"@@ $?\"")
            .succeeds()
            .out();
    List<Step> done = new ArrayList<>();
    int from = 0;
    for (String command : commands) {
      int mark = out.indexOf("@@ ", from);
      int end = out.indexOf('\n', mark);
      int status = Integer.parseInt(out.substring(mark + 3, end));
      done.add(new Step(command, status, out.substring(from, mark)));
      from = end + 1;
    }
    return done;
  }

  private static void putTheTokenWherePeoplePutItByMistake(String url) throws Exception {
    String escaped = token.replaceFirst("d", "%64");
    for (String path :
        List.of(
            "/user?access_token=" + token, "/git/" + token + "/info/refs", "/repos/" + escaped)) {
      new Shell(folder).run(folder, Map.of(), "curl", "-s", url + path).succeeds();
    }
  }

  private static List<Step> allOf(String... parts) {
    return steps.stream()
        .filter(step -> Stream.of(parts).allMatch(step.command()::contains))
        .toList();
  }

  private static Step first(String... parts) {
    return allOf(parts).get(0);
  }

  private static List<Path> filesIn(Path... folders) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path each : folders) {
      try (Stream<Path> walk = Files.walk(each)) {
        walk.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    return files;
  }
}
