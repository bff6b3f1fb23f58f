package dev.pat4j.servlet;

import dev.pat4j.Verified;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * The headers by which clients of GitHub's API learn what their token may do: its scopes, the
 * scopes that the request asks for, and when it ends. Scopes are separated by comma and space; both
 * headers are there, and empty, if there are none.
 */
final class TokenHeaders {

  private static final DateTimeFormatter EXPIRATION =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final boolean scopes;
  private final boolean expiration;

  TokenHeaders(Set<Option> options) {
    this.scopes = options.contains(Option.SCOPE_HEADERS);
    this.expiration = options.contains(Option.EXPIRY_HEADER);
  }

  void set(HttpServletResponse response, Verified verified, Requirement requirement) {
    if (scopes) {
      response.setHeader("X-OAuth-Scopes", list(verified.token().scopes().names()));
      response.setHeader("X-Accepted-OAuth-Scopes", requirement.listedScopes());
    }
    if (expiration) {
      verified
          .token()
          .expiresAt()
          .ifPresent(
              end -> response.setHeader("GitHub-Authentication-Token-Expiration", written(end)));
    }
  }

  /**
   * As {@link #EXPIRATION} does: {@code 2026-11-23 02:30:00 UTC}. By hand, since the formatter
   * takes as long as all the rest of the filter.
   */
  static String written(Instant end) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(end.getEpochSecond(), 0, ZoneOffset.UTC);
    if (time.getYear() < 1_000 || time.getYear() > 9_999) {
      return EXPIRATION.format(end);
    }
    StringBuilder text = new StringBuilder(23).append(time.getYear());
    two(text, '-', time.getMonthValue());
    two(text, '-', time.getDayOfMonth());
    two(text, ' ', time.getHour());
    two(text, ':', time.getMinute());
    two(text, ':', time.getSecond());
    return text.append(" UTC").toString();
  }

  private static void two(StringBuilder text, char before, int number) {
    text.append(before).append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  private static String list(Collection<String> names) {
    return String.join(", ", names);
  }
}
