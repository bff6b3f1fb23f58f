package dev.pat4j.servlet;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Reads credentials from the Authorization lines of a request, and from nowhere else (RFC 9110
 * section 11.4, RFC 6750 section 2.1, RFC 7617 section 2).
 *
 * <p>By hand and in one pass: the input is whatever a stranger sends, so there is no regular
 * expression, no locale and no lenient decoder in here. Nothing is trimmed but the optional white
 * space round the field value, nothing is folded but the case of the scheme's ASCII letters.
 */
final class AuthorizationHeader {

  /** What legacy clients send as the password when the token is the user name. */
  private static final String TOKEN_IS_THE_USER = "x-oauth-basic";

  private final int maximumLength;

  AuthorizationHeader(int maximumLength) {
    this.maximumLength = maximumLength;
  }

  /** What these lines amount to. A second line is one too many even if both are alike. */
  Credentials read(List<String> lines) {
    if (lines.isEmpty()) {
      return Credentials.ABSENT;
    }
    return lines.size() == 1 ? read(lines.get(0)) : Credentials.DUPLICATED;
  }

  private Credentials read(String line) {
    int start = 0;
    int end = line.length();
    while (start < end && isOptionalWhitespace(line.charAt(start))) {
      start++;
    }
    while (end > start && isOptionalWhitespace(line.charAt(end - 1))) {
      end--;
    }
    int schemeEnd = line.indexOf(' ', start);
    if (schemeEnd < 0 || schemeEnd > end) {
      schemeEnd = end;
    }
    boolean basic = isScheme("basic", line, start, schemeEnd);
    if (!basic
        && !isScheme("bearer", line, start, schemeEnd)
        && !isScheme("token", line, start, schemeEnd)) {
      return Credentials.FOREIGN;
    }
    int value = schemeEnd;
    while (value < end && line.charAt(value) == ' ') {
      value++;
    }
    boolean readable = end - start <= maximumLength && value < end;
    if (basic) {
      return readable ? basic(line.substring(value, end)) : Credentials.MALFORMED_BASIC;
    }
    return readable && isToken68(line, value, end)
        ? Credentials.bearer(line.substring(value, end))
        : Credentials.MALFORMED_BEARER;
  }

  private static Credentials basic(String base64) {
    byte[] pair;
    try {
      // RFC 4648 section 4 exactly: the MIME decoder would skip what it does not know.
      pair = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      return Credentials.MALFORMED_BASIC;
    }
    int colon = -1;
    for (int i = 0; i < pair.length; i++) {
      if (isControl(pair[i])) {
        return Credentials.MALFORMED_BASIC;
      }
      if (pair[i] == ':' && colon < 0) {
        colon = i;
      }
    }
    if (colon < 0) {
      return Credentials.MALFORMED_BASIC;
    }
    // A user name that is not UTF-8 is no error: it is replaced here and, by default, not looked
    // at.
    String user = new String(pair, 0, colon, StandardCharsets.UTF_8);
    String password = new String(pair, colon + 1, pair.length - colon - 1, StandardCharsets.UTF_8);
    if (!password.isEmpty() && !TOKEN_IS_THE_USER.equals(password)) {
      return Credentials.basic(password, user);
    }
    // Only then: a wrong password is not rescued by a token in the user's place.
    return user.isEmpty() ? Credentials.MALFORMED_BASIC : Credentials.basic(user, null);
  }

  /** The whole scheme, ASCII letters alone folded: the Kelvin sign is not a k, nor ı an i. */
  private static boolean isScheme(String lowerCase, String line, int start, int end) {
    if (end - start != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      char c = line.charAt(start + i);
      char folded = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
      if (folded != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** {@code 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="}. */
  private static boolean isToken68(String line, int start, int end) {
    int padding = end;
    while (padding > start && line.charAt(padding - 1) == '=') {
      padding--;
    }
    for (int i = start; i < padding; i++) {
      char c = line.charAt(i);
      if (!isAsciiLetterOrDigit(c) && "-._~+/".indexOf(c) < 0) {
        return false;
      }
    }
    return padding > start;
  }

  private static boolean isAsciiLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static boolean isOptionalWhitespace(char c) {
    return c == ' ' || c == '\t';
  }

  /** 00-1F and 7F, which RFC 7617 forbids in either half; a UTF-8 sequence holds none of them. */
  private static boolean isControl(byte b) {
    return (b >= 0 && b < 0x20) || b == 0x7F;
  }
}
