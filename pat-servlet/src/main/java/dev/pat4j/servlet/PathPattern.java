package dev.pat4j.servlet;

import static java.util.Objects.requireNonNull;

import dev.pat4j.servlet.internal.LogLines;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A checked pattern of an access rule: one exact path, or a prefix on segment boundaries that ends
 * in {@code /*}. Nothing else is a pattern: no suffixes, no regular expressions.
 */
record PathPattern(String text, List<String> segments, boolean isPrefix) {

  private static final Pattern SLASH = Pattern.compile("/");
  private static final String ANY = "/*";

  /**
   * @throws IllegalArgumentException if the pattern could not match what a container dispatches on,
   *     or could be read in two ways
   */
  static PathPattern parse(String text) {
    requireNonNull(text, "pattern");
    if (!text.startsWith("/")) {
      throw refused(text, "must begin with /");
    }
    boolean isPrefix = text.endsWith(ANY);
    String path = isPrefix ? text.substring(0, text.length() - ANY.length()) : text;
    if (path.indexOf('*') >= 0) {
      throw refused(text, "must not contain *; the only patterns are /exact/path and /prefix/*");
    }
    for (String unclear : List.of("..", "//", ";", "%", "\\", "?", "#", "{")) {
      if (text.contains(unclear)) {
        throw refused(text, "must not contain " + unclear);
      }
    }
    if (RequestFirewall.strict().inspectDecoded(path).isPresent()) {
      throw refused(text, "must not contain control characters or dot segments");
    }
    return new PathPattern(text, path.isEmpty() ? List.of() : split(path), isPrefix);
  }

  /** The segments behind each slash: none of "", one empty one of "/". */
  private static List<String> split(String path) {
    return List.of(SLASH.split(path.substring(1), -1));
  }

  private static IllegalArgumentException refused(String text, String why) {
    return new IllegalArgumentException("pattern '" + LogLines.printable(text) + "' " + why);
  }

  @Override
  public String toString() {
    return text;
  }
}
