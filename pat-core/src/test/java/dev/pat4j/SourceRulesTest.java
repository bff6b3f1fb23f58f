package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules of the house that no compiler holds: they are read off the sources. */
class SourceRulesTest {

  private static final Path SOURCES = Path.of("src/main/java");

  /** Each line of code with its file, comments left out. */
  private static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        for (String line : Files.readAllLines(file)) {
          String code = line.strip();
          if (!code.startsWith("*") && !code.startsWith("/*") && !code.startsWith("//")) {
            lines.add(file.getFileName() + ": " + code);
          }
        }
      }
    }
    assertTrue(lines.size() > 2_000, "the sources are read");
    return lines;
  }

  private static void assertNowhere(String why, String pattern) throws IOException {
    Pattern forbidden = Pattern.compile(pattern);
    List<String> found = lines().stream().filter(line -> forbidden.matcher(line).find()).toList();
    assertEquals(List.of(), found, why);
  }

  @Test
  @DisplayName("threat 24: weak randomness (crates.io 2020): SecureRandom only")
  void chanceComesFromASecureRandomThatIsHandedIn() throws IOException {
    assertNowhere(
        "no other source of chance",
        "java\\.util\\.Random|ThreadLocalRandom|SplittableRandom|Math\\.random|RandomStringUtils"
            + "|RandomGenerator|UUID|new Random\\(");
    assertEquals(
        List.of("PersonalAccessTokens.java: private SecureRandom random = new SecureRandom();"),
        lines().stream().filter(line -> line.contains("new SecureRandom")).toList());
  }

  @Test
  void timeComesFromAClockThatIsHandedIn() throws IOException {
    assertNowhere(
        "no other clock",
        "Instant\\.now|System\\.(currentTimeMillis|nanoTime)|Clock\\.|LocalDate|new Date\\(");
    assertEquals(
        List.of("PersonalAccessTokens.java: private InstantSource clock = InstantSource.system();"),
        lines().stream().filter(line -> line.contains("InstantSource.system")).toList());
  }

  @Test
  void noThreadIsStartedAndNoneIsPinned() throws IOException {
    assertNowhere(
        "no thread of its own", "new Thread|Thread\\.start|Executors\\.|new Timer|parallelStream");
    assertNowhere("nothing synchronized over I/O", "\\bsynchronized\\b");
    assertNowhere("no state of a thread", "ThreadLocal|MDC");
  }

  @Test
  @DisplayName("threat 16: nothing depends on the locale of the machine")
  void textIsHandledTheSameInEveryLocale() throws IOException {
    assertNowhere(
        "no case folding", "toLowerCase|toUpperCase|equalsIgnoreCase|CASE_INSENSITIVE|Collator");
    assertNowhere("no formatting by locale", "String\\.format|\\.formatted\\(|DateTimeFormatter");
    assertNowhere("no default charset", "getBytes\\(\\)|new String\\([a-z]+\\)");
  }

  @Test
  @DisplayName("threat 25: no name is ever looked up")
  void addressesAreReadByHand() throws IOException {
    assertNowhere("no look-up", "InetAddress|java\\.net");
  }

  @Test
  void nothingIsDeserialisedReflectedOnOrPrinted() throws IOException {
    assertNowhere("no such thing", "ObjectInputStream|implements Serializable|setAccessible");
    assertNowhere("no printing", "System\\.(out|err)|printStackTrace");
  }
}
