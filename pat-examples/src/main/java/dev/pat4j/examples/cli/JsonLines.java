package dev.pat4j.examples.cli;

import jakarta.json.JsonObjectBuilder;
import java.util.stream.Stream;

/** An array with an object in each line, written as they come: there may be millions. */
final class JsonLines {

  private JsonLines() {}

  /** Returns how many there were. */
  static long print(Action action, Stream<JsonObjectBuilder> objects) {
    long[] count = {0};
    action.print("[");
    objects.forEachOrdered(
        object -> action.print((count[0]++ == 0 ? "\n" : ",\n") + object.build()));
    action.print("\n]\n");
    return count[0];
  }
}
