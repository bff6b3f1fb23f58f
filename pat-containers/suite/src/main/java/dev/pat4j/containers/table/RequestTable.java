package dev.pat4j.containers.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the table of requests.
 *
 * <p>A row begins at the margin with its id and what it shows. Then come the lines of the request,
 * each after {@code "> "} and sent with CR LF, unless it ends in a backslash; the empty line that
 * ends the head may be left out where no body follows. Then comes the outcome after {@code "< "},
 * and before or after it the outcome on some containers after {@code "<name "}. What begins with
 * {@code #} is a comment.
 */
public final class RequestTable {

  private static final String CR_LF = "\r\n";

  private final List<Row> rows = new ArrayList<>();
  private @Nullable Draft draft;

  private RequestTable() {}

  /** The rows of one file of the table. */
  public static List<Row> parse(String text) {
    RequestTable table = new RequestTable();
    text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(table::take);
    table.finish();
    return List.copyOf(table.rows);
  }

  private void take(String line) {
    if (line.startsWith(">")) {
      open(line).request(line.substring(Math.min(2, line.length())));
    } else if (line.startsWith("<")) {
      open(line).outcome(line);
    } else {
      finish();
      draft = new Draft(line);
    }
  }

  private Draft open(String line) {
    if (draft == null) {
      throw new IllegalArgumentException("before any row: " + line);
    }
    return draft;
  }

  private void finish() {
    if (draft != null) {
      rows.add(draft.row());
      draft = null;
    }
  }

  private static final class Draft {
    private final String title;
    private final StringBuilder request = new StringBuilder();
    private final Map<String, String> outcomes = new LinkedHashMap<>();
    private boolean headEnded;

    Draft(String title) {
      this.title = title;
    }

    void request(String line) {
      if (!line.chars().allMatch(c -> c >= ' ' && c <= '~')) {
        throw new IllegalArgumentException("to be escaped in " + title + ": " + line);
      }
      headEnded |= line.isEmpty();
      boolean joined = line.endsWith("\\") && !line.endsWith("\\\\");
      request.append(joined ? line.substring(0, line.length() - 1) : line + CR_LF);
      headEnded |= joined;
    }

    void outcome(String line) {
      int space = line.indexOf(' ');
      for (String container : line.substring(1, space).split(",", -1)) {
        if (outcomes.put(container, line.substring(space + 1).strip()) != null) {
          throw new IllegalArgumentException("a second outcome in " + title + ": " + line);
        }
      }
    }

    Row row() {
      String[] words = title.split("\\s+", 2);
      if (words.length < 2 || request.isEmpty() || outcomes.isEmpty()) {
        throw new IllegalArgumentException("an incomplete row: " + title);
      }
      return new Row(words[0], words[1], request + (headEnded ? "" : CR_LF), outcomes);
    }
  }
}
