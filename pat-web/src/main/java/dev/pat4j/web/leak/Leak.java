package dev.pat4j.web.leak;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.web.http.Bodies;
import dev.pat4j.web.http.Refusal;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * One entry of a report: a text that looks like a token, and where it was found.
 *
 * @param token as it was found
 * @param type what the scanner calls it
 * @param url where; may be empty
 * @param source in what: {@code commit}, {@code npm}, …; may be empty
 */
public record Leak(String token, String type, String url, String source) {

  /** As long as the reason of a revocation may be. */
  private static final int LONGEST = 255;

  private static final int LONGEST_TYPE = 64;

  /** What could end a line, turn round how it is read, or hide in it. */
  private static final Set<Integer> UNSEEN =
      Set.of(
          (int) Character.SURROGATE,
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR);

  /**
   * The entries of a report, all or none.
   *
   * @throws Refusal 400 if it is not a list of entries; 413 if there are more than so many
   */
  public static List<Leak> list(byte[] body, int most) {
    if (!(Bodies.json(body) instanceof JsonArray entries)) {
      throw new Refusal(400, "a report is a JSON array");
    }
    if (entries.size() > most) {
      throw new Refusal(413, "a report has at most " + most + " entries");
    }
    List<Leak> leaks = new ArrayList<>();
    for (JsonValue value : entries) {
      if (!(value instanceof JsonObject entry)) {
        throw new Refusal(400, "an entry of a report is a JSON object");
      }
      leaks.add(
          new Leak(
              required(entry, "token"),
              required(entry, "type"),
              optional(entry, "url"),
              optional(entry, "source")));
    }
    return leaks;
  }

  /** The SHA-256 of what was found, in lower case hexadecimal: names it to whoever has it. */
  public String hash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every platform has SHA-256", e);
    }
  }

  /**
   * Why the token is revoked, for its owner to read: {@code leaked: <type> at <url>}, without
   * controls, cut to what a row keeps, and without the token, which may be part of the URL.
   */
  public String reason(TokenFormat format) {
    String where = url.isEmpty() ? (source.isEmpty() ? "" : " in " + source) : " at " + url;
    String said = "leaked: " + cut(printable(type), LONGEST_TYPE) + printable(where);
    return cut(format.redact(said.replace(token, format.prefix() + "_***")), LONGEST);
  }

  /** Type and source. */
  @Override
  public String toString() {
    return "Leak[" + type + ", " + source + "]";
  }

  private static String printable(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> !Character.isISOControl(c) && !UNSEEN.contains(Character.getType(c)))
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end);
  }

  private static String required(JsonObject entry, String name) {
    if (entry.get(name) instanceof JsonString text && !text.getString().isEmpty()) {
      return text.getString();
    }
    throw new Refusal(400, "each entry of a report has the text " + name);
  }

  private static String optional(JsonObject entry, String name) {
    JsonValue value = entry.getOrDefault(name, JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return "";
    }
    if (value instanceof JsonString text) {
      return text.getString();
    }
    throw new Refusal(400, "in an entry of a report, " + name + " is a text");
  }
}
