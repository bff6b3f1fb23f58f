package dev.pat4j.examples.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Names and values beneath each other; a long value goes on in the next line. Not thread-safe. */
final class Facts {

  private static final int MARGIN = 15;

  private final int columns;
  private final StringBuilder text = new StringBuilder();

  Facts(int columns) {
    this.columns = columns;
  }

  void add(String name, String value) {
    String before = "  " + name + " ".repeat(MARGIN - 2 - name.length());
    for (String line : lines(Shown.visible(value))) {
      text.append(before).append(line).append('\n');
      before = " ".repeat(MARGIN);
    }
  }

  String text() {
    return text.toString();
  }

  /** Broken between words; a single long word is not broken. */
  private List<String> lines(String value) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : Arrays.asList(value.split(" ", -1))) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && MARGIN + Shown.columns(longer) > columns) {
        lines.add(line);
        longer = word;
      }
      line = longer;
    }
    lines.add(line);
    return lines;
  }
}
