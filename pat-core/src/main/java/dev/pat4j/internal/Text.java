package dev.pat4j.internal;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The bounds of every text that a row keeps. Each check returns what it was given, unchanged, or
 * throws an {@link IllegalArgumentException} that names the field, the rule and the way out; or a
 * {@link NullPointerException} that names the field.
 */
public final class Text {

  /** The longest owner, name, actor or reason, in UTF-16 units. */
  public static final int LONGEST = 255;

  /** The longest list of scopes or of address ranges, written out. */
  public static final int LONGEST_LIST = 4_000;

  private static final int MOST_ATTRIBUTES = 16;
  private static final int LONGEST_VALUE = 512;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private Text() {}

  /** Checks a text that must say something. */
  public static String required(String field, String text) {
    if (requireNonNull(text, field).isBlank()) {
      throw new IllegalArgumentException(field + " must not be blank");
    }
    return optional(field, text);
  }

  /** Whether {@link #required} takes this text. */
  public static boolean isRequired(String text) {
    try {
      required("text", text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Checks a text that may be empty. */
  public static String optional(String field, String text) {
    return checked(field, text, LONGEST);
  }

  /** Checks a list that is written out as one text. */
  public static String list(String field, String text) {
    return checked(field, text, LONGEST_LIST);
  }

  /** Checks attributes: how many, the keys' characters, the values as text. */
  public static Map<String, String> attributes(Map<String, String> attributes) {
    if (requireNonNull(attributes, "attributes").size() > MOST_ATTRIBUTES) {
      throw new IllegalArgumentException(
          "a token has at most " + MOST_ATTRIBUTES + " attributes, these are " + attributes.size());
    }
    attributes.forEach(
        (key, value) -> {
          if (!KEY.matcher(requireNonNull(key, "attribute name")).matches()) {
            throw new IllegalArgumentException(
                "attribute names must be 1 to 64 letters, digits, dots, dashes or underscores");
          }
          checked("attribute '" + key + "'", value, LONGEST_VALUE);
        });
    return attributes;
  }

  private static String checked(String field, String text, int longest) {
    if (requireNonNull(text, field).length() > longest) {
      throw new IllegalArgumentException(
          field + " has at most " + longest + " characters, this one has " + text.length());
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        throw new IllegalArgumentException(
            field + " must not hold control characters; one is at position " + i);
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new IllegalArgumentException(
            field + " must be well-formed Unicode; half a surrogate pair is at position " + i);
      }
    }
    return text;
  }
}
