package dev.pat4j.web.settings;

import dev.pat4j.web.http.PublicUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Whether a form was sent by a page of ours. It must carry the text of the session; and what the
 * browser says of its origin, which no page can forge, must not speak against it.
 */
final class Forgery {

  private Forgery() {}

  static boolean suspected(HttpServletRequest request, FormSession forms, PublicUrl publicUrl) {
    String sent = request.getParameter("proof");
    return sent == null || !forms.isProvenBy(sent) || isForeign(request, publicUrl);
  }

  /**
   * What Sec-Fetch-Site says decides, where a browser sends it: behind a proxy only the browser
   * knows whether its origin is this server.
   */
  private static boolean isForeign(HttpServletRequest request, PublicUrl publicUrl) {
    List<String> sites = Collections.list(request.getHeaders("Sec-Fetch-Site"));
    if (!sites.isEmpty()) {
      return !sites.equals(List.of("same-origin"));
    }
    List<String> origins = Collections.list(request.getHeaders("Origin"));
    return !origins.isEmpty()
        && (origins.size() > 1 || !isOurs(origins.get(0), request, publicUrl));
  }

  private static boolean isOurs(String origin, HttpServletRequest request, PublicUrl publicUrl) {
    String authority = authority(origin);
    return !authority.isEmpty()
        && (authority.equals(authority(publicUrl.base(request)))
            || authority.equals(lower(request.getHeader("Host"))));
  }

  private static String authority(String url) {
    try {
      return lower(new URI(url).getRawAuthority());
    } catch (URISyntaxException notAnOrigin) {
      return "";
    }
  }

  private static String lower(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
