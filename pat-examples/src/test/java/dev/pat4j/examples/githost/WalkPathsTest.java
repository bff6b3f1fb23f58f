package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.examples.githost.Mounted.Guard;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Paths that are written in another way, which opened the routes of others. */
class WalkPathsTest {

  @TempDir Path data;

  @Test
  @DisplayName("threats 6, 7, 8, 19: no other way to write a path opens more than the path itself")
  void aTrickOpensNothing() throws Exception {
    try (Walk walk = new Walk(data)) {
      String token = TestHost.bearer(walk.issue("grace").text());
      var adas = walk.host.host().tokens().ownedBy("ada");
      var before = adas.list();
      List<String> open = walk.guarded(Guard.OPEN).stream().map(Mounted::path).toList();
      List<Executable> checks = new ArrayList<>();
      int walked = 0;
      for (Mounted route : walk.routes) {
        if (route.guard() == Guard.OPEN) {
          continue;
        }
        for (String path : tricks(walk.path(route))) {
          if (open.contains(path)) {
            continue;
          }
          for (String method : List.of("GET", "POST")) {
            for (Map<String, String> headers : callers(route, method, token)) {
              walked++;
              HttpResponse<String> answer =
                  walk.send(walk.nobody(), method, path, walk.body(route, method), headers);
              checks.add(() -> assertNotOpen(answer));
            }
          }
        }
      }
      assertAll(checks);
      assertTrue(walked > 3_000, "only " + walked);
      assertEquals(before, adas.list());
    }
  }

  /** Nobody, a token that may do nothing, and with another method in a header. */
  private static List<Map<String, String>> callers(Mounted route, String method, String token) {
    boolean anyToken = route.path().endsWith("/user") || route.path().equals("/token");
    Map<String, String> nobody =
        method.equals("GET") ? Map.of() : Map.of("X-HTTP-Method-Override", "GET");
    return anyToken ? List.of(nobody) : List.of(nobody, Map.of("Authorization", token));
  }

  private static void assertNotOpen(HttpResponse<String> answer) {
    int status = answer.statusCode();
    boolean toSignIn =
        Set.of(302, 303).contains(status)
            && answer.headers().firstValue("Location").orElse("").startsWith("/signin?");
    boolean overFromIt = status == 302 && isOnlyAnotherWayToWriteIt(answer);
    assertTrue(toSignIn || overFromIt || (status >= 400 && status < 500), () -> said(answer));
  }

  /** A container may send a client to the path as it should be written, where it is judged. */
  private static boolean isOnlyAnotherWayToWriteIt(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("").equals(answer.uri() + "/");
  }

  private static String said(HttpResponse<String> answer) {
    return answer + " " + answer.headers().map() + " " + answer.body();
  }

  private static Set<String> tricks(String path) {
    int last = path.lastIndexOf('/');
    String parent = path.substring(0, last);
    String name = path.substring(last + 1);
    Set<String> tricks = new LinkedHashSet<>();
    for (String open : List.of("/status", "/signin.css", "/tokens/openapi.json")) {
      tricks.add(open + "/.." + path);
      tricks.add(open + "/..;" + path);
      tricks.add(open + ";" + path);
      tricks.add(open + "%2f.." + path);
    }
    tricks.addAll(
        List.of(
            path + ";x",
            path + ";jsessionid=node0ada",
            path.replaceFirst("^/([^/]+)", "/$1;x"),
            "/" + path,
            parent + "//" + name,
            "/." + path,
            parent + "/./" + name,
            parent + "/%2e/" + name,
            parent + "/x/../" + name,
            parent + "/x/%2e%2e/" + name,
            parent + "/x/..;/" + name,
            parent + "%2f" + name,
            parent + "%2F" + name,
            parent + "%5c" + name,
            parent + "%252f" + name,
            path.toUpperCase(Locale.ROOT),
            parent
                + "/%"
                + Integer.toHexString(name.isEmpty() ? '.' : name.charAt(0))
                + (name.isEmpty() ? "" : name.substring(1)),
            path + "/",
            path + "//",
            path + "/.",
            path + "%20",
            path + "%0a",
            path + "%00",
            path + "%3b",
            path + ".json",
            path + ".css",
            path + "/signin.css",
            path + "/openapi.json",
            path + "?/status",
            path + "%3f"));
    tricks.removeIf(trick -> !trick.startsWith("/"));
    return tricks;
  }
}
