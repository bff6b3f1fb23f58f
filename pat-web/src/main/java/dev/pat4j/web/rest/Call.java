package dev.pat4j.web.rest;

import dev.pat4j.web.http.PublicUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;

/**
 * A request, by the name the servlet is mapped under and what follows it.
 *
 * @param root {@code tokens} or {@code token}, or else nothing that is known
 * @param path the segments after it
 * @param api the absolute URL that the root is under
 */
record Call(HttpServletRequest request, String root, List<String> path, String api) {

  static Call of(HttpServletRequest request, PublicUrl url) {
    String mapped = request.getServletPath();
    int last = mapped.lastIndexOf('/');
    String info = request.getPathInfo();
    List<String> path =
        info == null || info.equals("/") ? List.of() : List.of(info.substring(1).split("/", -1));
    return new Call(
        request,
        mapped.substring(last + 1),
        path,
        url.checkedBase(request) + mapped.substring(0, Math.max(0, last)));
  }

  String method() {
    return request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
  }

  /** A parameter of the query; empty if it is absent or says nothing. */
  Optional<String> parameter(String name) {
    try {
      return Optional.ofNullable(request.getParameter(name)).filter(value -> !value.isEmpty());
    } catch (RuntimeException e) {
      // What a container throws at a query that it cannot decode.
      throw new Problem(400, "the query cannot be decoded");
    }
  }

  /** All that is said in a parameter of the query, be it empty; none if it is absent. */
  List<String> parameters(String name) {
    try {
      String[] values = request.getParameterValues(name);
      return values == null ? List.of() : List.of(values);
    } catch (RuntimeException e) {
      throw new Problem(400, "the query cannot be decoded");
    }
  }

  /** A whole number from one on. */
  int number(String name, int otherwise, int most) {
    return parameter(name)
        .map(
            text -> {
              if (!text.matches("[1-9][0-9]{0,5}") || Integer.parseInt(text) > most) {
                throw new Problem(400, name + " is a whole number from 1 to " + most);
              }
              return Integer.parseInt(text);
            })
        .orElse(otherwise);
  }
}
