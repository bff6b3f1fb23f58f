package dev.pat4j.servlet;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Knows the headers by which proxies tell applications who is calling. Sent by a client they are a
 * lie, and an application that believes them must not get to see them.
 */
final class IdentityHeaders {

  private static final List<String> KNOWN =
      List.of(
          "remote-user",
          "x-remote-user",
          "x-remote-group",
          "x-remote-groups",
          "x-forwarded-user",
          "x-forwarded-email",
          "x-forwarded-groups",
          "x-forwarded-preferred-username",
          "x-forwarded-access-token",
          "x-roles",
          "x-user",
          "x-user-id",
          "x-user-name",
          "x-user-email",
          "x-username",
          "x-consumer-username",
          "client-cert",
          "client-cert-chain",
          "x-forwarded-client-cert",
          "x-credential-identifier",
          "cf-access-authenticated-user-email");

  private static final List<String> KNOWN_PREFIXES =
      List.of(
          "x-auth-request-",
          "x-authenticated-",
          "x-webauth-",
          "x-ssl-client-",
          "x-goog-authenticated-user-",
          "x-ms-client-principal",
          "x-amzn-oidc-",
          "tailscale-user-");

  private final Set<String> names;

  /** The well-known ones, and these. */
  IdentityHeaders(Collection<String> more) {
    Set<String> all = new HashSet<>(KNOWN);
    more.forEach(name -> all.add(normalised(name)));
    this.names = Set.copyOf(all);
  }

  boolean contains(String header) {
    String name = normalised(header);
    if (names.contains(name)) {
      return true;
    }
    for (String prefix : KNOWN_PREFIXES) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Gateways fold underscores and hyphens into one; so does this. */
  private static String normalised(String header) {
    StringBuilder name = new StringBuilder(header.length());
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      name.append(c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return name.toString();
  }
}
