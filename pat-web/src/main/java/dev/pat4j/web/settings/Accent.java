package dev.pat4j.web.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A colour for links and buttons that people can read: a literal, and contrast enough with what it
 * stands on.
 *
 * @param literal {@code #rrggbb}, lower case
 */
public record Accent(String literal) {

  /** The background of a light page. */
  public static final String LIGHT_PAGE = "#ffffff";

  /** The background of a dark page. */
  public static final String DARK_PAGE = "#0d1117";

  private static final Pattern LITERAL = Pattern.compile("#[0-9a-fA-F]{6}");

  /** What WCAG 2.2, success criterion 1.4.3, asks of text. */
  private static final double LEAST = 4.5;

  /**
   * Checks the literal, and its contrast with a background.
   *
   * @throws IllegalArgumentException if it is none, or too little
   */
  public static Accent on(String background, String colour) {
    if (!LITERAL.matcher(colour).matches()) {
      throw new IllegalArgumentException(
          "a colour is written #rrggbb, six hexadecimal digits, not '" + colour + "'");
    }
    Accent accent = new Accent(colour.toLowerCase(Locale.ROOT));
    double contrast = accent.contrast(new Accent(background));
    if (contrast < LEAST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the colour %s has a contrast of %.1f with the background %s, and text needs %.1f;"
                  + " take a %s one",
              colour,
              contrast,
              background,
              LEAST,
              new Accent(background).luminance() > 0.5 ? "darker" : "lighter"));
    }
    return accent;
  }

  /** Black or white, whichever is read better on this. */
  String ink() {
    Accent white = new Accent("#ffffff");
    return contrast(white) >= LEAST ? "#ffffff" : "#000000";
  }

  private double contrast(Accent other) {
    double one = luminance() + 0.05;
    double two = other.luminance() + 0.05;
    return Math.max(one, two) / Math.min(one, two);
  }

  /** Relative luminance, as WCAG 2.2 defines it. */
  private double luminance() {
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  }

  private double channel(int at) {
    double value = Integer.parseInt(literal.substring(at, at + 2), 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
