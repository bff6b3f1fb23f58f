package dev.pat4j.containers.table;

import dev.pat4j.containers.Answer;
import dev.pat4j.containers.Ascii;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of an answer, to the letter, and of what lies behind it.
 *
 * @param status of the answer; 0 if the connection is closed without one
 * @param fields the exact values, line by line, of every field named in {@link #WATCHED}; null if
 *     the container answers for itself, with fields and a body of its own
 * @param body the exact body
 * @param storeReads how often the store was asked for a token
 * @param called the principal that the application saw; {@code nobody} if it was not called
 * @param echoes whether the container's own page repeats what was sent, a token included
 */
public record Outcome(
    int status,
    @Nullable Map<String, List<String>> fields,
    String body,
    int storeReads,
    String called,
    boolean echoes) {

  /** Field lines that a filter for authentication answers for: these and no others. */
  private static final List<String> WATCHED =
      List.of(
          "WWW-Authenticate",
          "Content-Type",
          "Cache-Control",
          "Pragma",
          "Expires",
          "Vary",
          "Retry-After",
          "Allow",
          "Location",
          "X-OAuth-Scopes",
          "X-Accepted-OAuth-Scopes",
          "GitHub-Authentication-Token-Expiration");

  /** What differs from this, in words; empty if nothing does. */
  List<String> differencesOf(Answer answer, boolean head) {
    List<String> found = new ArrayList<>();
    compare(found, "status", status, answer.status());
    if (fields != null) {
      for (String name : WATCHED) {
        compare(found, name, fields.getOrDefault(name, List.of()), values(answer, name));
      }
      compare(found, "body", head ? "" : body, answer.body());
    }
    return found;
  }

  /** A container may write a charset as it likes: "; charset=UTF-8". */
  private static List<String> values(Answer answer, String name) {
    List<String> values = answer.all(name);
    return name.equals("Content-Type")
        ? values.stream().map(value -> Ascii.lower(value).replace(" ", "")).toList()
        : values;
  }

  static void compare(List<String> found, String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      found.add(what + ": expected " + expected + ", was " + actual);
    }
  }

  /**
   * Reads the named outcomes: a name and its parameters at the margin, and its lines indented,
   * where {@code $1} stands for the first argument.
   */
  static Map<String, Template> parse(String text) {
    Map<String, List<String>> blocks = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
      if (line.startsWith(" ")) {
        current.add(line.strip());
      } else {
        current = new ArrayList<>();
        blocks.put(line.split(" ", 2)[0], current);
      }
    }
    Map<String, Template> templates = new LinkedHashMap<>();
    blocks.forEach((name, lines) -> templates.put(name, new Template(name, List.copyOf(lines))));
    return templates;
  }

  /** An outcome with room for arguments. */
  public record Template(String name, List<String> lines) {

    Outcome with(List<String> arguments) {
      int status = 0;
      int storeReads = 0;
      String body = "";
      String called = "nobody";
      boolean byContainer = false;
      boolean echoes = false;
      Map<String, List<String>> fields = new LinkedHashMap<>();
      for (String template : lines) {
        String line = fill(template, arguments);
        String[] words = line.split(" ", 2);
        switch (words[0]) {
          case "status" -> status = Integer.parseInt(words[1]);
          case "store" -> storeReads = Integer.parseInt(words[1]);
          case "body" -> body = words[1].replace("\\n", "\n");
          case "called" -> called = words[1];
          case "container" -> byContainer = true;
          case "echoes" -> echoes = true;
          default -> {
            String field = words[0].substring(0, words[0].length() - 1);
            if (!WATCHED.contains(field)) {
              throw new IllegalArgumentException("not watched: " + line);
            }
            fields.computeIfAbsent(field, key -> new ArrayList<>()).add(words[1]);
          }
        }
      }
      return new Outcome(status, byContainer ? null : fields, body, storeReads, called, echoes);
    }

    private String fill(String line, List<String> arguments) {
      String filled = line;
      for (int i = 0; i < arguments.size(); i++) {
        filled = filled.replace("$" + (i + 1), arguments.get(i));
      }
      if (filled.contains("$")) {
        throw new IllegalArgumentException(name + " needs more arguments: " + line);
      }
      return filled;
    }
  }
}
