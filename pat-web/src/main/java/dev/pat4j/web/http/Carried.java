package dev.pat4j.web.http;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;

/** Whether a request carries a token: then nobody is a person in it, whatever else it carries. */
public final class Carried {

  private Carried() {}

  /**
   * Whether there is a token in it, valid or not: one that the filter accepted, any Bearer or token
   * scheme, or Basic with the shape of a token as name or password.
   */
  public static boolean token(HttpServletRequest request, TokenFormat format) {
    return TokenAuthenticationFilter.tokenOf(request).isPresent()
        || Collections.list(request.getHeaders("Authorization")).stream().anyMatch(Carried::bears)
        || BasicCredentials.of(request)
            .filter(pair -> format.hasShape(pair.name()) || format.hasShape(pair.password()))
            .isPresent();
  }

  private static boolean bears(String line) {
    String value = line.strip().toLowerCase(Locale.ROOT);
    return value.startsWith("bearer") || value.startsWith("token");
  }
}
