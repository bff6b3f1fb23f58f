package dev.pat4j.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A token's attributes as one text of ASCII characters, {@code application/x-www-form-urlencoded}
 * (WHATWG URL, section 5) in UTF-8, in the order of their names: {@code ticket=PAT-7&team=a+b}.
 */
final class Attributes {

  private Attributes() {}

  /**
   * Writes it.
   *
   * @throws IllegalArgumentException if a part is no well-formed Unicode, for which the JDK's
   *     encoder would put a question mark
   */
  static String encode(Map<String, String> attributes) {
    return new TreeMap<>(attributes)
        .entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(joining("&"));
  }

  /**
   * Reads it strictly.
   *
   * @throws IllegalArgumentException if it is something else, which the message does not quote
   */
  static Map<String, String> decode(String text) {
    if (text.isEmpty()) {
      return Map.of();
    }
    Map<String, String> attributes = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] sides = pair.split("=", -1);
      if (sides.length != 2 || attributes.put(part(sides[0]), part(sides[1])) != null) {
        throw new IllegalArgumentException("each name must have one value: name=value&name=value");
      }
    }
    return attributes;
  }

  private static String encode(String part) {
    if (!UTF_8.newEncoder().canEncode(part)) {
      throw new IllegalArgumentException("hold half a surrogate pair");
    }
    return URLEncoder.encode(part, UTF_8);
  }

  /** By way of the bytes, since the JDK's decoder puts a replacement where they are no UTF-8. */
  private static String part(String encoded) {
    if (!encoded.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException("only visible ASCII characters may be in it");
    }
    byte[] bytes;
    try {
      bytes = URLDecoder.decode(encoded, ISO_8859_1).getBytes(ISO_8859_1);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("% must be followed by two hexadecimal digits", e);
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("its bytes must be UTF-8", e);
    }
  }
}
