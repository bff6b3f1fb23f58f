package dev.pat4j.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs compiled and run against the packaged jars as a user's would be. */
class ConsumerTest {

  private static final Path SOURCES = Path.of("src", "consumers");
  private static final Path MODULE_INFO = SOURCES.resolve("module-info.java");
  private static final Path MAIN = SOURCES.resolve(Path.of("consumer", "Main.java"));

  private static final String GUARDED = "guarded by a TokenAuthenticationFilter";
  private static final String MANAGED = "managed on a TokenSettingsServlet";
  private static final String KEPT = "kept in JdbcTokenStore[H2], made by V1__tokens.sql";

  @TempDir Path folder;

  @Test
  void aModuleCompilesAndRunsOnTheModulePath() throws Exception {
    assertEquals("", compiled("--module-path", MODULE_INFO, MAIN));

    assertEquals(
        List.of(
            "verified ada repo:read",
            "rejected REVOKED",
            GUARDED,
            MANAGED,
            KEPT,
            "on the module path"),
        run(
            "--module-path",
            Jars.path() + File.pathSeparator + folder,
            "-m",
            "consumer/consumer.Main"));
  }

  @Test
  void theSameProgramCompilesAndRunsOnTheClassPath() throws Exception {
    assertEquals("", compiled("--class-path", MAIN));

    assertEquals(
        List.of(
            "verified ada repo:read",
            "rejected REVOKED",
            GUARDED,
            MANAGED,
            KEPT,
            "on the class path"),
        run("--class-path", Jars.path() + File.pathSeparator + folder, "consumer.Main"));
  }

  @Test
  @DisplayName("no module can name a type of dev.pat4j.internal")
  void internalIsClosed() throws Exception {
    Path moduleInfo =
        Files.writeString(
            folder.resolve("module-info.java"), "module nosy { requires dev.pat4j.core; }");
    Path nosy =
        Files.writeString(
            folder.resolve("Nosy.java"), "class Nosy { dev.pat4j.internal.Base62 seen; }");

    String errors = compiled("--module-path", moduleInfo, nosy);

    assertTrue(errors.contains("package dev.pat4j.internal is not visible"), errors);
  }

  /** What the compiler has to say, which with -Werror is nothing or a failure. */
  private String compiled(String pathOption, Path... sources) {
    List<String> options =
        List.of("-d", folder.toString(), pathOption, Jars.path(), "-Xlint:all", "-Werror");
    StringWriter output = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean done =
          compiler
              .getTask(output, files, null, options, null, files.getJavaFileObjects(sources))
              .call();
      assertEquals(done, output.toString().isEmpty());
      return output.toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertFalse(output.isEmpty());
    return output.lines().toList();
  }
}
