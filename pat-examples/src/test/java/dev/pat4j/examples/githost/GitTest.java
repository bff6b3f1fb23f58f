package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.IssuedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real git against the host. */
@RequiresTool("git")
class GitTest {

  @TempDir static Path data;
  static TestHost host;

  @TempDir Path folder;
  Shell shell;
  int helpers;

  @BeforeAll
  static void startHost() throws Exception {
    host = TestHost.start(data);
  }

  @AfterAll
  static void stopHost() throws Exception {
    host.close();
  }

  @BeforeEach
  void openShell() throws IOException {
    shell = new Shell(folder);
  }

  @Test
  void clonesFetchesAndListsWithTheScopeForReading() throws Exception {
    String reading = host.tokenWith("public_repo");
    Path clone = clone("ada", reading, "read");
    assertEquals(
        List.of("Say who may copy it", "Greet", "Begin"),
        shell.git(clone, "log", "--format=%s").succeeds().out().lines().toList());
    asking(clone, "ada", reading, "fetch", "--prune").succeeds();
    String heads = asking(clone, "ada", reading, "ls-remote", "--heads", "origin").succeeds().out();
    assertTrue(heads.contains("refs/heads/main"), heads);
  }

  @Test
  void pushesMoreThanAMegabyteInChunksBehindAProbeOfFourBytes() throws Exception {
    String writing = host.tokenWith("repo");
    Path clone = clone("ada", writing, "push");
    byte[] noise = new byte[3 << 20];
    new Random(1).nextBytes(noise);
    Files.write(clone.resolve("noise.bin"), noise);
    shell.git(clone, "checkout", "-q", "-b", "large").succeeds();
    shell.git(clone, "add", ".").succeeds();
    shell.git(clone, "commit", "-qm", "Large").succeeds();

    CredentialHelper helper = helper("ada", writing);
    Shell.Result push =
        shell
            .run(
                clone,
                Map.of("GIT_TRACE_CURL", "1", "GIT_TRACE_CURL_NO_DATA", "1"),
                "git",
                "-c",
                helper.asConfiguration(),
                "push",
                "origin",
                "large")
            .succeeds();
    assertTrue(push.err().contains("Content-Length: 4"), "no probe\n" + push.err());
    assertTrue(
        push.err().toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked"), push.err());
    String pushed = shell.git(clone, "rev-parse", "large").out().strip();
    String there = asking(clone, "ada", writing, "ls-remote", "origin", "large").succeeds().out();
    assertTrue(there.startsWith(pushed), there);
  }

  @Test
  void aBearerTokenInAnExtraHeaderLeavesNoTraceInTheClone() throws Exception {
    String reading = host.tokenWith("public_repo");
    shell
        .git(
            folder,
            "-c",
            "http.extraHeader=Authorization: Bearer " + reading,
            "clone",
            "-q",
            host.repository("demo"),
            "bearer")
        .succeeds();
    String config = Files.readString(folder.resolve("bearer/.git/config"));
    assertTrue(config.contains(host.repository("demo")), config);
    assertFalse(config.contains(reading), config);
  }

  /** {@code :TOKEN} is missing here and with curl in {@link CarriersTest}: git asks for a user. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada:TOKEN",
        "anybody:TOKEN",
        "grace:TOKEN",
        "TOKEN:",
        "TOKEN:x-oauth-basic",
        "x-access-token:TOKEN",
        "oauth2:TOKEN"
      })
  void gitMaySendTheTokenInEveryUsualPair(String pair) throws Exception {
    String token = host.tokenWith("public_repo");
    String user = pair.substring(0, pair.indexOf(':')).replace("TOKEN", token);
    String password = pair.substring(pair.indexOf(':') + 1).replace("TOKEN", token);
    CredentialHelper helper = helper(user, password);
    shell
        .git(folder, "-c", helper.asConfiguration(), "ls-remote", host.repository("demo"))
        .succeeds();
    assertEquals(List.of("get", "store"), helper.asked());
  }

  @Test
  @DisplayName("threat 7: git routes skipped scopes (Gitea CVE-2026-20706)")
  void aTokenForReadingCannotPush() throws Exception {
    String reading = host.tokenWith("public_repo");
    Path clone = clone("ada", reading, "readonly");
    shell.git(clone, "commit", "-q", "--allow-empty", "-m", "Not to be").succeeds();
    CredentialHelper helper = helper("ada", reading);
    Shell.Result push =
        shell.git(clone, "-c", helper.asConfiguration(), "push", "origin", "HEAD:refused").fails();
    assertTrue(push.err().contains("403"), push.err());
    assertEquals(List.of("get"), helper.asked(), "a 403 must not cost the person the entry");
    assertTrue(helper.keepsItsEntry());
    String heads = asking(clone, "ada", reading, "ls-remote", "origin").succeeds().out();
    assertFalse(heads.contains("refused"), heads);
  }

  @Test
  void gitKeepsWhatTheHelperHoldsWhileTheStoreIsDownAndGoesOnAfterwards() throws Exception {
    CredentialHelper helper = helper("ada", host.tokenWith("public_repo"));
    host.store.down(true);
    try {
      Shell.Result refused =
          shell
              .git(folder, "-c", helper.asConfiguration(), "ls-remote", host.repository("demo"))
              .fails();
      assertTrue(refused.err().contains("503"), refused.err());
    } finally {
      host.store.down(false);
    }
    assertEquals(List.of("get"), helper.asked());
    assertTrue(helper.keepsItsEntry());
    shell
        .git(folder, "-c", helper.asConfiguration(), "ls-remote", host.repository("demo"))
        .succeeds();
  }

  @Test
  @DisplayName("threat 9: a revoked token fell back to anonymous rights (GitLab 6443)")
  void gitForgetsARevokedTokenAndGetsNothingWithIt() throws Exception {
    IssuedToken issued = host.issue("ada", "public_repo");
    CredentialHelper helper = helper("ada", issued.secret().reveal());
    host.revoke(issued.token());
    Shell.Result refused =
        shell
            .git(folder, "-c", helper.asConfiguration(), "ls-remote", host.repository("demo"))
            .fails();
    assertTrue(refused.err().contains("Authentication failed"), refused.err());
    assertEquals("", refused.out());
    assertEquals(List.of("get", "erase"), helper.asked());
    assertFalse(helper.keepsItsEntry());
  }

  @Test
  void aTokenThatIsRevokedWhileGitClonesEndsTheClone() throws Exception {
    IssuedToken issued = host.issue("ada", "public_repo");
    CredentialHelper helper = helper("ada", issued.secret().reveal());
    host.store.beforeLookup(2, () -> host.revoke(issued.token()));
    Shell.Result refused =
        shell
            .git(
                folder,
                "-c",
                helper.asConfiguration(),
                "clone",
                host.repository("demo"),
                "interrupted")
            .fails();
    assertTrue(refused.err().contains("HTTP 401"), refused.err());
    assertEquals(List.of("get", "store", "erase"), helper.asked());
    assertFalse(Files.exists(folder.resolve("interrupted")), "half a clone stayed");
  }

  @Test
  void aTokenOpensARepositoryUntilTheInstantOfItsExpiry() throws Exception {
    String token = host.tokenWith("public_repo");
    host.pass(Duration.ofDays(1).minusMillis(1));
    asking(folder, "ada", token, "ls-remote", host.repository("demo")).succeeds();
    host.pass(Duration.ofMillis(1));
    CredentialHelper helper = helper("ada", token);
    shell.git(folder, "-c", helper.asConfiguration(), "ls-remote", host.repository("demo")).fails();
    assertFalse(helper.keepsItsEntry());
  }

  @Test
  void withoutCredentialsARepositoryThatIsNotThereLooksLikeAnyOther() throws Exception {
    for (String name : List.of("demo", "nothing")) {
      Shell.Result asked = shell.git(folder, "ls-remote", host.repository(name)).fails();
      assertTrue(asked.err().contains("could not read Username"), asked.err());
    }
    Shell.Result known =
        asking(folder, "ada", host.tokenWith("repo"), "ls-remote", host.repository("nothing"))
            .fails();
    assertTrue(known.err().contains("not found"), known.err());
  }

  @Test
  void theAccountsPasswordOpensNoRepositoryUnlessThatIsSwitchedOn(@TempDir Path other)
      throws Exception {
    asking(folder, "ada", TestHost.ADAS_PASSWORD, "ls-remote", host.repository("demo")).fails();
    try (TestHost open = TestHost.startWithPasswordsForGit(other)) {
      CredentialHelper helper = helper("ada", TestHost.ADAS_PASSWORD);
      List<String> git = List.of("-c", helper.asConfiguration());
      Path clone = folder.resolve("with-password");
      run(folder, git, "clone", "-q", open.repository("demo"), clone.toString()).succeeds();
      shell.git(clone, "commit", "-q", "--allow-empty", "-m", "By password").succeeds();
      run(clone, git, "push", "-q").succeeds();
      asking(folder, "ada", "wrong", "ls-remote", open.repository("demo")).fails();
      asking(folder, "ada", open.tokenWith("gist"), "ls-remote", open.repository("demo")).fails();
    }
  }

  private Path clone(String user, String password, String name) throws Exception {
    asking(folder, user, password, "clone", "-q", host.repository("demo"), name).succeeds();
    return folder.resolve(name);
  }

  private Shell.Result asking(Path where, String user, String password, String... arguments)
      throws Exception {
    return run(where, List.of("-c", helper(user, password).asConfiguration()), arguments);
  }

  private Shell.Result run(Path where, List<String> configuration, String... arguments)
      throws Exception {
    List<String> all = new ArrayList<>(configuration);
    all.addAll(List.of(arguments));
    return shell.git(where, all.toArray(String[]::new));
  }

  private CredentialHelper helper(String user, String password) throws IOException {
    return new CredentialHelper(folder.resolve("helper-" + helpers++)).holding(user, password);
  }
}
