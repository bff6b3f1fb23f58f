package dev.pat4j.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A name and a password over HTTP Basic (RFC 7617); either may be empty. */
public record BasicCredentials(String name, String password) {

  private static final String SCHEME = "Basic ";
  private static final int LONGEST = 8 * 1024;

  /**
   * Those in the only Authorization line of a request; empty for anything else, such as bytes that
   * are no UTF-8, or control characters, which RFC 7617 allows in neither part.
   */
  public static Optional<BasicCredentials> of(HttpServletRequest request) {
    List<String> lines = Collections.list(request.getHeaders("Authorization"));
    if (lines.size() != 1
        || lines.get(0).length() > LONGEST
        || !lines.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] pair = Base64.getDecoder().decode(lines.get(0).substring(SCHEME.length()).strip());
      return split(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(pair)).toString());
    } catch (IllegalArgumentException | CharacterCodingException notCredentials) {
      return Optional.empty();
    }
  }

  private static Optional<BasicCredentials> split(String pair) {
    int colon = pair.indexOf(':');
    return colon < 0 || pair.chars().anyMatch(Character::isISOControl)
        ? Optional.empty()
        : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return "BasicCredentials[hidden]";
  }
}
