package dev.pat4j.examples.githost;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A login and a password over HTTP Basic (RFC 7617), neither of them empty. */
record BasicPair(String user, String password) {

  private static final String SCHEME = "Basic ";

  /** The pair in the only Authorization line of a request; empty for anything else. */
  static Optional<BasicPair> of(HttpServletRequest request) {
    List<String> lines = Collections.list(request.getHeaders("Authorization"));
    if (lines.size() != 1 || !lines.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] pair = Base64.getDecoder().decode(lines.get(0).substring(SCHEME.length()));
      return split(new String(pair, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static Optional<BasicPair> split(String pair) {
    int colon = pair.indexOf(':');
    return colon < 1 || colon == pair.length() - 1
        ? Optional.empty()
        : Optional.of(new BasicPair(pair.substring(0, colon), pair.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return "BasicPair[hidden]";
  }
}
