package dev.pat4j.examples.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as a person writes them: {@code 90d}, {@code 12h}. */
final class Durations implements ITypeConverter<Duration> {

  /** Nine digits: in no unit too long for a duration, nor for the calendar it is counted from. */
  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9})([smhdw])");

  /** Longer than from the year 1 to the year 9999. */
  private static final Duration LONGEST = Duration.ofDays(10_000 * 366L);

  @Override
  public Duration convert(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads a whole number and one of {@code s m h d w}.
   *
   * @throws IllegalArgumentException if it is none, or longer than ten thousand years
   */
  static Duration parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException(
          "a time is a whole number and a unit (s, m, h, d or w) as in 90d or 12h, not '"
              + text
              + "'");
    }
    Duration time = unit(written.group(2).charAt(0)).multipliedBy(Long.parseLong(written.group(1)));
    if (time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a time is at most ten thousand years, 3660000d, not '" + text + "'");
    }
    return time;
  }

  /** In the largest unit of hours and days that it fills, rounded down: {@code 29d}. */
  static String text(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + "d";
    }
    return time.toHours() > 0 ? time.toHours() + "h" : time.toMinutes() + "m";
  }

  private static Duration unit(char letter) {
    return switch (letter) {
      case 's' -> Duration.ofSeconds(1);
      case 'm' -> Duration.ofMinutes(1);
      case 'h' -> Duration.ofHours(1);
      case 'd' -> Duration.ofDays(1);
      default -> Duration.ofDays(7);
    };
  }
}
