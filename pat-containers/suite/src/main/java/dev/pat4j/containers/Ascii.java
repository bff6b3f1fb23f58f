package dev.pat4j.containers;

import java.util.HexFormat;
import java.util.Locale;

/** Letters without a language: part of the suite runs under a Turkish locale. */
public final class Ascii {

  private Ascii() {}

  /** In lower case. */
  public static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Every letter in its other case. */
  public static String flipped(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String upper = text.toUpperCase(Locale.ROOT);
    StringBuilder flipped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      flipped.append(text.charAt(i) == lower.charAt(i) ? upper.charAt(i) : lower.charAt(i));
    }
    return flipped.toString();
  }

  /** In hexadecimal digits. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
