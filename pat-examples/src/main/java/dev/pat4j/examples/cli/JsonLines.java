package dev.pat4j.examples.cli;

import jakarta.json.JsonObjectBuilder;
import java.util.stream.Stream;

/**
 * An array with an object in each line, written as they come: there may be millions. What breaks
 * before the first leaves nothing behind, and what breaks later an array of those before.
 */
final class JsonLines {

  private final Action action;
  private long count;

  JsonLines(Action action) {
    this.action = action;
  }

  /** Returns how many there were. */
  static long print(Action action, Stream<JsonObjectBuilder> objects) {
    JsonLines lines = new JsonLines(action);
    try {
      objects.forEachOrdered(lines::add);
    } catch (RuntimeException e) {
      lines.breakOff();
      throw e;
    }
    return lines.end();
  }

  void add(JsonObjectBuilder object) {
    action.print((count++ == 0 ? "[\n" : ",\n") + object.build());
  }

  /** After the last; returns how many there were. */
  long end() {
    action.print(count == 0 ? "[\n]\n" : "\n]\n");
    return count;
  }

  /** Instead of the end. */
  void breakOff() {
    action.print(count == 0 ? "" : "\n]\n");
  }
}
