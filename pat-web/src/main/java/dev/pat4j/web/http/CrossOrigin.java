package dev.pat4j.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a page of another site had a browser send a request that writes. A browser that was once
 * asked for the password adds it by itself, to whatever any page sends here; so what a browser says
 * about the page counts. Other clients say nothing of the kind.
 */
final class CrossOrigin {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private CrossOrigin() {}

  static boolean sent(HttpServletRequest request) {
    if (READING.contains(request.getMethod())) {
      return false;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    String origin = request.getHeader("Origin");
    return origin != null && !isHere(origin, request);
  }

  /** By host and port alone: a proxy that ends TLS changes the scheme. */
  private static boolean isHere(String origin, HttpServletRequest request) {
    int authority = origin.indexOf("://");
    String host = String.valueOf(request.getHeader("Host"));
    return authority > 0
        && origin
            .substring(authority + 3)
            .toLowerCase(Locale.ROOT)
            .equals(host.toLowerCase(Locale.ROOT));
  }
}
