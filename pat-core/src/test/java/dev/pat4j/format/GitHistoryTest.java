package dev.pat4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Tokens that somebody has deleted from a repository, and that are in it all the same. */
class GitHistoryTest {

  private static final TokenFormat FORMAT = TokenFormat.withPrefix("acme");
  private static final TokenScanner SCANNER = TokenScanner.of(FORMAT);

  @TempDir Path directory;

  private Path repository;
  private final List<TokenFinding> found = new ArrayList<>();

  @BeforeEach
  void create() throws Exception {
    repository = Files.createDirectory(directory.resolve("repository"));
    try {
      git("init", "--quiet");
    } catch (IOException missing) {
      skipLoudly();
    }
  }

  /** Where nothing may be skipped, this fails. */
  private static void skipLoudly() {
    String said = "SKIPPED LOUDLY: " + GitHistoryTest.class.getName() + " needs git";
    assertFalse("true".equals(System.getenv("CI")), said);
    // Past the redirection of the test's own output.
    new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)
        .println(said);
    throw new TestAbortedException(said);
  }

  /** What git says to this; fails as it does. */
  private String git(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("git", "-C", repository.toString(), "-c", "user.name=Ada", "-c"));
    command.add("user.email=ada@example.org");
    command.addAll(Arrays.asList(arguments));
    Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, git.waitFor(), said);
    return said.strip();
  }

  private String commit(String message) throws IOException, InterruptedException {
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "-m", message);
    return git("rev-parse", "HEAD");
  }

  private static String token() {
    return FORMAT.generate(new SecureRandom());
  }

  private TokenFinding only() throws IOException {
    SCANNER.scanGitHistory(repository, found::add);
    assertEquals(1, found.size(), found.toString());
    return found.get(0);
  }

  @Test
  void aTokenInADeletedFileOfAnOldCommitIsFound() throws Exception {
    commit("begin");
    String token = token();
    Path file = Files.createDirectories(repository.resolve("täst dir")).resolve("deploy.sh");
    Files.writeString(file, "#!/bin/sh\nTOKEN=" + token + "\n");
    String guilty = commit("add a script");
    Files.writeString(repository.resolve("other"), "nothing");
    commit("add another");
    Files.delete(file);
    commit("remove the script");
    git("gc", "--quiet");

    TokenFinding finding = only();
    assertEquals(token, finding.reveal());
    assertEquals(Optional.of(guilty), finding.revision());
    assertEquals(Optional.of("täst dir/deploy.sh"), finding.path());
    assertEquals(2, finding.line());
    assertEquals(7, finding.column());
    assertFalse(finding.toString().contains(token));
  }

  @Test
  void aTokenThatMovedIsToldOnceFromItsFirstCommit() throws Exception {
    Files.writeString(repository.resolve("a"), token());
    String first = commit("a");
    Files.copy(repository.resolve("a"), repository.resolve("b"));
    Files.delete(repository.resolve("a"));
    commit("b");
    TokenFinding finding = only();
    assertEquals(Optional.of(first), finding.revision());
    assertEquals(Optional.of("a"), finding.path());
  }

  @Test
  void aTokenInAMessageIsFound() throws Exception {
    String commit = commit("use\n\n" + token());
    assertEquals(Optional.of(commit), only().revision());
    assertEquals(Optional.empty(), found.get(0).path());
  }

  @Test
  void aTokenThatNoBranchLeadsToIsFound() throws Exception {
    commit("begin");
    Files.writeString(repository.resolve("a"), token());
    commit("a mistake");
    String blob = git("rev-parse", "HEAD:a");
    git("reset", "--quiet", "--hard", "HEAD~1");
    TokenFinding finding = only();
    assertEquals(Optional.of(blob), finding.revision());
    assertEquals(Optional.empty(), finding.path());
  }

  @Test
  void aTokenInAMergeAloneIsFound() throws Exception {
    commit("begin");
    git("checkout", "--quiet", "-b", "side");
    commit("side");
    git("checkout", "--quiet", "-");
    commit("main");
    git("merge", "--quiet", "--no-commit", "--no-ff", "-s", "ours", "side");
    Files.writeString(repository.resolve("a"), token());
    String merge = commit("merge");
    assertEquals(Optional.of(merge), only().revision());
    assertEquals(Optional.of("a"), found.get(0).path());
  }

  @Test
  void everyObjectIsToldOfAsItIsScanned() throws Exception {
    Files.writeString(repository.resolve("a"), "nothing");
    String commit = commit("a");
    List<String> scanned = new ArrayList<>();
    TokenScanner.Progress progress =
        new TokenScanner.Progress() {
          @Override
          public void scanned(String name, long bytes) {
            scanned.add(name);
          }
        };
    SCANNER.reportingTo(progress).scanGitHistory(repository, found::add);
    assertEquals(3, scanned.size());
    assertTrue(scanned.contains(commit));
    assertEquals(List.of(), found);
  }

  @Test
  void whatIsNoRepositoryIsSaid() throws IOException {
    Path none = Files.createDirectory(directory.resolve("none"));
    Files.writeString(none.resolve(".git"), "gitdir: /nowhere");
    IOException e = assertThrows(IOException.class, () -> SCANNER.scanGitHistory(none, found::add));
    assertTrue(e.getMessage().contains("git"), e.getMessage());
    assertTrue(e.getMessage().contains(none.toString()), e.getMessage());
  }

  @Test
  void noProgramOfTheRepositoryIsRun() throws Exception {
    Path proof = directory.resolve("proof");
    String run = "sh -c 'touch " + proof + "; cat'";
    Files.writeString(repository.resolve(".gitattributes"), "* diff=evil filter=evil\n");
    Files.writeString(repository.resolve("a"), token());
    commit("a");
    for (String key :
        List.of(
            "core.fsmonitor",
            "core.pager",
            "core.sshCommand",
            "diff.external",
            "diff.evil.textconv",
            "diff.evil.command",
            "filter.evil.smudge",
            "gpg.program",
            "pager.log")) {
      git("config", key, run);
    }
    git("config", "log.showSignature", "true");
    only();
    assertFalse(Files.exists(proof));
  }

  @Test
  void aConsumerThatHasEnoughEndsIt() throws Exception {
    Files.writeString(repository.resolve("a"), token());
    commit("a");
    assertThrows(
        IllegalStateException.class,
        () ->
            SCANNER.scanGitHistory(
                repository,
                finding -> {
                  throw new IllegalStateException("enough");
                }));
  }
}
