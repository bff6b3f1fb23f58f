package dev.pat4j.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All of a request that a decision may depend on; no other header or parameter has any say.
 *
 * @param method as sent, case and all
 * @param rawPath the request target without its query, not decoded; null if unknown
 * @param path what the container dispatches on, decoded; null if the container could not say
 * @param query not decoded
 * @param authorization the Authorization lines
 * @param preflight whether this is a CORS preflight, to the letter
 * @param clientAddress null if unknown
 * @param peer the address to hold against whoever sent this: the client's, or else the next hop's
 * @param secure whether it came over TLS
 */
record RequestFacts(
    String method,
    @Nullable String rawPath,
    @Nullable String path,
    @Nullable String query,
    List<String> authorization,
    boolean preflight,
    @Nullable String clientAddress,
    String peer,
    boolean secure) {

  private static final List<String> DISPATCHED_QUERIES =
      List.of(
          RequestDispatcher.FORWARD_QUERY_STRING,
          RequestDispatcher.INCLUDE_QUERY_STRING,
          AsyncContext.ASYNC_QUERY_STRING);

  static RequestFacts of(HttpServletRequest request, ClientAddresses addresses) {
    boolean included = request.getDispatcherType() == DispatcherType.INCLUDE;
    String client = addresses.of(request);
    return new RequestFacts(
        request.getMethod(),
        included
            ? includedAs(request, RequestDispatcher.INCLUDE_REQUEST_URI)
            : request.getRequestURI(),
        included ? includedPath(request) : path(request),
        query(request),
        lines(request, "Authorization"),
        isPreflight(request),
        client,
        client == null ? String.valueOf(request.getRemoteAddr()) : client,
        addresses.isSecure(request));
  }

  /** Nothing of it: the Authorization lines hold a secret, and any other part may. */
  @Override
  public String toString() {
    return "RequestFacts[hidden]";
  }

  /** An ambiguous target may make the getters throw (Servlet 6.0, HttpServletRequest). */
  private static @Nullable String path(HttpServletRequest request) {
    try {
      return joined(request.getServletPath(), request.getPathInfo());
    } catch (RuntimeException ambiguous) {
      return null;
    }
  }

  /** In an include the getters still describe the caller; the target stands in attributes. */
  private static @Nullable String includedPath(HttpServletRequest request) {
    return joined(
        includedAs(request, RequestDispatcher.INCLUDE_SERVLET_PATH),
        includedAs(request, RequestDispatcher.INCLUDE_PATH_INFO));
  }

  /**
   * Of a further dispatch, every query that was ever there: the container gives its parameters to
   * the target along with the target's own.
   */
  private static @Nullable String query(HttpServletRequest request) {
    String own = request.getQueryString();
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      return own;
    }
    Set<String> queries = new LinkedHashSet<>();
    for (String attribute : DISPATCHED_QUERIES) {
      if (request.getAttribute(attribute) instanceof String text) {
        queries.add(text);
      }
    }
    if (own != null) {
      queries.add(own);
    }
    return queries.isEmpty() ? null : String.join("&", queries);
  }

  private static @Nullable String joined(@Nullable String servletPath, @Nullable String pathInfo) {
    return servletPath == null || pathInfo == null ? servletPath : servletPath + pathInfo;
  }

  private static @Nullable String includedAs(HttpServletRequest request, String attribute) {
    return request.getAttribute(attribute) instanceof String text ? text : null;
  }

  private static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && isPresent(request.getHeader("Origin"))
        && isPresent(request.getHeader("Access-Control-Request-Method"));
  }

  private static boolean isPresent(@Nullable String header) {
    return header != null && !header.isBlank();
  }

  private static List<String> lines(HttpServletRequest request, String header) {
    Enumeration<String> lines = request.getHeaders(header);
    if (lines == null || !lines.hasMoreElements()) {
      return List.of();
    }
    List<String> first = List.of(lines.nextElement());
    if (!lines.hasMoreElements()) {
      return first;
    }
    List<String> all = new ArrayList<>(first);
    lines.asIterator().forEachRemaining(all::add);
    return all;
  }
}
