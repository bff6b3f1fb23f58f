package dev.pat4j.web.settings;

import dev.pat4j.Expiry;
import dev.pat4j.TokenPolicy;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When a token may be made to expire: the usual times, a date, or never, as far as the policy goes.
 */
public final class ExpiryChoices {

  /** The value of a date of one's own. */
  public static final String DATE = "date";

  /** The value of no expiry. */
  public static final String NEVER = "never";

  private static final List<Integer> USUAL_DAYS = List.of(7, 30, 60, 90);

  /**
   * One of the usual times.
   *
   * @param value as sent
   * @param lifetime as meant
   */
  public record Choice(String value, Duration lifetime) {}

  private final Instant now;
  private final ZoneId zone;
  private final Duration suggested;
  private final Optional<Duration> longest;

  ExpiryChoices(TokenPolicy policy, Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
    this.suggested = policy.defaultLifetime();
    this.longest = policy.maximumLifetime();
  }

  /** The usual times, and the one that the policy suggests; the shortest first. */
  public List<Choice> times() {
    TreeSet<Duration> times = new TreeSet<>();
    USUAL_DAYS.forEach(days -> times.add(Duration.ofDays(days)));
    times.removeIf(time -> longest.filter(most -> time.compareTo(most) > 0).isPresent());
    times.add(suggested);
    List<Choice> choices = new ArrayList<>();
    times.forEach(time -> choices.add(new Choice(value(time), time)));
    return choices;
  }

  /** The value of the time that is suggested. */
  String suggested() {
    return value(suggested);
  }

  /** Whether a token may live for ever. */
  public boolean isNeverAllowed() {
    return longest.isEmpty();
  }

  /** Whether there is a day whose beginning is within the policy. */
  public boolean isDateAllowed() {
    return latest().filter(day -> day.isBefore(earliest())).isEmpty();
  }

  /** The first day on which a token may expire. */
  public LocalDate earliest() {
    return LocalDate.ofInstant(now, zone).plusDays(1);
  }

  /** The last one; empty if there is none. */
  public Optional<LocalDate> latest() {
    return longest.map(most -> LocalDate.ofInstant(now.plus(most), zone));
  }

  /** The longest lifetime; empty if there is none. */
  public Optional<Duration> longest() {
    return longest;
  }

  /** The day on which a time from now ends. */
  public LocalDate ends(Duration time) {
    return LocalDate.ofInstant(now.plus(time), zone);
  }

  /** What was chosen; empty if it is none of these, or the date is no date or out of bounds. */
  Optional<Expiry> chosen(String value, String date) {
    return switch (value) {
      case NEVER -> isNeverAllowed() ? Optional.of(Expiry.never()) : Optional.empty();
      case DATE -> day(date).map(day -> Expiry.at(day.atStartOfDay(zone).toInstant()));
      default ->
          times().stream()
              .filter(choice -> choice.value().equals(value))
              .findFirst()
              .map(choice -> Expiry.after(choice.lifetime()));
    };
  }

  private Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text))
          .filter(day -> !day.isBefore(earliest()) && day.getYear() <= 9999)
          .filter(day -> latest().filter(day::isAfter).isEmpty());
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  /** Days by their number, which links may hold; anything else as ISO 8601 has it. */
  private static String value(Duration time) {
    return time.equals(Duration.ofDays(time.toDays())) ? "" + time.toDays() : time.toString();
  }
}
