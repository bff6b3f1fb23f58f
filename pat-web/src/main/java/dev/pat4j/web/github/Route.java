package dev.pat4j.web.github;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every route of the API, and what calls it; a part in braces stands for one segment. */
enum Route {
  LIST("GET", "authorizations"),
  CREATE("POST", "authorizations"),
  SEE("GET", "authorizations/{id}"),
  UPDATE("PATCH", "authorizations/{id}"),
  UPDATE_BY_POST("POST", "authorizations/{id}"),
  DELETE("DELETE", "authorizations/{id}"),
  GET_OR_CREATE("PUT", "authorizations/clients/{client_id}"),
  GET_OR_CREATE_FOR_FINGERPRINT("PUT", "authorizations/clients/{client_id}/{fingerprint}"),
  LIST_GRANTS("GET", "applications/grants"),
  SEE_GRANT("GET", "applications/grants/{grant_id}"),
  DELETE_GRANT("DELETE", "applications/grants/{grant_id}"),
  CHECK_IN_PATH("GET", "applications/{client_id}/tokens/{token}"),
  RESET_IN_PATH("POST", "applications/{client_id}/tokens/{token}"),
  REVOKE_IN_PATH("DELETE", "applications/{client_id}/tokens/{token}"),
  REVOKE_GRANT_IN_PATH("DELETE", "applications/{client_id}/grants/{token}"),
  CHECK("POST", "applications/{client_id}/token"),
  RESET("PATCH", "applications/{client_id}/token"),
  REVOKE("DELETE", "applications/{client_id}/token"),
  REVOKE_GRANT("DELETE", "applications/{client_id}/grant");

  private final String method;
  private final String path;

  Route(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /** The route that a request takes, or 404. */
  static Route of(Call call) {
    return Arrays.stream(values())
        .filter(route -> route.isTakenBy(call))
        .findFirst()
        .orElseThrow(NotFound::new);
  }

  /** Every path, with the methods it has; whoever may GET may HEAD. */
  static Map<String, Set<String>> all() {
    return Arrays.stream(values())
        .collect(
            groupingBy(
                route -> "/" + route.path, TreeMap::new, mapping(route -> route.method, toSet())));
  }

  private boolean isTakenBy(Call call) {
    return method.equals(call.method())
        && segments().get(0).equals(call.root())
        && fits(segments().subList(1, segments().size()), call.path());
  }

  private List<String> segments() {
    return List.of(path.split("/", -1));
  }

  private static boolean fits(List<String> segments, List<String> path) {
    if (segments.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      if (!segments.get(i).startsWith("{") && !segments.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }
}
