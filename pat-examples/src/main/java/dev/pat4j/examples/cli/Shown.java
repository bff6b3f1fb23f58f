package dev.pat4j.examples.cli;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Texts that somebody else wrote, for a terminal: what would move its cursor, recolour it, turn the
 * direction of writing or hide itself is spelt out, as {@code <U+202E>}.
 */
final class Shown {

  /** What has the shape of a token, whatever its prefix. */
  private static final Pattern TOKEN = Pattern.compile("([A-Za-z0-9]_)[0-9A-Za-z]{36,}");

  private Shown() {}

  /** In one line, with everything in it visible. */
  static String visible(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  /** Visible, and without what somebody may have pasted into a wrong place. */
  static String message(String text) {
    return TOKEN.matcher(visible(text.replaceAll("\\R\\s*", " "))).replaceAll("$1[hidden]");
  }

  /** At most so many columns of a terminal, the last an ellipsis if something was left out. */
  static String cut(String visible, int columns) {
    if (columns(visible) <= columns) {
      return visible;
    }
    int end = 0;
    int used = 0;
    while (end < visible.length()) {
      int c = visible.codePointAt(end);
      if (used + columns(c) > columns - 1) {
        break;
      }
      used += columns(c);
      end += Character.charCount(c);
    }
    return visible.substring(0, end) + "…";
  }

  /** How many columns a terminal takes for it. */
  static int columns(String visible) {
    return visible.codePoints().map(Shown::columns).sum();
  }

  private static int columns(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  /** The blocks of Unicode's annex 11 in which nearly everything is wide. */
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF01 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1FAFF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }

  private static void append(StringBuilder shown, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          shown.append(hidden(c));
      default -> shown.appendCodePoint(c);
    }
  }

  private static String hidden(int c) {
    String digits = Integer.toHexString(c).toUpperCase(Locale.ROOT);
    return "<U+" + "0".repeat(Math.max(0, 4 - digits.length())) + digits + ">";
  }
}
