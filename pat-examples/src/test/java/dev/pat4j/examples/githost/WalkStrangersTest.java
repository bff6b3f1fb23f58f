package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.examples.githost.Mounted.Guard;
import jakarta.servlet.http.HttpServlet;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is nobody, and whoever has nothing but a token, at every mapping by every method. */
class WalkStrangersTest {

  private static final Guard[] NOT_FOR_TOKENS = {
    Guard.SESSION, Guard.PASSWORD, Guard.APPLICATION, Guard.CLIENT, Guard.SCANNER
  };

  @TempDir static Path data;
  static Walk walk;

  @BeforeAll
  static void start() throws Exception {
    walk = new Walk(data);
  }

  @AfterAll
  static void stop() throws Exception {
    walk.close();
  }

  @Test
  @DisplayName("threats 2, 3, 5: a token is nobody on every route of persons and applications")
  void aTokenIsNobody() throws Exception {
    String token = walk.adas.text();
    var before = walk.kept();
    List<Executable> checks = new ArrayList<>();
    for (Mounted route : walk.guarded(NOT_FOR_TOKENS)) {
      for (String method : Walk.METHODS) {
        for (String carrier :
            List.of(
                TestHost.bearer(token),
                "token " + token,
                TestHost.basic("ada", token),
                TestHost.basic(token, ""),
                TestHost.basic(token, "x-oauth-basic"),
                TestHost.basic("demo-client", token),
                TestHost.basic(token, TestHost.ADAS_PASSWORD))) {
          for (HttpClient browser : List.of(walk.nobody(), walk.ada())) {
            HttpResponse<String> answer =
                walk.send(
                    browser,
                    method,
                    walk.path(route),
                    walk.body(route, method),
                    Map.of("Authorization", carrier));
            checks.add(
                () -> {
                  assertTrue(refusals(route).contains(answer.statusCode()), answer + carrier);
                  assertEquals(List.of(), answer.headers().allValues("Set-Cookie"), answer + "");
                });
          }
        }
      }
    }
    assertAll(checks);
    assertEquals(before, walk.kept(), "nothing was made, changed or even used");
  }

  private static Set<Integer> refusals(Mounted route) {
    return switch (route.guard()) {
      case SESSION -> Set.of(403);
      case PASSWORD -> route.path().contains("/tokens") ? Set.of(401) : Set.of(404, 405);
      case APPLICATION -> Set.of(404, 405);
      case CLIENT -> Set.of(401, 405);
      case SCANNER -> Set.of(403, 405);
      case TOKEN, OPEN -> Set.of();
    };
  }

  @Test
  @DisplayName("threats 2, 5: no route makes of a token a session, a cookie or another credential")
  void aTokenStaysAToken() throws Exception {
    String token = walk.adas.text();
    List<Executable> checks = new ArrayList<>();
    for (Mounted route : walk.routes) {
      for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS")) {
        HttpResponse<String> answer =
            walk.send(
                walk.nobody(),
                method,
                walk.path(route),
                walk.body(route, method),
                Map.of("Authorization", TestHost.bearer(token)));
        checks.add(
            () -> {
              assertEquals(List.of(), answer.headers().allValues("Set-Cookie"), answer + "");
              assertFalse(
                  (answer.body() + answer.headers().map()).matches("(?s).*demo_[0-9A-Za-z]{36}.*"),
                  answer + "");
            });
      }
    }
    assertAll(checks);
  }

  @Test
  @DisplayName("threats 6, 9, 27: nobody, and whoever shows what is no longer good, gets nothing")
  void nobodyGetsNothing() throws Exception {
    var dead = walk.issue("ada", Walk.everyScope());
    walk.host.revoke(dead.token());
    var before = walk.kept();
    List<Executable> checks = new ArrayList<>();
    for (Mounted route : walk.routes) {
      for (String method : Walk.METHODS) {
        for (Map<String, String> headers :
            List.of(
                Map.<String, String>of(),
                Map.of("Authorization", TestHost.basic("ada", "wrong")),
                Map.of("Authorization", TestHost.basic("ada", "")),
                Map.of("Authorization", TestHost.basic("", TestHost.ADAS_PASSWORD)),
                Map.of("Authorization", TestHost.basic("demo-client", "wrong")),
                Map.of("Authorization", TestHost.bearer(dead.text())),
                Map.of("Authorization", "Digest username=\"ada\""),
                Map.of("X-Hub-Signature-256", "sha256=" + "0".repeat(64)),
                Map.of("X-Remote-User", "ada", "Cookie", "JSESSIONID=node0ada"))) {
          HttpResponse<String> answer =
              walk.send(walk.nobody(), method, walk.path(route), walk.body(route, method), headers);
          checks.add(() -> assertNothing(route, method, answer));
        }
      }
    }
    assertAll(checks);
    assertEquals(before, walk.kept());
  }

  private static void assertNothing(Mounted route, String method, HttpResponse<String> answer) {
    String what = answer + answer.headers().map().toString();
    int status = answer.statusCode();
    switch (route.guard()) {
      case SESSION -> {
        boolean token = status == 403;
        boolean toSignIn =
            status == 303
                && answer
                    .headers()
                    .firstValue("Location")
                    .orElse("")
                    .startsWith("/signin?return_to=");
        assertTrue(toSignIn || token || status == 405, what);
      }
      case PASSWORD, APPLICATION, TOKEN ->
          assertTrue(Set.of(401, 403, 404, 405).contains(status), what);
      case CLIENT -> assertTrue(Set.of(401, 405).contains(status), what);
      case SCANNER -> assertTrue(Set.of(403, 405).contains(status), what);
      case OPEN ->
          assertTrue(
              status < 300 ? route.methods().contains(method) || isHead(route, method) : true,
              what);
    }
    if (status == 401) {
      assertFalse(answer.headers().allValues("WWW-Authenticate").isEmpty(), what);
    }
    assertFalse(answer.body().contains(walk.adas.token().id().toString()), what);
  }

  private static boolean isHead(Mounted route, String method) {
    return route.methods().contains("GET") && Set.of("HEAD", "OPTIONS").contains(method);
  }

  @Test
  void whatIsOpenToEverybodyIsThisAndNoMore() {
    assertEquals(
        Set.of(
            "",
            "/",
            "/signin",
            "/signin.css",
            "/signout",
            "/favicon.ico",
            "/status",
            "/tokens/openapi.json",
            "/.well-known/oauth-protected-resource"),
        Set.copyOf(walk.guarded(Guard.OPEN).stream().map(Mounted::path).toList()));
  }

  @Test
  @DisplayName("threat 6: what is mounted without a word in this test fails it")
  void whatIsNotKnownIsNoticed(@TempDir Path folder) throws Exception {
    try (TestHost host = TestHost.start(folder)) {
      assertTrue(Mounted.in(host).size() > 50, () -> "all routes: " + routes(host));
      host.host().context().addServlet(new ServletHolder(new Forgotten()), "/new/*");

      AssertionError noticed = assertThrows(AssertionError.class, () -> Mounted.in(host));

      assertTrue(String.valueOf(noticed.getMessage()).contains("/new/*"), noticed.toString());
    }
  }

  private static final class Forgotten extends HttpServlet {
    private static final long serialVersionUID = 1L;
  }

  private static String routes(TestHost host) {
    try {
      return Mounted.in(host).toString();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
