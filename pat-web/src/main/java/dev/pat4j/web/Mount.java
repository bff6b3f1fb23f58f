package dev.pat4j.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.util.Arrays;

/** How the servlets that serve several paths under a prefix come into a context. */
final class Mount {

  private Mount() {}

  /**
   * Each of the paths under each of the prefixes.
   *
   * @throws IllegalArgumentException if there is no prefix, or one that does not begin and end with
   *     a slash
   */
  static String[] mappings(String[] prefixes, String... paths) {
    if (prefixes.length == 0) {
      throw new IllegalArgumentException("name a prefix to map it under: / or /api/v3/");
    }
    for (String prefix : prefixes) {
      if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
        throw new IllegalArgumentException(
            "a prefix begins and ends with a slash, as / or /api/v3/, unlike '" + prefix + "'");
      }
    }
    return Arrays.stream(prefixes)
        .flatMap(prefix -> Arrays.stream(paths).map(path -> prefix + path))
        .toArray(String[]::new);
  }

  /**
   * Registers the servlet under the name of its class.
   *
   * @throws IllegalStateException if the context has started, or has such a servlet already
   */
  static ServletRegistration.Dynamic register(
      HttpServlet servlet, ServletContext context, String... mappings) {
    String name = servlet.getClass().getName();
    ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
    if (registration == null) {
      throw new IllegalStateException("a servlet named " + name + " is registered already");
    }
    registration.addMapping(mappings);
    return registration;
  }
}
