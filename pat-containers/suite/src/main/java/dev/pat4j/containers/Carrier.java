package dev.pat4j.containers;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The ways in which clients send a token. */
public enum Carrier {
  /** RFC 6750. */
  BEARER("Bearer", "%s"),
  /** GitHub's own scheme. */
  TOKEN("token", "%s"),
  /** The token as password, whatever the name. */
  USER_AND_TOKEN("Basic", "somebody:%s"),
  /** The token as name. */
  TOKEN_ALONE("Basic", "%s:"),
  /** The token as name, and GitHub's marker as password. */
  TOKEN_AND_MARKER("Basic", "%s:x-oauth-basic"),
  /** As applications do. */
  X_ACCESS_TOKEN("Basic", "x-access-token:%s"),
  /** As GitLab's clients do. */
  OAUTH2("Basic", "oauth2:%s"),
  /** As Azure DevOps' and Renovate's clients do. */
  NO_USER("Basic", ":%s");

  private final String scheme;
  private final String form;

  Carrier(String scheme, String form) {
    this.scheme = scheme;
    this.form = form;
  }

  /** The field line that carries this token. */
  public String carry(String token) {
    String credentials = form.replace("%s", token);
    if (isBasic()) {
      byte[] pair = credentials.getBytes(StandardCharsets.UTF_8);
      credentials = Base64.getEncoder().encodeToString(pair);
    }
    return "Authorization: " + scheme + " " + credentials;
  }

  /** Whether it is RFC 7617. */
  public boolean isBasic() {
    return scheme.equals("Basic");
  }
}
