package dev.pat4j.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every example of the README is code that is compiled and run. */
class ReadmeTest {

  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NGINX = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);
  private static final Pattern MARKED =
      Pattern.compile("// README: begin\n(.*?)[ ]*// README: end", Pattern.DOTALL);
  private static final Path SOURCES = Path.of("src/main/java/dev/pat4j/examples/quickstart");

  @Test
  void itsJavaIsWhatTheQuickStartRuns() throws IOException {
    List<String> run = new ArrayList<>(marked("Quickstart.java"));
    run.addAll(marked("AcmeHost.java"));
    run.addAll(marked("AcmePages.java"));
    run.addAll(marked("DurableHost.java"));

    List<String> shown = found(BLOCK, Files.readString(Path.of("../README.md")));

    assertEquals(String.join("\n---\n", run), String.join("\n---\n", shown));
  }

  @Test
  void itsConfigurationOfNginxIsWhatItsTestRuns() throws IOException {
    String file =
        Files.readString(Path.of("src/main/resources/dev/pat4j/examples/nginx/tokens.conf"));

    assertEquals(List.of(file.strip()), found(NGINX, Files.readString(Path.of("../README.md"))));
  }

  @Test
  void itsFirstExampleHasFifteenLines() throws IOException {
    String example = marked("Quickstart.java").get(0);
    long lines = example.lines().filter(line -> !line.isBlank()).count();
    assertTrue(lines <= 15, "it has " + lines);
  }

  private static List<String> marked(String source) throws IOException {
    return found(MARKED, Files.readString(SOURCES.resolve(source)));
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(ReadmeTest::flushLeft).toList();
  }

  /** The trailing line goes first: its indentation would count. */
  private static String flushLeft(MatchResult match) {
    return match.group(1).stripTrailing().stripIndent();
  }
}
