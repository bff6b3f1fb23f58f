package dev.pat4j.web.http;

import java.util.regex.Pattern;

/**
 * What challenges name, and people see when they are asked for a password.
 *
 * @param name written between quotation marks as it is
 */
public record Realm(String name) {

  private static final Pattern NAME = Pattern.compile("[\\x20-\\x7e&&[^\"\\\\]]{1,255}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException unless it is 1 to 255 visible ASCII characters and blanks,
   *     without quotation mark and backslash
   */
  public Realm {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a realm is 1 to 255 visible ASCII characters and blanks, without \" and \\");
    }
  }

  /** Asks for name and password (RFC 7617 section 2.1). */
  public String basic() {
    return "Basic realm=\"" + name + "\", charset=\"UTF-8\"";
  }

  /** Asks for a token (RFC 6750 section 3); parameters may follow. */
  public String bearer() {
    return "Bearer realm=\"" + name + "\"";
  }
}
