package dev.pat4j.web.settings;

import dev.pat4j.AccessToken;
import dev.pat4j.AddressRange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What stands in the form of a token, as typed.
 *
 * @param name what it is called
 * @param expiry the value chosen
 * @param date the day, if it expires on one
 * @param scopes the names ticked
 * @param addresses one a line
 */
public record TokenForm(
    String name, String expiry, String date, Set<String> scopes, String addresses) {

  /** As sent. */
  static TokenForm sent(Visit visit) {
    return new TokenForm(
        visit.parameter("name").strip(),
        visit.parameter("expires_in"),
        visit.parameter("date"),
        visit.parameters("scopes"),
        visit.parameter("addresses"));
  }

  /** As the token is. */
  static TokenForm of(AccessToken token) {
    return new TokenForm(
        token.name(),
        "",
        "",
        token.scopes().names(),
        token.allowedAddresses().stream()
            .map(AddressRange::toString)
            .collect(Collectors.joining("\n")));
  }

  /** With an expiry alone. */
  static TokenForm ofExpiry(String expiry, String date) {
    return new TokenForm("", expiry, date, Set.of(), "");
  }

  /**
   * As a link fills it in: {@code ?name=&scopes=&expires_in=}, scopes separated by commas or
   * spaces, the time in days or {@code none}. Also {@code description}, as in links to GitHub.
   */
  static TokenForm linked(Visit visit, ExpiryChoices choices) {
    String name = visit.parameter("name");
    String days = visit.parameter("expires_in");
    boolean date = days.matches("[1-9][0-9]{0,3}") && choices.chosen(days, "").isEmpty();
    String expiry =
        days.isEmpty() ? choices.suggested() : days.equals("none") ? ExpiryChoices.NEVER : days;
    return new TokenForm(
        name.isEmpty() ? visit.parameter("description") : name,
        date ? ExpiryChoices.DATE : expiry,
        date
            ? choices.earliest().plusDays(Long.parseLong(days) - 1).toString()
            : visit.parameter("date"),
        separated(visit.parameters("scopes")),
        visit.parameter("addresses"));
  }

  /** The lines of the addresses, blank ones left out. */
  List<String> addressLines() {
    return Arrays.stream(addresses.split("[\\s,]+", -1)).filter(line -> !line.isEmpty()).toList();
  }

  /** A link that fills it in again. */
  String query() {
    return "name="
        + encoded(name)
        + "&scopes="
        + encoded(String.join(",", scopes))
        + "&expires_in="
        + encoded(expiry)
        + "&date="
        + encoded(date)
        + "&addresses="
        + encoded(addresses);
  }

  private static Set<String> separated(Set<String> lists) {
    Set<String> names = new TreeSet<>();
    lists.forEach(list -> names.addAll(Arrays.asList(list.split("[,\\s]+", -1))));
    names.remove("");
    return names;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
