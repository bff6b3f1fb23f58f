package dev.pat4j.servlet;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Keeps answers to credentials out of shared caches: {@code Cache-Control: no-store}, and {@code
 * Vary: Authorization} for those that look at nothing but the URL (RFC 9111 section 3.5).
 */
final class CacheHeaders {

  static final String CACHE_CONTROL = "Cache-Control";
  static final String VARY = "Vary";
  static final String NO_STORE = "no-store";

  private CacheHeaders() {}

  static void addVary(HttpServletResponse response) {
    for (String line : response.getHeaders(VARY)) {
      if (line.equals("*") || line.equals("Authorization")) {
        return;
      }
    }
    response.addHeader(VARY, "Authorization");
  }

  static void refuseStorage(HttpServletResponse response) {
    response.setHeader(CACHE_CONTROL, NO_STORE);
    addVary(response);
  }

  /** Whether this value lets a shared cache answer others with what one was given. */
  static boolean permitsSharing(String cacheControl) {
    return cacheControl.contains("public")
        || cacheControl.contains("s-maxage")
        || cacheControl.contains("must-revalidate");
  }
}
