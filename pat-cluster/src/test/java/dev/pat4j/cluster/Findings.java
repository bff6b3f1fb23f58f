package dev.pat4j.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Where measured numbers go, so that they can be looked at; no test judges them. */
final class Findings {

  private static final Path FILE = Path.of("target", "measured.txt");

  private Findings() {}

  static void say(String what, Latencies latencies) throws IOException {
    say(String.format(Locale.ROOT, "%-60s %s", what, latencies));
  }

  static void say(String line) throws IOException {
    System.out.println(line);
    Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
