package dev.pat4j.servlet;

import dev.pat4j.Verified;
import dev.pat4j.scope.Scopes;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which clients of GitHub's API learn what their token may do: its scopes, the
 * scopes that the request asks for, and when it ends. Scopes are separated by comma and space; both
 * headers are there, and empty, if there are none.
 */
final class TokenHeaders {

  private static final DateTimeFormatter EXPIRATION =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final byte[] TIME =
      "0000-00-00 00:00:00 UTC".getBytes(StandardCharsets.ISO_8859_1);

  /** More lists than the sets of scopes that the tokens of a host have at a time: 256. */
  private static final int LISTS_BITS = 8;

  /** By the golden ratio: the bits of scopes differ in few places. */
  private static final int SPREADING = 0x9E3779B9;

  /** The lists that were written last, each where the hash of its scopes says. */
  private final @Nullable Listed[] lists = new Listed[1 << LISTS_BITS];

  private final boolean scopes;
  private final boolean expiration;

  TokenHeaders(Set<Option> options) {
    this.scopes = options.contains(Option.SCOPE_HEADERS);
    this.expiration = options.contains(Option.EXPIRY_HEADER);
  }

  void set(HttpServletResponse response, Verified verified, Requirement requirement) {
    if (scopes) {
      response.setHeader("X-OAuth-Scopes", list(verified.token().scopes()));
      response.setHeader("X-Accepted-OAuth-Scopes", requirement.listedScopes());
    }
    if (expiration) {
      Instant end = verified.token().expiresAt().orElse(null);
      if (end != null) {
        response.setHeader("GitHub-Authentication-Token-Expiration", written(end));
      }
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
    byte[] text = TIME.clone();
    two(text, 0, time.getYear() / 100);
    two(text, 2, time.getYear() % 100);
    two(text, 5, time.getMonthValue());
    two(text, 8, time.getDayOfMonth());
    two(text, 11, time.getHour());
    two(text, 14, time.getMinute());
    two(text, 17, time.getSecond());
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static void two(byte[] text, int place, int number) {
    text[place] = (byte) ('0' + number / 10);
    text[place + 1] = (byte) ('0' + number % 10);
  }

  /** A race keeps one of two equal lists, and either may be sent. */
  private String list(Scopes scopes) {
    int slot = (scopes.hashCode() * SPREADING) >>> (Integer.SIZE - LISTS_BITS);
    Listed known = lists[slot];
    if (known == null || !known.scopes().equals(scopes)) {
      known = new Listed(scopes, String.join(", ", scopes.names()));
      lists[slot] = known;
    }
    return known.names();
  }

  private record Listed(Scopes scopes, String names) {}
}
