package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.TokenVerifier;
import dev.pat4j.Verification;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.Host.Exchange;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decision table, row by row, on the real library behind the filter. */
class DecisionTableTest {

  private static final String B = "Basic realm=\"acme\", charset=\"UTF-8\"";
  private static final String T = "Bearer realm=\"acme\"";
  private static final List<String> PLAIN = List.of(B, T);
  private static final List<String> INVALID_TOKEN = List.of(B, T + ", error=\"invalid_token\"");

  private final Host host = new Host();

  private static void assertRefused(
      Exchange exchange, int status, List<String> challenges, String text) {
    assertFalse(exchange.reachedApplication(), "the chain must not be called");
    assertNull(exchange.thrown);
    assertEquals(status, exchange.status());
    assertEquals(challenges, exchange.response.challenges());
    assertEquals(text + "\n", exchange.response.body());
    assertEquals("text/plain;charset=utf-8", exchange.response.header("Content-Type"));
    assertEquals(String.valueOf(text.length() + 1), exchange.response.header("Content-Length"));
    assertEquals("no-store", exchange.response.header("Cache-Control"));
    assertEquals("Authorization", exchange.response.header("Vary"));
    assertEquals(0, exchange.response.errorSent, "no error dispatch");
  }

  @Test
  @DisplayName("row 1: an error dispatch passes without a decision")
  void errorDispatch() {
    Exchange exchange = host.send(FakeRequest.get("/nowhere;x").dispatch(DispatcherType.ERROR));
    assertTrue(exchange.reachedApplication());
    assertEquals(0, host.store.calls());
    assertNull(exchange.response.header("Cache-Control"));
    assertNull(exchange.passed.getRemoteUser());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status;x", "/open/../repos/x", "/open/%2e%2e/repos", "//open", "*"})
  @DisplayName("row 2: a suspicious target is 400 before anything else, even on open paths")
  void suspiciousTargets(String uri) {
    FakeRequest request = FakeRequest.get(uri).dispatchedAs("/open/x").bearer(host.token("repo"));
    assertRefused(host.send(request), 400, List.of(), "bad request");
    assertEquals(0, host.store.calls());
  }

  @Test
  @DisplayName("row 2: what the container could not map is 400")
  void throwingGetters() {
    FakeRequest request =
        FakeRequest.get("/open/x")
            .dispatchedAs(
                () -> {
                  throw new IllegalArgumentException("Ambiguous URI encoding");
                });
    assertRefused(host.send(request), 400, List.of(), "bad request");
  }

  @Test
  @DisplayName("row 3: an open path passes anonymously, and its answer is the application's")
  void openPaths() {
    host.application = (request, response) -> response.setHeader("Cache-Control", "public");
    Exchange exchange = host.send(FakeRequest.get("/status"));
    assertTrue(exchange.reachedApplication());
    assertNull(exchange.passed.getUserPrincipal());
    assertEquals(200, exchange.status());
    assertEquals("public", exchange.response.header("Cache-Control"));
    assertNull(exchange.response.header("Vary"));
    assertEquals(List.of(), exchange.response.challenges());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer nonsense", "Basic !", "Digest x", ""})
  @DisplayName("row 4: credentials sent to an open path are not looked at")
  void openPathsWithBadCredentials(String line) {
    Exchange exchange = host.send(FakeRequest.get("/status").authorization(line, line));
    assertTrue(exchange.reachedApplication());
    exchange = host.send(FakeRequest.get("/status").bearer(host.token("repo")));
    assertTrue(exchange.reachedApplication());
    assertEquals(java.util.Optional.empty(), TokenAuthenticationFilter.tokenOf(exchange.passed));
    assertEquals(0, host.store.calls());
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIONS, https://a.example, POST, true",
    "OPTIONS, null, DELETE, true",
    "OPTIONS, '', POST, false",
    "OPTIONS, ' ', POST, false",
    "OPTIONS, https://a.example, '', false",
    "OPTIONS, https://a.example, ' ', false",
    "OPTIONS, , POST, false",
    "OPTIONS, https://a.example, , false",
    "options, https://a.example, POST, false",
    "GET, https://a.example, POST, false",
    "POST, https://a.example, POST, false"
  })
  @DisplayName("row 5: only a preflight to the letter is exempt, and only if switched on")
  void preflights(String method, String origin, String requestMethod, boolean passes) {
    FakeRequest request = FakeRequest.of(method, "/repos/x");
    if (origin != null) {
      request.header("Origin", origin);
    }
    if (requestMethod != null) {
      request.header("Access-Control-Request-Method", requestMethod);
    }
    assertRefused(host.send(request), 401, PLAIN, "authentication required");
    Exchange exempted = host.with(filter -> filter.corsPreflight(true)).send(request);
    assertEquals(passes, exempted.reachedApplication());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /repos/x",
    "POST, /repos/x",
    "GET, /nowhere",
    "POST, /status",
    "TRACE, /status"
  })
  @DisplayName("row 6: without credentials 401 for every protected path, existing or not")
  void withoutCredentials(String method, String path) {
    assertRefused(host.send(FakeRequest.of(method, path)), 401, PLAIN, "authentication required");
    assertEquals(0, host.store.calls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Digest x=y", "Negotiate abc", "PAT abc", "Bearerx abc", "", "abc"})
  @DisplayName("row 7: an unknown scheme is as no credentials")
  void unknownSchemes(String line) {
    assertRefused(
        host.send(FakeRequest.get("/repos/x").authorization(line)),
        401,
        PLAIN,
        "authentication required");
    assertEquals(0, host.store.calls());
  }

  @Test
  @DisplayName("row 8: two Authorization lines are 400 invalid_request, even with valid tokens")
  void credentialsTwice() {
    String token = host.token("repo");
    for (String other : List.of("Bearer " + token, "", FakeRequest.basic("x:" + token))) {
      assertRefused(
          host.send(FakeRequest.get("/repos/x").authorization("Bearer " + token, other)),
          400,
          List.of(T + ", error=\"invalid_request\""),
          "bad request");
    }
    assertEquals(0, host.store.calls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic !", "Basic bm9jb2xvbg==", "Basic Og==", "Basic dTpwCg=="})
  @DisplayName("row 9: malformed Basic is 401 without an error")
  void malformedBasic(String line) {
    assertRefused(
        host.send(FakeRequest.get("/repos/x").authorization(line.isEmpty() ? "Basic" : line)),
        401,
        PLAIN,
        "bad credentials");
    assertEquals(0, host.store.calls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer a b", "token token=\"x\"", "Bearer \u00E4"})
  @DisplayName("row 10: malformed Bearer is 401 invalid_token")
  void malformedBearer(String line) {
    assertRefused(
        host.send(FakeRequest.get("/repos/x").authorization(line)),
        401,
        INVALID_TOKEN,
        "bad credentials");
    assertEquals(0, host.store.calls());
  }

  @Test
  @DisplayName("row 11: what is no token by shape or checksum never reaches the store")
  void noToken() {
    String token = host.token("repo");
    char last = token.charAt(token.length() - 1);
    String mistyped = token.substring(0, token.length() - 1) + (last == '0' ? '1' : '0');
    for (String wrong : List.of("nonsense", "acme_", mistyped, "x" + token, token + "x")) {
      assertRefused(
          host.send(FakeRequest.get("/repos/x").bearer(wrong)),
          401,
          INVALID_TOKEN,
          "bad credentials");
      assertRefused(
          host.send(FakeRequest.get("/repos/x").authorization(FakeRequest.basic("ada:" + wrong))),
          401,
          PLAIN,
          "bad credentials");
    }
    assertEquals(0, host.store.calls());
  }

  @Test
  @DisplayName("row 12: a broken store is 503 with Retry-After and no challenge")
  void brokenStore() {
    String token = host.token("repo");
    host.store.breakDown();
    for (String line : List.of("Bearer " + token, FakeRequest.basic("ada:" + token))) {
      Exchange exchange = host.send(FakeRequest.get("/repos/x").authorization(line));
      assertRefused(exchange, 503, List.of(), "temporarily unavailable");
      assertEquals("10", exchange.response.header("Retry-After"));
    }
  }

  @Test
  @DisplayName("row 13: unknown, expired, revoked and disabled look all alike")
  void deadTokens() {
    String expired = host.token("repo");
    host.now = Host.START.plus(Duration.ofDays(30));
    var issued = host.issue(request -> request.scopes("repo"));
    String revoked = issued.secret().reveal();
    host.tokens.ownedBy("ada").revoke(issued.token().id(), "lost");
    var gone = host.issue(request -> request.scopes("repo"));
    String unknown = gone.secret().reveal();
    host.tokens.ownedBy("ada").delete(gone.token().id());
    String disabled = host.token("repo");
    for (String dead : List.of(expired, revoked, unknown, disabled)) {
      host.disabled.add("ada");
      assertRefused(
          host.send(FakeRequest.get("/repos/x").bearer(dead)),
          401,
          INVALID_TOKEN,
          "bad credentials");
      assertRefused(
          host.send(FakeRequest.get("/repos/x").authorization(FakeRequest.basic("ada:" + dead))),
          401,
          PLAIN,
          "bad credentials");
    }
  }

  @Test
  @DisplayName("row 14: a valid token from an address that is not its own is 403")
  void addressNotAllowed() {
    String token =
        host.issue(request -> request.scopes("repo").allowedAddresses("198.51.100.0/24"))
            .secret()
            .reveal();
    assertRefused(
        host.send(FakeRequest.get("/repos/x").bearer(token)), 403, List.of(), "forbidden");
    assertTrue(
        host.send(FakeRequest.get("/repos/x").bearer(token).from("198.51.100.9"))
            .reachedApplication());
  }

  @ParameterizedTest
  @CsvSource({"GET, /nowhere", "GET, /repo", "POST, /status", "TRACE, /repos/x", "GET, /REPOS/x"})
  @DisplayName("row 15: no rule for this path and method is 403, whatever the token may")
  void noRule(String method, String path) {
    assertRefused(
        host.send(FakeRequest.of(method, path).bearer(host.token("repo", "user"))),
        403,
        List.of(),
        "forbidden");
  }

  @Test
  @DisplayName("row 16: a missing scope is 403 insufficient_scope, and names what is needed")
  void missingScope() {
    String token = host.token("repo:read");
    Exchange exchange = host.send(FakeRequest.of("POST", "/repos/x").bearer(token));
    assertRefused(
        exchange,
        403,
        List.of(T + ", error=\"insufficient_scope\", scope=\"repo\""),
        "insufficient scope");
    assertEquals("repo:read", exchange.response.header("X-OAuth-Scopes"));
    assertEquals("repo", exchange.response.header("X-Accepted-OAuth-Scopes"));
    assertRefused(
        host.send(FakeRequest.get("/both").authorization(FakeRequest.basic("ada:" + token))),
        403,
        List.of(T + ", error=\"insufficient_scope\", scope=\"repo user\""),
        "insufficient scope");
  }

  @Test
  @DisplayName("row 16: a verifier that asks for scopes itself is 403, too, never 401")
  void verifierAsksForScopes() {
    String token = host.token("repo:read");
    TokenVerifier stricter =
        new TokenVerifier() {
          @Override
          public Verification verify(String presented, String clientAddress) {
            return host.tokens.verify(presented, clientAddress).requiring("user");
          }

          @Override
          public ScopeCatalog scopeCatalog() {
            return host.tokens.scopeCatalog();
          }
        };
    assertRefused(
        host.behind(stricter).send(FakeRequest.get("/repos/x").bearer(token)),
        403,
        List.of(T + ", error=\"insufficient_scope\""),
        "insufficient scope");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /repos/x, repo:read",
    "HEAD, /repos/x, repo:read",
    "GET, /repos/x, repo",
    "POST, /repos/x, repo",
    "GET, /user, user",
    "PUT, /user, repo:read",
    "GET, /git/x.git/info/refs?service=git-upload-pack, repo:read",
    "POST, /git/x.git/git-receive-pack, repo"
  })
  @DisplayName("row 17: a rule met, directly or by implication, passes as the owner")
  void ruleMet(String method, String target, String scope) {
    Exchange exchange = host.send(FakeRequest.of(method, target).bearer(host.token(scope)));
    assertTrue(exchange.reachedApplication());
    assertEquals("ada", exchange.passed.getRemoteUser());
    assertEquals("no-store", exchange.response.header("Cache-Control"));
    assertEquals("Authorization", exchange.response.header("Vary"));
    assertEquals(List.of(), exchange.response.challenges());
    assertEquals(1, host.store.reads);
    assertEquals(0, host.store.writes);
  }

  @Test
  @DisplayName("row 17: a 401 of the application's gets the challenges that it lacks")
  void bare401() {
    host.application = (request, response) -> response.sendError(401);
    Exchange exchange = host.send(FakeRequest.get("/user").bearer(host.token("repo")));
    assertEquals(401, exchange.status());
    assertEquals(PLAIN, exchange.response.challenges());
  }

  @Test
  @DisplayName("row 18: that the last use cannot be written fails no request")
  void lastUseCannotBeWritten() {
    String token = host.token("repo");
    host.application =
        (request, response) -> {
          host.store.breakDown();
          host.tokens.flush();
        };
    Exchange exchange = host.send(FakeRequest.get("/user").bearer(token));
    assertTrue(exchange.reachedApplication());
    assertNull(exchange.thrown);
    assertEquals(200, exchange.status());
  }

  @Test
  @DisplayName("row 20: an exception of the verifier or a null is 503, never a pass")
  void verifierBreaks() {
    for (boolean isNull : new boolean[] {true, false}) {
      TokenVerifier broken =
          new TokenVerifier() {
            @Override
            public Verification verify(String presented, String clientAddress) {
              if (isNull) {
                return null;
              }
              throw new IllegalStateException("boom");
            }

            @Override
            public ScopeCatalog scopeCatalog() {
              return Host.SCOPES;
            }
          };
      Exchange exchange = host.behind(broken).send(FakeRequest.get("/repos/x").bearer("anything"));
      assertRefused(exchange, 503, List.of(), "temporarily unavailable");
    }
  }

  @Test
  @DisplayName("row 20: scopes of another catalogue than the verifier's own are 503, never a pass")
  void verifierOfAnotherCatalogue() {
    ScopeCatalog other =
        ScopeCatalog.builder()
            .scope("repo", "")
            .scope("repo:read", "", ScopeCatalog.within("repo"))
            .scope("user", "")
            .build();
    String token = host.token("repo");
    TokenVerifier confused =
        new TokenVerifier() {
          @Override
          public Verification verify(String presented, String clientAddress) {
            return host.tokens.verify(presented, clientAddress);
          }

          @Override
          public ScopeCatalog scopeCatalog() {
            return other;
          }
        };
    assertRefused(
        host.behind(confused).send(FakeRequest.get("/repos/x").bearer(token)),
        503,
        List.of(),
        "temporarily unavailable");
  }

  @Test
  @DisplayName("row 20: what the application throws is the application's")
  void applicationThrows() {
    host.application =
        (request, response) -> {
          throw new ServletException("the application's own");
        };
    Exchange exchange = host.send(FakeRequest.get("/user").bearer(host.token("repo")));
    assertInstanceOf(ServletException.class, exchange.thrown);
    assertEquals("the application's own", exchange.thrown.getMessage());
  }

  @Test
  @DisplayName("HEAD is refused with the headers of GET, and without content")
  void head() {
    Exchange exchange = host.send(FakeRequest.of("HEAD", "/repos/x"));
    assertEquals(401, exchange.status());
    assertEquals(PLAIN, exchange.response.challenges());
    assertEquals("", exchange.response.body());
    assertEquals("24", exchange.response.header("Content-Length"));
  }
}
