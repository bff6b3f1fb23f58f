package dev.pat4j.servlet;

/** The escapes of RFC 3986 section 2.1, one at a time. */
final class PercentEncoding {

  private PercentEncoding() {}

  /** The octet that the escape at this place stands for; -1 if there is none before the end. */
  static int octet(String text, int place, int end) {
    if (text.charAt(place) != '%' || place + 2 >= end) {
      return -1;
    }
    int high = hex(text.charAt(place + 1));
    int low = hex(text.charAt(place + 2));
    return high < 0 || low < 0 ? -1 : (high << 4) | low;
  }

  /** Not Character.digit, which takes the digits of every script. */
  private static int hex(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }
}
