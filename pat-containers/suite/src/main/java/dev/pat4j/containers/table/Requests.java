package dev.pat4j.containers.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of requests itself, and the outcomes that it speaks of. */
public final class Requests {

  private static final String FOLDER = "/dev/pat4j/containers/requests/";

  private static final List<String> FILES =
      List.of(
          "01-schemes",
          "02-bearer",
          "03-basic",
          "04-carriers",
          "05-rules",
          "06-paths",
          "07-methods",
          "08-git",
          "09-messages",
          "10-context");

  private Requests() {}

  /**
   * Every row, in order.
   *
   * @throws IllegalStateException if two have the same id
   */
  public static List<Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (String file : FILES) {
      for (Row row : RequestTable.parse(read(file))) {
        if (rows.put(row.id(), row) != null) {
          throw new IllegalStateException("two rows are called " + row.id());
        }
      }
    }
    return new ArrayList<>(rows.values());
  }

  /** The named outcomes. */
  public static Map<String, Outcome.Template> outcomes() {
    return Outcome.parse(read("outcomes"));
  }

  private static String read(String file) {
    String name = FOLDER + file + ".txt";
    try (InputStream in = Requests.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable: " + name, e);
    }
  }
}
