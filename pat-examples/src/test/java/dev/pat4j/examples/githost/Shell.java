package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs as a person would, on a machine of which only the programs are known: an empty
 * home, no configuration of git's, no proxy, and nobody to answer a prompt.
 */
final class Shell {

  /** What came of a program. */
  record Result(int exit, String out, String err) {

    String all() {
      return out + err;
    }

    Result succeeds() {
      assertTrue(exit == 0, () -> "exit " + exit + "\n" + all());
      return this;
    }

    Result fails() {
      assertTrue(exit != 0, () -> "exit " + exit + "\n" + all());
      return this;
    }
  }

  private final Path home;

  Shell(Path home) throws IOException {
    this.home = home;
    // As on a terminal, where curl draws no meter since it prints the answer.
    Files.writeString(home.resolve(".curlrc"), "no-progress-meter\n");
  }

  /** Runs {@code git} with these arguments. */
  Result git(Path folder, String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return run(folder, Map.of(), command);
  }

  Result run(Path folder, Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "out", null);
    Path err = Files.createTempFile(home, "err", null);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(?i)git_.*|.*_proxy"));
    builder
        .environment()
        .putAll(
            Map.of(
                "HOME", home.toString(),
                "XDG_CONFIG_HOME", home.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_AUTHOR_NAME", "ada",
                "GIT_AUTHOR_EMAIL", "ada@example.org",
                "GIT_COMMITTER_NAME", "ada",
                "GIT_COMMITTER_EMAIL", "ada@example.org",
                "LC_ALL", "C"));
    builder.environment().putAll(variables);
    Process process = builder.start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException("no end of " + command[0] + "\n" + Files.readString(err));
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
