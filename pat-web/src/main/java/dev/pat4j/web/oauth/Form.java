package dev.pat4j.web.oauth;

import dev.pat4j.web.http.Bodies;
import dev.pat4j.web.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a request, from its body and nowhere else: a query ends up in logs. As RFC 6749
 * section 3.2 says, those unknown are ignored, one without a value counts as left out, and one that
 * is there twice is refused.
 */
public final class Form {

  private static final int LONGEST = 16 * 1024;
  private static final String TYPE = "application/x-www-form-urlencoded";

  private final Map<String, String> values;

  private Form(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads the body of a request, whole.
   *
   * @param known the parameters that mean something
   * @throws OAuthError if it is no form, or one of those is there twice
   */
  public static Form of(HttpServletRequest request, Set<String> known) throws IOException {
    String type = Optional.ofNullable(request.getContentType()).orElse("");
    if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE)) {
      throw OAuthError.invalidRequest("the Content-Type must be " + TYPE);
    }
    try {
      return parse(Bodies.bytes(request, LONGEST), known);
    } catch (Refusal tooLong) {
      throw OAuthError.tooLong(tooLong.message());
    }
  }

  /** The value of this parameter; empty if it is not there, or has none. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * The value of this parameter.
   *
   * @throws OAuthError if there is none
   */
  public String required(String name) {
    return value(name)
        .orElseThrow(
            () -> OAuthError.invalidRequest("the parameter " + name + " must be in the body"));
  }

  private static Form parse(byte[] body, Set<String> known) {
    Map<String, String> values = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (String pair : new String(body, StandardCharsets.ISO_8859_1).split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decodedOrRefused(equals < 0 ? pair : pair.substring(0, equals));
      if (known.contains(name)) {
        if (!seen.add(name)) {
          throw OAuthError.invalidRequest("the parameter " + name + " is there twice");
        }
        values.put(name, equals < 0 ? "" : decodedOrRefused(pair.substring(equals + 1)));
      }
    }
    return new Form(values);
  }

  private static String decodedOrRefused(String encoded) {
    return decoded(encoded)
        .orElseThrow(() -> OAuthError.invalidRequest("the body is not a form in UTF-8"));
  }

  /**
   * What stands behind this in a form; empty if an escape is broken, or the bytes are no UTF-8.
   *
   * @param encoded its characters, of which each is a byte
   */
  static Optional<String> decoded(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        int octet = octet(encoded, i + 1);
        if (octet < 0) {
          return Optional.empty();
        }
        bytes.write(octet);
        i += 2;
      } else {
        bytes.write(c == '+' ? ' ' : c);
      }
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(buffer).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  private static int octet(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = "0123456789abcdef".indexOf(lower(text.charAt(at)));
    int low = "0123456789abcdef".indexOf(lower(text.charAt(at + 1)));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'F' ? (char) (c + 32) : c;
  }
}
