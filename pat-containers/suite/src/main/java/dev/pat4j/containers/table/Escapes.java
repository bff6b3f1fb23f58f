package dev.pat4j.containers.table;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * How the table writes what is not printable, or not known before the run.
 *
 * <ul>
 *   <li>{@code \t \r \n \\ \{ \}} and {@code \x00}: that character, that byte
 *   <li>{@code {read}}: the token of this name
 *   <li>{@code {base64 …}}, {@code {base64url …}}, {@code {unpadded …}}: its content, itself
 *       expanded, encoded
 *   <li>{@code {4000 x}}: its content 4000 times
 * </ul>
 */
final class Escapes {

  private final String text;
  private final Map<String, String> tokens;
  private int at;

  private Escapes(String text, Map<String, String> tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  /** The bytes that a text of the table stands for, each as a character. */
  static String expand(String text, Map<String, String> tokens) {
    Escapes escapes = new Escapes(text, tokens);
    String expanded = escapes.upToClosing();
    if (escapes.at < text.length()) {
      throw new IllegalArgumentException("a brace too many in: " + text);
    }
    return expanded;
  }

  private String upToClosing() {
    StringBuilder bytes = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '}') {
      char next = text.charAt(at++);
      switch (next) {
        case '\\' -> bytes.append(escaped());
        case '{' -> bytes.append(braces());
        default -> bytes.append(next);
      }
    }
    return bytes.toString();
  }

  private char escaped() {
    char code = text.charAt(at++);
    return switch (code) {
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'n' -> '\n';
      case '\\', '{', '}' -> code;
      case 'x' -> (char) Integer.parseInt(text.substring(at, at += 2), 16);
      default -> throw new IllegalArgumentException("unknown escape \\" + code + " in: " + text);
    };
  }

  private String braces() {
    String content = upToClosing();
    if (at++ >= text.length()) {
      throw new IllegalArgumentException("a brace is not closed in: " + text);
    }
    int space = content.indexOf(' ');
    return space < 0
        ? token(content)
        : applied(content.substring(0, space), content.substring(space + 1));
  }

  private String token(String name) {
    String token = tokens.get(name);
    if (token == null) {
      throw new IllegalArgumentException("no token is called '" + name + "' in: " + text);
    }
    return token;
  }

  private static String applied(String function, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    return switch (function) {
      case "base64" -> Base64.getEncoder().encodeToString(bytes);
      case "base64url" -> Base64.getUrlEncoder().encodeToString(bytes);
      case "unpadded" -> Base64.getEncoder().withoutPadding().encodeToString(bytes);
      default -> content.repeat(Integer.parseInt(function));
    };
  }
}
