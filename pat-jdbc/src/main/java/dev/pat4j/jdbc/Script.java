package dev.pat4j.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** A script of the schema, as it is shipped: plain statements, each ended by a semicolon. */
final class Script {

  /** By version, from 1. */
  private static final List<String> NAMES = List.of("V1__tokens.sql", "V2__events.sql");

  /** The version that the newest script makes. */
  static final int NEWEST = NAMES.size();

  private final String path;
  private final String text;

  private Script(String path, String text) {
    this.path = path;
    this.text = text;
  }

  /** The folder of a dialect's scripts, on the class path. */
  static String folder(SqlDialect dialect) {
    return "dev/pat4j/jdbc/" + dialect.words().folder();
  }

  /** The script that makes this version. */
  static Script of(SqlDialect dialect, int version) {
    String name = dialect.words().folder() + "/" + NAMES.get(version - 1);
    try (InputStream in = Script.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the script " + name + " is missing from the jar");
      }
      return new Script("dev/pat4j/jdbc/" + name, new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is on the class path. */
  String path() {
    return path;
  }

  List<String> statements() {
    String code = text.lines().filter(line -> !line.startsWith("--")).collect(joining("\n"));
    return Arrays.stream(code.split(";", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** The line that defines a column, without its comma. */
  String definition(String column) {
    return text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith(column + " "))
        .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
        .findFirst()
        .orElseThrow();
  }
}
