package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pat4j.containers.Answer;
import dev.pat4j.containers.Carrier;
import dev.pat4j.containers.Handler;
import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.RecordingServlet;
import dev.pat4j.containers.WebApp;
import dev.pat4j.containers.Wire;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What went wrong elsewhere, over a real socket; the rows of the list of threats by number. */
class ThreatsTest extends HostTest {

  private final Set<String> mappings = new TreeSet<>();

  @Override
  protected WebApp[] applications() {
    return new WebApp[] {
      application("", filter()),
      application("/optional", filter().optionalCredentials(true)),
      application("/sessions", filter().sessions(true))
    };
  }

  @Override
  protected void addServlets(ServletContext context) {
    add(context, new RecordingServlet(calls), "/*", "/api/*", "/admin/*", "/nowhere", "*.do");
    add(context, new Handler((request, response) -> request.getSession()), "/api/session");
    add(
        context,
        new Handler((request, response) -> response.getWriter().print(headers(request))),
        "/public/headers",
        "/api/headers");
    for (ServletRegistration servlet : context.getServletRegistrations().values()) {
      mappings.addAll(servlet.getMappings());
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("threats 2 and 5: a token became a session (GitLab 50319, Vikunja CVE-2026-57458)")
  void aTokenNeverBecomesASession(Carrier carrier) throws IOException {
    Answer answer = ask("GET", "/api/repos", carrier.carry(library.token("read")));

    assertServed("ada", answer);
    assertEquals(List.of(), answer.all("Set-Cookie"));
    assertFalse(calls.take().get(0).session(), "a session was made");
  }

  @Test
  @DisplayName("threat 2: the session of an application does not stand in for a token")
  void aSessionOfTheApplicationIsNoCredential() throws IOException {
    Answer answer = get("/sessions/api/session", "read");
    String cookie = "Cookie: " + answer.all("Set-Cookie").get(0).split(";", 2)[0];

    assertRefused(401, BOTH_CHALLENGES, ask("GET", "/sessions/api/repos", cookie));
    assertEquals(401, ask("GET", "/sessions/api/repos", cookie, bearer("revoked")).status());
    assertServed("grace", ask("GET", "/sessions/api/repos", cookie, bearer("grace")));
  }

  @Test
  @DisplayName("threat 2: an application gets no session for a token unless it says so")
  void anApplicationGetsNoSessionForAToken() throws IOException {
    Answer answer = get("/api/session", "read");

    assertEquals(500, answer.status());
    assertEquals(List.of(), answer.all("Set-Cookie"));
  }

  @Test
  @DisplayName("threat 6: a second API ignored scopes (GitLab CVE-2024-4006, CVE-2025-11340)")
  void everyRegisteredMappingIsGuarded() throws IOException {
    assertFalse(mappings.isEmpty());
    for (String mapping : mappings) {
      String path = mapping.replace("*.do", "/any.do").replace("*", "any");
      boolean open = path.startsWith("/public/");
      assertEquals(open ? 200 : 401, ask("GET", path).status(), mapping);
      assertEquals(open ? 200 : 403, get(path, "none").status(), mapping);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/git/demo.git/info/refs?service=git-upload-pack",
        "/git/demo.git/info/refs?service=git-receive-pack",
        "/git/demo.git/git-upload-pack",
        "/git/demo.git/git-receive-pack",
        "/git/demo.git/archive/main.zip",
        "/git/demo.git/info/lfs/objects/batch",
        "/git/demo.git/HEAD"
      })
  @DisplayName("threat 7: archive, LFS and git routes skipped scopes (Gitea CVE-2026-20706)")
  void whatIsNoApiIsGuardedAsWell(String path) throws IOException {
    for (Carrier carrier : Carrier.values()) {
      for (String method : List.of("GET", "HEAD", "POST", "PUT")) {
        assertEquals(403, ask(method, path, carrier.carry(library.token("none"))).status());
      }
    }
    assertNobodyCalled();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "get", "BREW"})
  @DisplayName("threat 8: what writes passed as reading (Gitea CVE-2026-24059)")
  void onlyReadingPassesWithTheScopeForReading(String method) throws IOException {
    String read = bearer("read");

    assertEquals(403, ask(method, "/api/repos", read).status());
    assertEquals(403, ask(method, "/api/repos", read, "X-HTTP-Method-Override: GET").status());
    assertEquals(403, ask(method, "/api/repos?_method=GET", read).status());
    assertNobodyCalled();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/optional"})
  @DisplayName("threat 9: a revoked token fell back to anonymous rights (Argo CD, GitLab 6443)")
  void revokedIsRefusedAtTheNextRequestAndNeverAnonymous(String context) throws IOException {
    library.issue("short-lived" + context, "ada", "repo:read");
    String request = request("GET", context + "/api/repos", bearer("short-lived" + context));
    try (Wire wire = new Wire(server())) {
      assertServed("ada", wire.ask(request));
      calls.take();
      library.tokens().ownedBy("ada").revoke(library.id("short-lived" + context), "test");

      assertEquals(401, wire.ask(request).status());
      assertNobodyCalled();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"revoked", "deleted", "disabled", "expired", "unknown", "badsum"})
  @DisplayName("threat 9: nor where a request without credentials would be let through")
  void noBadTokenIsAnonymous(String token) throws IOException {
    assertServed("anonymous", ask("GET", "/optional/api/repos"));
    calls.take();

    assertEquals(401, get("/optional/api/repos", token).status());
    assertNobodyCalled();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/public/headers", "/api/headers"})
  @DisplayName("threat 26: identity headers of the client were believed (keystonemiddleware)")
  void theApplicationNeverSeesAnIdentityThatTheClientClaims(String path) throws IOException {
    Answer answer =
        ask(
            "GET",
            path,
            bearer("read"),
            "Remote-User: root",
            "REMOTE_USER: root",
            "X-Remote-User: root",
            "X-Forwarded-User: root",
            "X-Forwarded-Email: root@h",
            "X-Auth-Request-User: root",
            "X-WEBAUTH-USER: root",
            "X-Other: harmless");

    assertEquals(200, answer.status());
    assertFalse(answer.body().contains("root"), answer::body);
  }

  /** Every header that the application can see, asked for in both ways. */
  private static String headers(HttpServletRequest request) {
    List<String> seen = new ArrayList<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      seen.add(name + ": " + request.getHeader(name));
    }
    for (String name :
        List.of("Remote-User", "remote_user", "X-Forwarded-User", "x-webauth-user")) {
      seen.add(name + ": " + Collections.list(request.getHeaders(name)));
    }
    return String.join("\n", seen);
  }
}
