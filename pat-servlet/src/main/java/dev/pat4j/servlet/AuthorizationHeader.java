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

  private static final AsciiSet TOKEN68 = AsciiSet.alphanumericAnd("-._~+/");

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
    String value = withoutOptionalWhitespace(line);
    int blank = value.indexOf(' ');
    int end = blank < 0 ? value.length() : blank;
    boolean tooLong = value.length() > maximumLength;
    if (isScheme("basic", value, end)) {
      return tooLong ? Credentials.MALFORMED_BASIC : basic(behindBlanks(value, end));
    }
    if (isScheme("bearer", value, end) || isScheme("token", value, end)) {
      return tooLong ? Credentials.MALFORMED_BEARER : bearer(behindBlanks(value, end));
    }
    return Credentials.FOREIGN;
  }

  private static Credentials bearer(String token) {
    return isToken68(token) ? Credentials.bearer(token) : Credentials.MALFORMED_BEARER;
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
    // Bad UTF-8 in the user name is replaced, and no error: by default nobody looks at it.
    String user = new String(pair, 0, colon, StandardCharsets.UTF_8);
    String password = new String(pair, colon + 1, pair.length - colon - 1, StandardCharsets.UTF_8);
    if (!password.isEmpty() && !TOKEN_IS_THE_USER.equals(password)) {
      return Credentials.basic(password, user);
    }
    // Only then: a wrong password is not rescued by a token in the user's place.
    return user.isEmpty() ? Credentials.MALFORMED_BASIC : Credentials.basic(user, null);
  }

  /** The field value without blanks and tabs round it (RFC 9110 section 5.5), and no others. */
  private static String withoutOptionalWhitespace(String line) {
    int start = 0;
    int end = line.length();
    while (start < end && isBlankOrTab(line.charAt(start))) {
      start++;
    }
    while (end > start && isBlankOrTab(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end);
  }

  private static String behindBlanks(String value, int from) {
    int start = from;
    while (start < value.length() && value.charAt(start) == ' ') {
      start++;
    }
    return value.substring(start);
  }

  /** The whole scheme, ASCII letters alone folded: the Kelvin sign is not a k, nor ı an i. */
  private static boolean isScheme(String lowerCase, String value, int end) {
    if (end != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      char folded = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
      if (folded != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** {@code 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="}. */
  private static boolean isToken68(String text) {
    int padding = text.length();
    while (padding > 0 && text.charAt(padding - 1) == '=') {
      padding--;
    }
    for (int i = 0; i < padding; i++) {
      if (!TOKEN68.contains(text.charAt(i))) {
        return false;
      }
    }
    return padding > 0;
  }

  private static boolean isBlankOrTab(char c) {
    return c == ' ' || c == '\t';
  }

  /** 00-1F and 7F, which RFC 7617 forbids in either half; a UTF-8 sequence holds none of them. */
  private static boolean isControl(byte b) {
    return (b >= 0 && b < 0x20) || b == 0x7F;
  }
}
