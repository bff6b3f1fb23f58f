package dev.pat4j.examples.cli;

import static dev.pat4j.scope.ScopeCatalog.within;

import dev.pat4j.scope.ScopeCatalog;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The scopes of a host as an administrator writes them down: {@code repo, repo:status within repo}.
 * A comma ends an entry; the words after {@code within} are the scopes that imply it. Immutable.
 *
 * @param parents by the name of the scope, in the order in which they were written
 */
record Catalog(Map<String, List<String>> parents) {

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /**
   * Reads such a list; blank is none.
   *
   * @throws Stop if it is none
   */
  static Catalog parse(String text) {
    Map<String, List<String>> parents = new LinkedHashMap<>();
    for (String entry : text.isBlank() ? List.<String>of() : Arrays.asList(text.split(",", -1))) {
      List<String> words = Arrays.asList(SPACE.split(entry.strip(), -1));
      boolean plain = words.size() == 1 && !words.get(0).isEmpty();
      if (!plain && (words.size() < 3 || !words.get(1).equals("within"))) {
        throw Stop.usage(
            "a list of scopes is as in 'repo, repo:status within repo'; this is no entry of it: '"
                + entry.strip()
                + "'");
      }
      if (parents.put(words.get(0), plain ? List.of() : words.subList(2, words.size())) != null) {
        throw Stop.usage("the scope '" + words.get(0) + "' is listed twice");
      }
    }
    return new Catalog(parents);
  }

  /**
   * The catalogue of these scopes.
   *
   * @throws Stop if they cannot be one
   */
  ScopeCatalog declared() {
    return with(Stream.empty());
  }

  /**
   * The catalogue of these scopes and of whatever else tokens carry, which is taken to imply
   * nothing: so that no token is left out because somebody does not know its scopes.
   *
   * @param texts the names, separated by spaces, as rows have them
   */
  ScopeCatalog with(Stream<String> texts) {
    ScopeCatalog.Builder catalog = ScopeCatalog.builder();
    try {
      parents.forEach((name, of) -> catalog.scope(name, "", within(of.toArray(String[]::new))));
      texts
          .flatMap(text -> Arrays.stream(text.split(" ", -1)))
          .distinct()
          .filter(name -> !name.isEmpty() && !parents.containsKey(name))
          .forEach(name -> carried(catalog, name));
      return catalog.build();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw Stop.usage("the list of scopes: " + e.getMessage());
    }
  }

  private static void carried(ScopeCatalog.Builder catalog, String name) {
    try {
      catalog.scope(name, "");
    } catch (IllegalArgumentException e) {
      // No name of a scope at all: the library leaves the row out, and says so in the log.
      return;
    }
  }
}
