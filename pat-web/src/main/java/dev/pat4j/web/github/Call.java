package dev.pat4j.web.github;

import dev.pat4j.web.http.PublicUrl;
import dev.pat4j.web.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request, by the name the servlet is mapped under and what follows it.
 *
 * @param root {@code authorizations} {@code applications} or {@code admin}, or else nothing that is
 *     known
 * @param path the segments after it
 * @param api the absolute URL that the root is under
 */
record Call(HttpServletRequest request, String root, List<String> path, String api) {

  private static final Set<String> ROOTS = Set.of("authorizations", "applications");

  static Call of(HttpServletRequest request, PublicUrl url) {
    List<String> prefix = segments(request.getServletPath());
    List<String> path = segments(request.getPathInfo());
    List<String> named = named(prefix);
    path.addAll(0, named);
    named.clear();
    String root = path.isEmpty() ? "" : path.remove(0);
    StringBuilder api = new StringBuilder(url.checkedBase(request));
    prefix.forEach(segment -> api.append('/').append(segment));
    return new Call(request, root, List.copyOf(path), api.toString());
  }

  /** A method of which HEAD is told apart by the container alone. */
  String method() {
    String method = request.getMethod();
    return method.equals("HEAD") ? "GET" : method;
  }

  /** A parameter of the query; empty if it is absent or says nothing. */
  Optional<String> parameter(String name) {
    try {
      return Optional.ofNullable(request.getParameter(name)).filter(value -> !value.isEmpty());
    } catch (RuntimeException e) {
      // What a container throws at a query that it cannot decode.
      throw new Refusal(400, "Problems parsing the query");
    }
  }

  /** The end of what the servlet is mapped under, if that is the name of something of ours. */
  private static List<String> named(List<String> prefix) {
    int end = prefix.size();
    int names = 0;
    if (end > 0 && ROOTS.contains(prefix.get(end - 1))) {
      names = 1;
    } else if (end > 1 && prefix.subList(end - 2, end).equals(List.of("admin", "users"))) {
      names = 2;
    }
    return prefix.subList(end - names, end);
  }

  /** Those between slashes; a slash at the end begins an empty one, unless it is the only one. */
  private static List<String> segments(@Nullable String path) {
    return path == null || path.isEmpty() || path.equals("/")
        ? new ArrayList<>()
        : new ArrayList<>(List.of(path.substring(1).split("/", -1)));
  }
}
