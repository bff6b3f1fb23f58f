package dev.pat4j.servlet;

import dev.pat4j.servlet.internal.LogLines;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of WWW-Authenticate, one challenge per field line, Basic first: clients that know only
 * one scheme look at the first line (RFC 9110 sections 11.3 and 11.6.1, RFC 6750 section 3, RFC
 * 7617 section 2). Everything in them comes from configuration, nothing from a request.
 */
final class Challenges {

  static final String HEADER = "WWW-Authenticate";

  private final String basic;
  private final String bearer;
  private final String metadata;

  /**
   * @throws IllegalArgumentException if the realm cannot be a quoted-string of visible ASCII, or
   *     the URI of the metadata is not absolute
   */
  Challenges(String realm, @Nullable URI resourceMetadata) {
    String quoted = quoted(realm);
    this.basic = "Basic realm=" + quoted + ", charset=\"UTF-8\"";
    this.bearer = "Bearer realm=" + quoted;
    this.metadata =
        resourceMetadata == null
            ? ""
            : ", resource_metadata=" + quoted(absolute(resourceMetadata).toASCIIString());
  }

  /** For whoever has shown nothing, or something other than a Bearer token: no error is named. */
  List<String> both() {
    return List.of(basic, bearer + metadata);
  }

  /** For a Bearer token that is refused. */
  List<String> invalidToken() {
    return List.of(basic, bearer + ", error=\"invalid_token\"" + metadata);
  }

  /** For credentials that are there twice. */
  List<String> invalidRequest() {
    return List.of(bearer + ", error=\"invalid_request\"" + metadata);
  }

  /** For a valid token that lacks these scopes, whose names hold neither quotes nor backslashes. */
  List<String> insufficientScope(List<String> scopes) {
    String needed = scopes.isEmpty() ? "" : ", scope=\"" + String.join(" ", scopes) + "\"";
    return List.of(bearer + ", error=\"insufficient_scope\"" + needed + metadata);
  }

  private static String quoted(String realm) {
    StringBuilder quoted = new StringBuilder(realm.length() + 2).append('"');
    for (int i = 0; i < realm.length(); i++) {
      char c = realm.charAt(i);
      if (c < 0x20 || c > 0x7E) {
        throw new IllegalArgumentException(
            "realm '"
                + LogLines.printable(realm)
                + "' must be visible ASCII characters and blanks: it stands in a header");
      }
      quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
    }
    return quoted.append('"').toString();
  }

  private static URI absolute(URI uri) {
    if (!uri.isAbsolute() || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "resource metadata URI '"
              + LogLines.printable(uri.toString())
              + "' must be absolute, without user info and fragment (RFC 9728 section 5.1)");
    }
    return uri;
  }
}
