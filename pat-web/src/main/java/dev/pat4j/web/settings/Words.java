package dev.pat4j.web.settings;

import gg.jte.Content;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the page says, in the language of one reader. */
public final class Words {

  private static final Pattern PLACE = Pattern.compile("\\{([0-9])}");
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Locale language;
  private final Locale formats;
  private final Map<String, String> texts;

  Words(Locale language, Locale formats, Map<String, String> texts) {
    this.language = language;
    this.formats = formats;
    this.texts = texts;
  }

  /** As in {@code <html lang>}. */
  public String language() {
    return language.toLanguageTag();
  }

  /** The text of this key, with these in its places; for a title or an attribute. */
  public String text(String key, Object... values) {
    Matcher places = PLACE.matcher(pattern(key));
    return places.replaceAll(
        place -> Matcher.quoteReplacement(String.valueOf(values[index(place.group(1))])));
  }

  /**
   * As {@link #text}, for the body of a page: each value is escaped, and set apart, so that one
   * which is written from right to left, or pretends to be, turns nothing around it.
   */
  public Content rich(String key, Object... values) {
    String pattern = pattern(key);
    return output -> {
      Matcher places = PLACE.matcher(pattern);
      int end = 0;
      while (places.find()) {
        output.writeUserContent(pattern.substring(end, places.start()));
        output.writeContent("<bdi>");
        output.writeUserContent(String.valueOf(values[index(places.group(1))]));
        output.writeContent("</bdi>");
        end = places.end();
      }
      output.writeUserContent(pattern.substring(end));
    };
  }

  /** The text of {@code key.one} or {@code key.other}, with the number in its place. */
  public String count(String key, long number) {
    return text(key + (number == 1 ? ".one" : ".other"), number);
  }

  /** A day, as it is written where the reader lives. */
  public String day(LocalDate day) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(formats).format(day);
  }

  /** The day of an instant. */
  public String day(Instant time, ZoneId zone) {
    return day(LocalDate.ofInstant(time, zone));
  }

  /** To the minute, the same in every language. */
  public String exact(Instant time) {
    return EXACT.format(time);
  }

  /** How long, in the largest unit that says it whole. */
  public String duration(Duration time) {
    if (time.toDays() > 0 && time.equals(Duration.ofDays(time.toDays()))) {
      return count("days", time.toDays());
    }
    if (time.toHours() > 0 && time.equals(Duration.ofHours(time.toHours()))) {
      return count("hours", time.toHours());
    }
    return count("minutes", Math.max(1, time.toMinutes()));
  }

  private String pattern(String key) {
    String pattern = texts.get(key);
    if (pattern == null) {
      throw new IllegalStateException("the settings page has no text '" + key + "'");
    }
    return pattern;
  }

  /** The places for values in a text. */
  static Set<String> places(@Nullable String text) {
    return PLACE
        .matcher(String.valueOf(text))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int index(String digit) {
    return digit.charAt(0) - '0';
  }
}
