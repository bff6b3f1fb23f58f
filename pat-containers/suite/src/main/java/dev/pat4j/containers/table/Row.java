package dev.pat4j.containers.table;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of the table of requests.
 *
 * @param id unique in the whole table
 * @param shows what it shows, with the source of the rule
 * @param request the bytes to send, as text with escapes; see {@link Escapes}
 * @param outcomes by the beginning of a container's name, empty for every container: the outcome
 *     expected there
 */
public record Row(String id, String shows, String request, Map<String, String> outcomes) {

  /** Takes a copy. */
  public Row {
    outcomes = Map.copyOf(new LinkedHashMap<>(outcomes));
  }

  /** The outcome on this container: that of the longest beginning of its name. */
  public String outcomeOn(String container) {
    String best = "";
    for (String beginning : outcomes.keySet()) {
      if (container.startsWith(beginning) && beginning.length() > best.length()) {
        best = beginning;
      }
    }
    String outcome = outcomes.get(best);
    if (outcome == null) {
      throw new IllegalArgumentException(id + " says nothing about " + container);
    }
    return outcome;
  }

  @Override
  public String toString() {
    return id + ": " + shows;
  }
}
