package dev.pat4j.containers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A response as it came: nothing folded, joined, trimmed within, or decoded but for its framing.
 *
 * @param status of the status line
 * @param fields the field lines in their order
 * @param body without its framing; Latin-1, so that each character is a byte
 * @param closing whether the server said, or showed, that this was the connection's last
 */
public record Answer(int status, List<Field> fields, String body, boolean closing) {

  /** The status of an answer of HTTP/0.9, which is a body and nothing else. */
  public static final int WITHOUT_HEAD = 9;

  /** A field line; the whitespace round the value is not part of it (RFC 9110 section 5.5). */
  public record Field(String name, String value) {

    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  /** The values of the lines of this name, one for each, in their order. */
  public List<String> all(String name) {
    return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>(List.of("status " + status));
    fields.forEach(field -> lines.add(field.name() + ": " + field.value()));
    lines.add("");
    lines.add(body.length() > 500 ? body.substring(0, 500) + "…" : body);
    return String.join("\n", lines);
  }

  static Answer of(int status, List<Field> fields, byte[] body, boolean closing) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return new Answer(status, List.copyOf(fields), text, closing);
  }
}
