package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.examples.githost.Mounted.Guard;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What every answer of every mapping has in common, also when the store is down. */
class WalkAnswersTest {

  private static final Guard[] OF_THE_MODULE = {
    Guard.SESSION, Guard.PASSWORD, Guard.APPLICATION, Guard.CLIENT, Guard.SCANNER
  };

  @TempDir Path data;
  private Walk walk;

  @BeforeEach
  void start() throws Exception {
    walk = new Walk(data);
  }

  @AfterEach
  void stop() throws Exception {
    walk.close();
  }

  @Test
  void aRightfulCallerIsServedOnEveryRouteSoThatThisWalkMeansSomething() throws Exception {
    List<Executable> checks = new ArrayList<>();
    for (Mounted route : walk.guarded(OF_THE_MODULE)) {
      for (String method : route.methods()) {
        walk.renew();
        HttpResponse<String> answer = walk.rightfully(route, method);
        boolean served = answer.statusCode() < 400 || isNoForm(route, method);
        checks.add(() -> assertTrue(served, () -> answer + " " + answer.body()));
      }
    }
    assertAll(checks);
  }

  /** The list has none, and nothing of this id was granted. */
  private static boolean isNoForm(Mounted route, String method) {
    return (route.path().equals("/settings/tokens") && method.equals("POST"))
        || route.path().contains("{grant_id}");
  }

  @Test
  @DisplayName(
      "threats 9, 30: a store that is down is 503 wherever it is asked, and lets nobody in")
  void aStoreThatIsDownIsSaid() throws Exception {
    List<Executable> checks = new ArrayList<>();
    int asked = 0;
    var before = walk.kept();
    for (Mounted route : walk.routes) {
      for (String method : route.methods()) {
        boolean form = route.guard() == Guard.SESSION && method.equals("POST");
        String body = walk.body(route, method) + (form ? "&" + walk.hidden(route, walk.ada()) : "");
        int calls = walk.host.store.calls();
        walk.host.store.down(true);
        HttpResponse<String> answer =
            walk.send(
                route.guard() == Guard.SESSION ? walk.ada() : walk.nobody(),
                method,
                walk.path(route),
                body,
                walk.credentials(route, body));
        walk.host.store.down(false);
        if (walk.host.store.calls() > calls) {
          asked++;
          checks.add(() -> assertEquals(503, answer.statusCode(), answer + answer.body()));
          checks.add(
              () ->
                  assertTrue(answer.headers().firstValue("Retry-After").isPresent(), answer + ""));
        }
      }
    }
    int walked = asked;
    checks.add(() -> assertTrue(walked > 60, "only " + walked));
    checks.add(() -> assertEquals(before, walk.kept()));
    assertAll(checks);
  }

  @Test
  void aMethodThatARouteHasNotIsRefusedAndNothingIsEchoed() throws Exception {
    List<Executable> checks = new ArrayList<>();
    for (Mounted route : walk.routes) {
      for (String method : List.of("BREW", "TRACE")) {
        Map<String, String> headers = new HashMap<>(walk.credentials(route, ""));
        headers.put("X-Canary", "sings");
        HttpResponse<String> answer =
            walk.send(
                route.guard() == Guard.SESSION ? walk.ada() : walk.nobody(),
                method,
                walk.path(route),
                "",
                headers);
        checks.add(() -> assertFalse(answer.body().contains("sings"), answer + answer.body()));
        checks.add(
            () -> assertTrue(answer.statusCode() >= 400 && answer.statusCode() < 502, answer + ""));
        if (method.equals("BREW") && Set.of(OF_THE_MODULE).contains(route.guard())) {
          checks.add(() -> assertEquals(405, answer.statusCode(), answer + ""));
        }
        if (answer.statusCode() == 405) {
          checks.add(
              () -> assertTrue(answer.headers().firstValue("Allow").isPresent(), answer + ""));
        }
      }
    }
    assertAll(checks);
  }

  @Test
  @DisplayName(
      "threats 17, 18: no answer of anybody's is kept by a cache or guessed at by a browser")
  void everyAnswerIsGuarded() throws Exception {
    List<Executable> checks = new ArrayList<>();
    for (Mounted route : walk.routes) {
      for (String method : Walk.METHODS) {
        walk.renew();
        for (HttpResponse<String> answer :
            List.of(
                walk.send(walk.nobody(), method, walk.path(route), "", Map.of()),
                walk.rightfully(route, method))) {
          checks.add(() -> assertGuarded(route, answer));
        }
      }
    }
    assertAll(checks);
  }

  private static void assertGuarded(Mounted route, HttpResponse<String> answer) {
    String what = answer + " " + answer.headers().map();
    if (route.guard() != Guard.OPEN) {
      String kept = String.join(",", answer.headers().allValues("Cache-Control"));
      boolean git = route.path().startsWith("/git/"); // whose servlet says it in its own words
      assertTrue(kept.contains("no-store") || (git && kept.contains("no-cache")), what);
    }
    boolean ofTheModule =
        Set.of(OF_THE_MODULE).contains(route.guard()) || route.path().startsWith("/token");
    if (ofTheModule) {
      assertEquals(List.of("nosniff"), answer.headers().allValues("X-Content-Type-Options"), what);
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (!answer.body().isEmpty()) {
      assertTrue(
          ofTheModule
              ? type.matches(
                  route.guard() == Guard.SESSION
                      ? "text/html; ?charset=utf-8"
                      : "application/(problem\\+)?json(; ?charset=utf-8)?")
              : !type.isEmpty(),
          what);
    }
  }
}
