package dev.pat4j.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps answers to credentials out of shared caches: {@code Cache-Control: no-store}, and {@code
 * Vary: Authorization} for those that look at nothing but the URL (RFC 9111 section 3.5).
 */
final class CacheHeaders {

  static final String CACHE_CONTROL = "Cache-Control";
  static final String VARY = "Vary";

  private static final Logger log = LoggerFactory.getLogger(TokenAuthenticationFilter.class);
  private static final String NO_STORE = "no-store";

  /** Each of these lets a shared cache answer others with what one was given. */
  private static final List<String> SHARING = List.of("public", "s-maxage", "must-revalidate");

  /** Each of these stops it, or makes it ask again, which leads through the filter. */
  private static final List<String> NOT_SHARING = List.of("private", "no-store", "no-cache");

  /** A habit of the application, not an event: said once. */
  private final AtomicBoolean warned = new AtomicBoolean();

  static void refuseStorage(HttpServletResponse response) {
    response.setHeader(CACHE_CONTROL, NO_STORE);
    varyByAuthorization(response);
  }

  static void varyByAuthorization(HttpServletResponse response) {
    for (String vary : response.getHeaders(VARY)) {
      if (coversAuthorization(vary)) {
        return;
      }
    }
    response.addHeader(VARY, "Authorization");
  }

  private static boolean coversAuthorization(String vary) {
    for (String field : vary.split(",", -1)) {
      if (field.strip().equals("*") || field.strip().equalsIgnoreCase("Authorization")) {
        return true;
      }
    }
    return false;
  }

  /** Looks at what an application said about an answer that was made for a token. */
  void inspect(String cacheControl) {
    String directives = cacheControl.toLowerCase(Locale.ROOT);
    if (SHARING.stream().anyMatch(directives::contains)
        && NOT_SHARING.stream().noneMatch(directives::contains)
        && warned.compareAndSet(false, true)) {
      log.warn(
          "the application lets shared caches store an answer that was made for a token: its"
              + " Cache-Control has public, s-maxage or must-revalidate (RFC 9111 section 3.5)");
    }
  }
}
