package dev.pat4j.web.settings;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which tokens the list shows, and in which order, as its query parameters say; what they do not
 * say, or say wrongly, is the default.
 *
 * @param text that the name, a scope or the last characters hold
 * @param show {@code active}, {@code expired}, {@code revoked} or {@code all}
 * @param unused days without use; 0 for any
 * @param sort {@code created}, {@code name}, {@code used} or {@code expires}
 * @param page the first is 1
 */
public record ListFilter(String text, String show, int unused, String sort, int page) {

  /** What can be shown. */
  static final List<String> SHOWN = List.of("active", "expired", "revoked", "all");

  /** The ways to sort. */
  static final List<String> SORTS = List.of("created", "name", "used", "expires");

  /** The times without use. */
  static final List<Integer> UNUSED = List.of(0, 30, 90, 365);

  static ListFilter asked(Visit visit) {
    return new ListFilter(
        visit.parameter("q").strip(),
        oneOf(SHOWN, visit.parameter("show")),
        Integer.parseInt(
            oneOf(UNUSED.stream().map(String::valueOf).toList(), visit.parameter("unused"))),
        oneOf(SORTS, visit.parameter("sort")),
        visit.parameter("page").matches("[1-9][0-9]{0,5}")
            ? Integer.parseInt(visit.parameter("page"))
            : 1);
  }

  /** Whether it leaves out more than a tab does. */
  public boolean isNarrow() {
    return !text.isEmpty() || unused > 0;
  }

  /** The same on another page. */
  public String toPage(int other) {
    return new ListFilter(text, show, unused, sort, other).query();
  }

  /** The same with another state, from its first page. */
  public String toShow(String other) {
    return new ListFilter(text, other, unused, sort, 1).query();
  }

  private String query() {
    StringBuilder query = new StringBuilder("?show=" + show);
    if (!text.isEmpty()) {
      query.append("&q=").append(URLEncoder.encode(text, StandardCharsets.UTF_8));
    }
    if (unused > 0) {
      query.append("&unused=").append(unused);
    }
    if (!sort.equals(SORTS.get(0))) {
      query.append("&sort=").append(sort);
    }
    return page == 1 ? query.toString() : query.append("&page=").append(page).toString();
  }

  boolean isState(TokenView token) {
    return show.equals("all") || show.equals(token.state().name().toLowerCase(Locale.ROOT));
  }

  /** Whether it is shown in some tab. */
  boolean matches(TokenView token) {
    return (unused == 0 || token.isUnusedFor(Duration.ofDays(unused)))
        && (holds(token.name())
            || holds(token.token().lastEight())
            || token.scopes().stream().anyMatch(this::holds));
  }

  Comparator<TokenView> order() {
    return switch (sort) {
      case "name" -> Comparator.comparing(token -> token.name().toLowerCase(Locale.ROOT));
      case "used" -> Comparator.comparing(token -> token.token().lastUsedAt().orElse(Instant.MIN));
      case "expires" ->
          Comparator.comparing(token -> token.token().expiresAt().orElse(Instant.MAX));
      default -> Comparator.comparing((TokenView token) -> token.token().createdAt()).reversed();
    };
  }

  private boolean holds(String whole) {
    return whole.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }

  private static String oneOf(List<String> known, String asked) {
    return Optional.of(asked).filter(known::contains).orElse(known.get(0));
  }
}
