package dev.pat4j.examples.cli;

import java.io.Console;
import java.util.Optional;

/** Whoever sits at the terminal, if there is one. */
interface Person {

  /** Whether anybody can be asked. */
  boolean isThere();

  /** What is typed after this question; empty if nobody is there, or hangs up. */
  Optional<String> line(String question);

  /** Likewise, without showing it. */
  Optional<String> hidden(String question);

  /** Whoever sits at this process's own terminal. */
  static Person atTheTerminal() {
    return new AtTheTerminal(
        Optional.ofNullable(System.console()).filter(AtTheTerminal::isTerminal));
  }

  /** By {@link Console}, which is there only where input and output both are a terminal. */
  record AtTheTerminal(Optional<Console> console) implements Person {

    @Override
    public boolean isThere() {
      return console.isPresent();
    }

    @Override
    public Optional<String> line(String question) {
      return console.map(terminal -> terminal.readLine("%s", question));
    }

    @Override
    public Optional<String> hidden(String question) {
      return console.map(terminal -> terminal.readPassword("%s", question)).map(String::new);
    }

    /** JDK 22 and later have a console where there is no terminal, and a method that tells. */
    private static boolean isTerminal(Console console) {
      try {
        return (boolean) Console.class.getMethod("isTerminal").invoke(console);
      } catch (ReflectiveOperationException e) {
        return true;
      }
    }
  }
}
