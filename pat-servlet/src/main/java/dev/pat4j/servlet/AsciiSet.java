package dev.pat4j.servlet;

/** Some ASCII characters, asked for once for each character of a request. Immutable. */
final class AsciiSet {

  private final boolean[] members = new boolean[128];

  private AsciiSet(String characters) {
    for (int i = 0; i < characters.length(); i++) {
      members[characters.charAt(i)] = true;
    }
  }

  /** The letters, the digits, and these. */
  static AsciiSet alphanumericAnd(String characters) {
    return new AsciiSet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + characters);
  }

  boolean contains(char c) {
    return c < members.length && members[c];
  }
}
