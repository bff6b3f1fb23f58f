package dev.pat4j.examples.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under a line of titles, as wide as they need to be, and never wider than they may: the
 * widest of the columns that may be cut gives way first. Not thread-safe.
 */
final class Table {

  private static final String GAP = "  ";

  private final List<String> titles = new ArrayList<>();
  private final List<Integer> leasts = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a column that is always shown whole. */
  Table whole(String title) {
    return cut(title, Integer.MAX_VALUE);
  }

  /** Adds a column that may be cut to so many columns of the terminal, but to no less. */
  Table cut(String title, int least) {
    titles.add(title);
    leasts.add(least);
    return this;
  }

  /** Adds a row; what is not fit for a terminal is made so. */
  void row(String... cells) {
    if (cells.length != titles.size()) {
      throw new IllegalArgumentException(titles.size() + " cells make a row, not " + cells.length);
    }
    rows.add(List.of(cells).stream().map(Shown::visible).toList());
  }

  /** Every line ends with a line feed, and none with a space. */
  String text(int columns) {
    int[] widths = widths(columns);
    StringBuilder text = new StringBuilder();
    line(text, titles, widths);
    rows.forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private int[] widths(int columns) {
    int[] widths = new int[titles.size()];
    int all = GAP.length() * (widths.length - 1);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Shown.columns(titles.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], Shown.columns(row.get(i)));
      }
      all += widths[i];
    }
    for (int widest = widest(widths); all > columns && widest >= 0; widest = widest(widths)) {
      widths[widest]--;
      all--;
    }
    return widths;
  }

  /** The one to give way; -1 if there is none. */
  private int widest(int[] widths) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > leasts.get(i) && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = Shown.cut(cells.get(i), widths[i]);
      line.append(i == 0 ? "" : GAP)
          .append(cell)
          .append(" ".repeat(Math.max(0, widths[i] - Shown.columns(cell))));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
