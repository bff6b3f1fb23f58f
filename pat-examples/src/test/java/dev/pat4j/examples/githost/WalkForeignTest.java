package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.examples.githost.Mounted.Guard;
import dev.pat4j.examples.githost.Walk.Known;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's tokens, and pages of other sites, at every mapping by every method. */
class WalkForeignTest {

  private static final List<String> WRITING = List.of("POST", "PUT", "PATCH", "DELETE");
  private static final List<Map<String, String>> FOREIGN_PAGES =
      List.of(
          Map.of("Sec-Fetch-Site", "cross-site"),
          Map.of("Sec-Fetch-Site", "same-site"),
          Map.of("Origin", "https://evil.example"),
          Map.of("Origin", "null"));

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
  @DisplayName("threat 19: on every route with an id another's is as one that is not, and stays")
  void anothersTokenIsNotThere() throws Exception {
    HttpClient grace = walk.signedIn("grace", TestHost.GRACES_PASSWORD, new CookieManager());
    Known gone = walk.issue("ada", "repo");
    walk.host.host().tokens().ownedBy("ada").delete(gone.token().id());
    var before = walk.kept();
    List<Executable> checks = new ArrayList<>();
    int walked = 0;
    for (Mounted route : walk.guarded(Guard.SESSION, Guard.PASSWORD)) {
      if (!route.path().contains("{id}")) {
        continue;
      }
      for (String method : route.methods()) {
        walked++;
        HttpResponse<String> foreign = asGrace(grace, route, method, walk.adas);
        HttpResponse<String> unknown = asGrace(grace, route, method, gone);
        checks.add(() -> assertEquals(404, foreign.statusCode(), foreign + ""));
        checks.add(() -> assertEquals(404, unknown.statusCode(), unknown + ""));
        checks.add(() -> assertEquals(said(unknown, gone), said(foreign, walk.adas)));
      }
    }
    assertAll(checks);
    assertTrue(walked >= 24, "only " + walked);
    assertEquals(before, walk.kept());
  }

  private static HttpResponse<String> asGrace(
      HttpClient grace, Mounted route, String method, Known token) throws Exception {
    boolean session = route.guard() == Guard.SESSION;
    String body = walk.body(route, method);
    if (session && method.equals("POST")) {
      body += "&" + walk.hidden(route, grace);
    }
    return walk.send(
        session ? grace : walk.nobody(),
        method,
        walk.path(route, token, token),
        body,
        session ? Map.of() : Map.of("Authorization", TestHost.asGrace()));
  }

  private static String said(HttpResponse<String> answer, Known token) {
    return answer.body().replace(token.token().id().toString(), "{id}");
  }

  @Test
  @DisplayName("threat 19: an application neither sees nor ends a token that is not its own")
  void anApplicationHasNoOthersTokens() throws Exception {
    var before = walk.kept();
    List<Executable> checks = new ArrayList<>();
    for (Mounted route : walk.guarded(Guard.APPLICATION)) {
      for (String method : route.methods()) {
        HttpResponse<String> answer =
            walk.send(
                walk.nobody(),
                method,
                walk.path(route, walk.adas, walk.adas),
                walk.body(route, method, walk.adas),
                Map.of("Authorization", Walk.DEMO));
        checks.add(() -> assertEquals(404, answer.statusCode(), answer + ""));
      }
    }
    String form = "token=" + walk.adas.text();
    HttpResponse<String> kept =
        walk.send(walk.nobody(), "POST", "/oauth/revoke", form, Map.of("Authorization", Walk.DEMO));
    checks.add(() -> assertEquals(400, kept.statusCode()));
    assertAll(checks);
    assertEquals(before, walk.kept());
  }

  @Test
  @DisplayName("threat 20: no route takes an owner from a parameter, a member or a header")
  void nobodyActsForAnother() throws Exception {
    String names = "owner=grace&user=grace&username=grace&login=grace&owner_id=2";
    var hers = walk.host.host().tokens().ownedBy("grace");
    var hersToken = walk.host.issue("grace", "repo").token();
    var before = hers.list();
    for (Mounted route : walk.guarded(Guard.SESSION, Guard.PASSWORD)) {
      if (route.path().endsWith("delete-all") || route.path().contains("{grant_id}")) {
        continue;
      }
      HttpClient client = route.guard() == Guard.SESSION ? walk.ada() : walk.nobody();
      for (String method : route.methods()) {
        if (method.equals("DELETE") || route.path().contains("{id}/")) {
          continue;
        }
        String body = walk.body(route, method);
        Map<String, String> headers = new HashMap<>(walk.credentials(route, body));
        headers.put("X-Owner", "grace");
        headers.put("X-Remote-User", "grace");
        headers.put("X-Forwarded-User", "grace");
        String more =
            body.startsWith("{")
                ? body.replaceFirst("\\{", "{\"owner\":\"grace\",\"user\":\"grace\",")
                : body.isEmpty() ? "" : body + "&" + names + "&" + walk.hidden(route, walk.ada());
        HttpResponse<String> answer =
            walk.send(client, method, walk.path(route) + "?" + names, more, headers);
        assertFalse(answer.body().contains(hersToken.id().toString()), answer + "");
      }
    }
    assertEquals(before, hers.list());
  }

  @Test
  void aPageOfAnotherSiteDoesNothingInASession() throws Exception {
    var before = walk.kept();
    List<Executable> checks = new ArrayList<>();
    for (Mounted route : walk.routes) {
      if (route.guard() == Guard.TOKEN) {
        continue; // it asks for a token, which no browser adds
      }
      for (String method : WRITING) {
        String body = walk.body(route, method);
        if (route.guard() == Guard.SESSION) {
          body += "&" + walk.hidden(route, walk.ada()); // even if it knew the text
        }
        for (Map<String, String> page : FOREIGN_PAGES) {
          HttpResponse<String> answer = walk.send(walk.ada(), method, walk.path(route), body, page);
          checks.add(() -> assertTrue(answer.statusCode() >= 400, answer + " " + page));
        }
      }
    }
    assertAll(checks);
    assertEquals(before, walk.kept());
    assertEquals(
        200,
        walk.send(walk.ada(), "GET", "/settings/tokens", "", Map.of()).statusCode(),
        "nor was she signed out");
  }

  @Test
  void aFormWithoutTheTextOfTheSessionDoesNothing() throws Exception {
    var before = walk.kept();
    for (Mounted route : walk.guarded(Guard.SESSION)) {
      HttpResponse<String> answer =
          walk.send(walk.ada(), "POST", walk.path(route), walk.body(route, "POST"), Map.of());
      assertEquals(403, answer.statusCode(), answer + "");
    }
    assertEquals(before, walk.kept());
  }

  @Test
  void aPageOfAnotherSiteCannotUseAPasswordThatTheBrowserRemembers() throws Exception {
    var before = walk.kept();
    List<Executable> checks = new ArrayList<>();
    for (Mounted route : walk.guarded(Guard.PASSWORD, Guard.APPLICATION)) {
      for (String method : WRITING) {
        String body = walk.body(route, method);
        for (Map<String, String> page : FOREIGN_PAGES) {
          Map<String, String> headers = new HashMap<>(walk.credentials(route, body));
          headers.putAll(page);
          HttpResponse<String> answer =
              walk.send(walk.nobody(), method, walk.path(route), body, headers);
          checks.add(() -> assertTrue(Set.of(403, 405).contains(answer.statusCode()), answer + ""));
        }
      }
    }
    assertAll(checks);
    assertEquals(before, walk.kept());
  }
}
