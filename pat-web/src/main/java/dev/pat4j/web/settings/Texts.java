package dev.pat4j.web.settings;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** What the page says, in every language it speaks; English where another lacks a text. */
public final class Texts {

  private static final int LONGEST_HEADER = 1_000;

  private final Map<Locale, Map<String, String>> languages;

  private Texts(Map<Locale, Map<String, String>> languages) {
    this.languages = languages;
  }

  /** English and German. */
  public static Texts shipped() {
    Map<Locale, Map<String, String>> languages = new LinkedHashMap<>();
    Map<String, String> english = read("messages.properties");
    Map<String, String> german = new HashMap<>(english);
    german.putAll(read("messages_de.properties"));
    languages.put(Locale.ENGLISH, english);
    languages.put(Locale.GERMAN, german);
    return new Texts(languages);
  }

  /**
   * These with a host's own in the place of some, or with another language.
   *
   * @throws IllegalArgumentException if a key is not one of the page's, or a text has a place that
   *     the page has nothing for; the message names it
   */
  public Texts with(Locale language, ResourceBundle own) {
    Map<String, String> english = in(Locale.ENGLISH);
    Map<String, String> merged = new HashMap<>(languages.getOrDefault(language, english));
    for (String key : Collections.list(own.getKeys())) {
      if (!english.containsKey(key)) {
        throw new IllegalArgumentException(
            "the settings page has no text '"
                + key
                + "'; its keys are those of"
                + " messages.properties in its jar");
      }
      String text = own.getString(key);
      if (!Words.places(english.get(key)).containsAll(Words.places(text))) {
        throw new IllegalArgumentException(
            "the text '"
                + key
                + "' has places for "
                + Words.places(english.get(key))
                + " alone, not for all of '"
                + text
                + "'");
      }
      merged.put(key, text);
    }
    Map<Locale, Map<String, String>> all = new LinkedHashMap<>(languages);
    all.put(language, merged);
    return new Texts(all);
  }

  /** The words for whoever asks with this Accept-Language header; English if none fits. */
  Words choose(@Nullable String acceptLanguage) {
    List<Locale.LanguageRange> wanted = ranges(acceptLanguage);
    Locale language = Locale.lookup(wanted, languages.keySet());
    Locale chosen = language == null ? Locale.ENGLISH : language;
    return new Words(chosen, formats(wanted, chosen), in(chosen));
  }

  Map<String, String> in(Locale language) {
    return languages.getOrDefault(language, Map.of());
  }

  /** Dates as they are written in the reader's country, if he says which. */
  private static Locale formats(List<Locale.LanguageRange> wanted, Locale language) {
    return wanted.stream()
        .map(range -> Locale.forLanguageTag(range.getRange()))
        .filter(locale -> locale.getLanguage().equals(language.getLanguage()))
        .findFirst()
        .orElse(language);
  }

  private static List<Locale.LanguageRange> ranges(@Nullable String header) {
    if (header == null || header.isBlank() || header.length() > LONGEST_HEADER) {
      return List.of();
    }
    try {
      return Locale.LanguageRange.parse(header);
    } catch (RuntimeException notLanguages) { // the JDK throws whatever its parser meets
      return List.of();
    }
  }

  private static Map<String, String> read(String name) {
    try {
      ResourceBundle bundle = new PropertyResourceBundle(new StringReader(Assets.resource(name)));
      Map<String, String> texts = new HashMap<>();
      bundle.keySet().forEach(key -> texts.put(key, bundle.getString(key)));
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
