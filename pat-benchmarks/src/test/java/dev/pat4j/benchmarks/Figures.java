package dev.pat4j.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Numbers that no JMH benchmark makes, kept beside its JSON for {@link Summary}. */
final class Figures {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Figures() {}

  static Path file(String name) {
    return Path.of("target", name + ".json");
  }

  /** Tells them, and writes them to {@code target/NAME.json}. */
  static void tell(String name, Map<String, Double> figures) throws IOException {
    figures.forEach((what, figure) -> System.out.println(what + ": " + figure));
    Files.createDirectories(file(name).toAbsolutePath().getParent());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file(name).toFile(), new TreeMap<>(figures));
  }
}
