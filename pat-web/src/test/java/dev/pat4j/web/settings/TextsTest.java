package dev.pat4j.web.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PropertyResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page says. */
class TextsTest {

  private static final Pattern USED =
      Pattern.compile("\\b(?:text|rich|count)\\(\\s*\"([\\w.-]+)\"\\s*[,)]");
  private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");

  @Test
  void everyTextThatIsUsedExists() throws Exception {
    Map<String, String> english = Texts.shipped().in(Locale.ENGLISH);
    TreeSet<String> missing = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().matches(".*\\.jte|.*settings.*\\.java")) {
          USED.matcher(Files.readString(file))
              .results()
              .map(found -> found.group(1))
              .filter(key -> !english.containsKey(key) && !english.containsKey(key + ".one"))
              .forEach(missing::add);
        }
      }
    }

    assertEquals(new TreeSet<>(), missing);
  }

  @Test
  void germanHasEveryTextWithTheSamePlaces() throws Exception {
    Map<String, String> english = Texts.shipped().in(Locale.ENGLISH);
    var german =
        new PropertyResourceBundle(new StringReader(Assets.resource("messages_de.properties")));

    assertEquals(english.keySet(), german.keySet());
    english.forEach((key, text) -> assertEquals(places(text), places(german.getString(key)), key));
  }

  @Test
  void aHostPutsItsOwnTextsAndLanguagesIn() throws Exception {
    Texts texts =
        Texts.shipped()
            .with(Locale.ENGLISH, bundle("list.title=Keys"))
            .with(Locale.FRENCH, bundle("list.title=Jetons"));

    assertEquals("Keys", texts.choose("en-US").text("list.title"));
    assertEquals("Jetons", texts.choose("fr-CA, en").text("list.title"));
    assertEquals("Generate new token", texts.choose("fr").text("list.new"));
    assertEquals("Keys", texts.choose(null).text("list.title"));
  }

  @Test
  void aTextOfNoUseIsRefusedByName() throws Exception {
    var typo = bundle("list.titel=x");

    String message =
        assertThrows(
                IllegalArgumentException.class, () -> Texts.shipped().with(Locale.ENGLISH, typo))
            .getMessage();

    assertTrue(message.contains("'list.titel'"), message);
  }

  @Test
  void headersThatAreNoLanguagesMeanEnglish() {
    for (String header : List.of("", "*", ";", "de;q=", "x".repeat(5_000), "\u0130")) {
      assertEquals("en", Texts.shipped().choose(header).language(), header);
    }
  }

  private static PropertyResourceBundle bundle(String line) throws Exception {
    return new PropertyResourceBundle(new StringReader(line));
  }

  private static Set<String> places(String text) {
    return new TreeSet<>(PLACE.matcher(text).results().map(MatchResult::group).toList());
  }
}
