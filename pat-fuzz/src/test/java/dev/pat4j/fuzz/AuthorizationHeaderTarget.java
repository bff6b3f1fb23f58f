package dev.pat4j.fuzz;

import static dev.pat4j.fuzz.Oracle.must;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pat4j.servlet.Parsers;
import dev.pat4j.servlet.Parsers.Read;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of an Authorization line, any bytes as a container hands them on, through its parser.
 */
public final class AuthorizationHeaderTarget {

  /** RFC 9110 section 11.4, with the case of ASCII letters alone folded. */
  private static final Pattern BEARER =
      Pattern.compile("(?:[Bb][Ee][Aa][Rr][Ee][Rr]|[Tt][Oo][Kk][Ee][Nn]) +([-A-Za-z0-9._~+/]+=*)");

  private static final Pattern BASIC = Pattern.compile("[Bb][Aa][Ss][Ii][Cc] +([A-Za-z0-9+/]+=*)");

  private static final List<String> SCHEMES = List.of("basic", "bearer", "token");

  private AuthorizationHeaderTarget() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String line = new String(data, ISO_8859_1);
    Read read = Parsers.authorization(line);
    must(read.equals(Parsers.authorization(" \t" + line + "\t ")), "white space round it", line);
    holds(line, read);
    asAPassword(line);
  }

  private static void holds(String line, Read read) {
    String value = line.replaceAll("\\A[ \t]+|[ \t]+\\z", "");
    switch (read.kind()) {
      case "FOREIGN" -> must(!SCHEMES.contains(schemeOf(value)), "a known scheme is known", line);
      case "MALFORMED" -> {
        must(SCHEMES.contains(schemeOf(value)), "another scheme is left to others", line);
        must(value.length() > 8192 || !BEARER.matcher(value).matches(), "a well-formed line", line);
      }
      case "PRESENTED" -> presented(line, value, read);
      default -> must(false, "one line is neither absent nor two", line);
    }
  }

  private static void presented(String line, String value, Read read) {
    must(value.length() <= 8192, "a line that is too long presents nothing", line);
    must(!read.token().isEmpty(), "threat 13: nothing presented is empty", line);
    if (read.token().length() > "PRESENTED".length()) {
      must(!Parsers.printed(line).contains(read.token()), "credentials do not print it", line);
    }
    if (!read.basic()) {
      Matcher bearer = BEARER.matcher(value);
      must(bearer.matches(), "Bearer is RFC 6750 to the letter", line);
      must(read.token().equals(bearer.group(1)), "the token is what was sent", line);
      must(read.user().isEmpty(), "Bearer has no user", line);
      return;
    }
    Matcher basic = BASIC.matcher(value);
    must(basic.matches(), "Basic is RFC 7617 to the letter", line);
    String pair = new String(Base64.getDecoder().decode(basic.group(1)), UTF_8);
    must(pair.chars().noneMatch(c -> c < 0x20 || c == 0x7F), "no control character", line);
    String user = pair.substring(0, pair.indexOf(':'));
    String password = pair.substring(user.length() + 1);
    boolean tokenIsTheUser = password.isEmpty() || password.equals("x-oauth-basic");
    must(read.token().equals(tokenIsTheUser ? user : password), "one half is the token", line);
    must(read.user().isPresent() != tokenIsTheUser, "the other half is the user", line);
  }

  /** Whatever the input, sent as a password it arrives as it is, or not at all. */
  private static void asAPassword(String text) {
    String pair = "ada:" + text;
    String line = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    Read read = Parsers.authorization(line);
    boolean plain = line.length() <= 8192 && text.chars().noneMatch(c -> c < 0x20 || c == 0x7F);
    must(read.kind().equals(plain ? "PRESENTED" : "MALFORMED"), "controls are refused", text);
    if (plain) {
      boolean marker = text.isEmpty() || text.equals("x-oauth-basic");
      must(read.token().equals(marker ? "ada" : text), "a password arrives as sent", text);
    }
  }

  private static String schemeOf(String value) {
    int space = value.indexOf(' ');
    StringBuilder scheme = new StringBuilder(space < 0 ? value : value.substring(0, space));
    for (int i = 0; i < scheme.length(); i++) {
      char c = scheme.charAt(i);
      scheme.setCharAt(i, c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return scheme.toString();
  }
}
