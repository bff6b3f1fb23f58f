package dev.pat4j.web.settings;

import java.io.Serializable;
import java.util.List;

/**
 * What the next page is to say about what was just done; waits in the session, so it never holds a
 * secret.
 *
 * @param kind {@code done} or {@code warning}
 * @param key of its text
 * @param values for the places in it
 */
public record Notice(String kind, String key, List<String> values) implements Serializable {

  static Notice done(String key, Object... values) {
    return new Notice("done", key, texts(values));
  }

  static Notice warning(String key, Object... values) {
    return new Notice("warning", key, texts(values));
  }

  private static List<String> texts(Object... values) {
    return List.of(values).stream().map(String::valueOf).toList();
  }
}
