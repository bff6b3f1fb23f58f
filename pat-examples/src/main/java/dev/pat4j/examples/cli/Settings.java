package dev.pat4j.examples.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a {@code --config} file says; a properties file in UTF-8.
 *
 * @param folder where the files are that it names
 */
record Settings(Properties said, Path folder) {

  static final Set<String> KEYS =
      Set.of(
          "db",
          "db.user",
          "db.password",
          "prefix",
          "scopes",
          "hash-key",
          "maximum-lifetime",
          "inactive");

  /** No file: nothing is said. */
  static Settings none() {
    return new Settings(new Properties(), Path.of(""));
  }

  /**
   * Reads a file.
   *
   * @throws Stop if it cannot be read, or says what is not known
   */
  static Settings read(Path file) {
    Properties said = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      said.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw Stop.usage("--config " + file + " cannot be read: " + e);
    }
    Set<String> unknown = new TreeSet<>(said.stringPropertyNames());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw Stop.usage(
          "--config " + file + " says " + unknown + "; known are " + new TreeSet<>(KEYS));
    }
    Path folder = file.toAbsolutePath().getParent();
    return new Settings(said, folder == null ? Path.of("") : folder);
  }

  Optional<String> get(String key) {
    return Optional.ofNullable(said.getProperty(key)).map(String::strip);
  }
}
