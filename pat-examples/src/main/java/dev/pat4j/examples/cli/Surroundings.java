package dev.pat4j.examples.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What the program is run in, so that a test can run it in something else.
 *
 * @param out for what was asked for, a secret among it, and nothing else
 * @param err for everything that is said beside it, never a secret
 */
record Surroundings(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Person person,
    InstantSource clock) {

  private static final int USUAL_WIDTH = 80;

  Surroundings {
    environment = Map.copyOf(environment);
  }

  /** How many columns the terminal has: {@code COLUMNS}, if it says something sensible. */
  int width() {
    return Optional.ofNullable(environment.get("COLUMNS"))
        .filter(text -> text.matches("[0-9]{2,3}"))
        .map(Integer::parseInt)
        .filter(columns -> columns >= 60)
        .orElse(USUAL_WIDTH);
  }

  /** For the help, which is written in characters. */
  PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Says something to a person, beside the output. */
  void say(String line) {
    err.println(line);
  }

  /**
   * Goes on if the person agrees, or has said so beforehand.
   *
   * @throws Stop if not
   */
  void confirm(boolean yes, String question) {
    if (yes) {
      return;
    }
    if (!person.isThere()) {
      throw Stop.usage("nobody can be asked here whether to " + question + " say --yes");
    }
    String answer = person.line("Really " + question + " [y/N] ").orElse("").strip();
    if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
      throw Stop.refused("nothing was done");
    }
  }
}
