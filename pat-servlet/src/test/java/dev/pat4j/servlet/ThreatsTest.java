package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.AddressRange;
import dev.pat4j.servlet.Host.Exchange;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What went wrong elsewhere, as far as a filter can get it wrong. */
class ThreatsTest {

  private final Host host = new Host();

  static Stream<UnaryOperator<String>> carriers() {
    return Stream.of(
        token -> "Bearer " + token,
        token -> "bearer  " + token,
        token -> "token " + token,
        token -> FakeRequest.basic("ada:" + token),
        token -> FakeRequest.basic("somebody-else:" + token),
        token -> FakeRequest.basic("x-access-token:" + token),
        token -> FakeRequest.basic(":" + token),
        token -> FakeRequest.basic(token + ":"),
        token -> FakeRequest.basic(token + ":x-oauth-basic"));
  }

  @ParameterizedTest
  @MethodSource("carriers")
  @DisplayName("threat 1: every carrier decides the same for every scope (Gitea CVE-2026-28699)")
  void carriersDecideAlike(UnaryOperator<String> carrier) {
    for (String[] scopes :
        List.of(
            new String[0],
            new String[] {"repo:read"},
            new String[] {"repo"},
            new String[] {"user"},
            new String[] {"repo", "user"})) {
      String token = host.token(scopes);
      List<String> held = List.of(scopes);
      boolean reads = held.contains("repo") || held.contains("repo:read");
      boolean writes = held.contains("repo");
      assertEquals(reads ? 200 : 403, status("GET", "/repos/x", carrier.apply(token)));
      assertEquals(writes ? 200 : 403, status("POST", "/repos/x", carrier.apply(token)));
      assertEquals(
          writes && held.contains("user") ? 200 : 403,
          status("GET", "/both", carrier.apply(token)));
      assertEquals(200, status("GET", "/user", carrier.apply(token)));
      assertEquals(403, status("GET", "/nowhere", carrier.apply(token)));
      assertEquals(
          writes ? 200 : 403, status("POST", "/git/x.git/git-receive-pack", carrier.apply(token)));
    }
  }

  private int status(String method, String target, String authorization) {
    return host.send(FakeRequest.of(method, target).authorization(authorization)).status();
  }

  @Test
  @DisplayName("threat 2: a token makes no session, reads no body and sets no cookie")
  void touchesNeitherSessionNorBody() {
    // Every method that the fakes do not have fails the test: getSession, getParameter, getParts,
    // getInputStream, getCookies and addCookie are among them.
    for (String line :
        List.of("Bearer " + host.token("repo"), "Bearer x", FakeRequest.basic("a:b"), "")) {
      host.send(FakeRequest.of("POST", "/repos/x").authorization(line));
      host.send(FakeRequest.of("POST", "/git/x.git/git-upload-pack").authorization(line));
    }
    assertTrue(host.send(FakeRequest.of("POST", "/open/x")).reachedApplication());
  }

  @Test
  @DisplayName("threat 2: an application makes no session of a token by accident (GitLab 50319)")
  void theApplicationGetsNoSession() {
    FakeRequest request = FakeRequest.get("/user").bearer(host.token());
    HttpServletRequest passed = host.send(request).passed;
    assertNull(passed.getSession(false));
    assertNull(passed.getRequestedSessionId());
    assertFalse(passed.isRequestedSessionIdValid());
    assertThrows(IllegalStateException.class, () -> passed.getSession(true));
    assertThrows(IllegalStateException.class, passed::changeSessionId);
    String message = assertThrows(IllegalStateException.class, passed::getSession).getMessage();
    assertTrue(message.contains("sessions(true)"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/repos",
        "/graphql",
        "/repo",
        "/settings/tokens",
        "/git",
        "/gitx",
        "/archive/x.zip",
        "/new-servlet",
        "/favicon.ico",
        "/",
        "/users"
      })
  @DisplayName(
      "threat 6: a path that no rule names is 403 with a valid token (GitLab CVE-2024-4006)")
  void unmappedPathsAreDenied(String path) {
    int expected = path.equals("/git") ? 200 : 403;
    assertEquals(expected, status("GET", path, "Bearer " + host.token("repo", "user")));
    assertEquals(401, host.send(FakeRequest.get(path)).status());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /git/x.git/info/refs?service=git-upload-pack, 200",
    "GET, /git/x.git/info/refs?service=git-receive-pack, 403",
    "POST, /git/x.git/git-upload-pack, 200",
    "POST, /git/x.git/git-receive-pack, 403",
    "GET, /git/x.git/info/refs, 200",
    "GET, /git/x.git/HEAD, 200",
    "GET, /git/x.git/objects/12/34, 200",
    "GET, /git/x.git/info/lfs/locks, 200",
    "POST, /git/x.git/info/lfs/locks, 403",
    "POST, /git/x.git/info/lfs/objects/batch, 403",
    "PUT, /git/x.git/info/lfs/objects/1, 403"
  })
  @DisplayName("threat 7: git services, plain files and LFS ask for scopes (Gitea CVE-2026-20706)")
  void gitRoutesAskForScopes(String method, String target, int withReadScope) {
    String reader = "Bearer " + host.token("repo:read");
    String nobody = "Bearer " + host.token("user");
    String writer = "Bearer " + host.token("repo");
    assertEquals(withReadScope, status(method, target, reader));
    assertEquals(403, status(method, target, nobody));
    assertEquals(200, status(method, target, writer));
    assertEquals(401, host.send(FakeRequest.of(method, target)).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-HTTP-Method-Override",
        "X-HTTP-Method",
        "X-Method-Override",
        "X-Original-Method"
      })
  @DisplayName("threat 8: no header makes another method of a request (Gitea CVE-2026-24059)")
  void methodOverridesAreIgnored(String header) {
    String reader = host.token("repo:read");
    assertEquals(
        403,
        host.send(FakeRequest.of("POST", "/repos/x").bearer(reader).header(header, "GET"))
            .status());
    assertEquals(
        403, host.send(FakeRequest.of("POST", "/repos/x?_method=GET").bearer(reader)).status());
    assertEquals(
        200,
        host.send(FakeRequest.get("/repos/x").bearer(reader).header(header, "DELETE")).status());
    assertEquals(200, host.send(FakeRequest.of("HEAD", "/repos/x").bearer(reader)).status());
  }

  @Test
  @DisplayName("threat 9: disabled, deleted, revoked are 401 at the next request, never anonymous")
  void deadTokensAreNeverAnonymous() {
    Host optional = host.with(filter -> filter.optionalCredentials(true));
    for (String end : List.of("disable", "delete", "revoke")) {
      var issued = host.issue(request -> request.scopes("repo"));
      FakeRequest request = FakeRequest.get("/repos/x").bearer(issued.secret().reveal());
      assertTrue(optional.send(request).reachedApplication());
      switch (end) {
        case "disable" -> host.disabled.add("ada");
        case "delete" -> host.tokens.ownedBy("ada").delete(issued.token().id());
        default -> host.tokens.ownedBy("ada").revoke(issued.token().id(), "lost");
      }
      request.containerPrincipal("session-user");
      Exchange after = optional.send(request);
      assertEquals(401, after.status(), end);
      assertFalse(after.reachedApplication(), end);
      host.disabled.clear();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "null", "undefined", "\u0000", "acme", "acme_", "0", "=", "*", "%"})
  @DisplayName("threat 13: an empty token matched (Spree CVE-2020-26223)")
  void emptyTokensNeverReachTheStore(String token) {
    carriers()
        .forEach(
            carrier -> {
              Exchange exchange =
                  host.send(FakeRequest.get("/user").authorization(carrier.apply(token)));
              assertEquals(401, exchange.status());
            });
    assertEquals(0, host.store.calls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"token\":1}", "true", "[]", "0x41", "1e9", "'' OR 1=1"})
  @DisplayName("threat 14: nothing is coerced into a token (Devise CVE-2013-0233)")
  void nothingIsCoerced(String token) {
    for (String line : List.of("Bearer " + token, FakeRequest.basic("ada:" + token))) {
      assertEquals(401, status("GET", "/user", line));
    }
    assertEquals(0, host.store.calls());
  }

  @Test
  @DisplayName("threat 15: a token in another case is another token")
  void caseIsNotFolded() {
    String token = host.token("repo");
    for (String other :
        List.of(
            token.toUpperCase(Locale.ROOT),
            token.toLowerCase(Locale.ROOT),
            "A" + token.substring(1))) {
      assertEquals(401, status("GET", "/user", "Bearer " + other));
    }
    assertEquals(200, status("GET", "/user", "Bearer " + token));
  }

  @Test
  @DisplayName("threat 16: the filter decides the same in a Turkish locale")
  void turkishLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      String token = host.token("repo:read");
      assertEquals(
          200, status("GET", "/repos/x", "BASIC " + FakeRequest.basic("I:" + token).substring(6)));
      assertEquals(
          200, status("GET", "/repos/x", "basic " + FakeRequest.basic("i:" + token).substring(6)));
      assertEquals(
          401,
          status("GET", "/repos/x", "bas\u0131c " + FakeRequest.basic("i:" + token).substring(6)));
      Exchange exchange =
          host.send(FakeRequest.get("/repos/x").header("X-FORWARDED-USER", "eve").bearer(token));
      assertNull(exchange.passed.getHeader("x-forwarded-user"));
      assertEquals(List.of(), Collections.list(exchange.passed.getHeaders("x-webauth-id")));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  @DisplayName("threat 25: a forged X-Forwarded-For is not believed (Coder CVE-2026-111934)")
  void forgedAddressesAreIgnored() {
    String token =
        host.issue(request -> request.scopes("repo").allowedAddresses("10.0.0.0/8", "::1"))
            .secret()
            .reveal();
    for (String header :
        List.of(
            "X-Forwarded-For",
            "Forwarded",
            "X-Real-IP",
            "X-Client-IP",
            "True-Client-IP",
            "CF-Connecting-IP",
            "X-Cluster-Client-IP",
            "Client-IP")) {
      for (String forged : List.of("10.0.0.1", "for=10.0.0.1", "::1", "127.0.0.1")) {
        FakeRequest request = FakeRequest.get("/repos/x").bearer(token).header(header, forged);
        assertEquals(403, host.send(request).status(), header);
        Host proxied =
            host.with(filter -> filter.trustedProxies(AddressRange.parse("203.0.113.0/24")));
        assertEquals(403, proxied.send(request).status(), header);
      }
    }
    FakeRequest mapped = FakeRequest.get("/repos/x").bearer(token).from("::ffff:10.1.2.3");
    assertEquals(200, host.send(mapped).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Remote-User",
        "X-Remote-User",
        "x-remote-user",
        "X_Remote_User",
        "X-Remote_User",
        "X-Forwarded-User",
        "X-Forwarded-Email",
        "X-Forwarded-Preferred-Username",
        "X-Forwarded-Groups",
        "X-Auth-Request-User",
        "X-Authenticated-User",
        "X-WebAuth-User",
        "X-User",
        "X-Goog-Authenticated-User-Email",
        "X-MS-CLIENT-PRINCIPAL-NAME",
        "X-Own"
      })
  @DisplayName(
      "threat 26: identity headers of a client never reach the application (CVE-2026-22797)")
  void identityHeadersAreHidden(String header) {
    host.with(
        filter -> filter.hideHeaders("X-Own").trustedProxies(AddressRange.parse("203.0.113.0/24")));
    List<FakeRequest> requests = new ArrayList<>();
    requests.add(FakeRequest.get("/repos/x").bearer(host.token("repo")));
    requests.add(FakeRequest.get("/status"));
    requests.add(FakeRequest.get("/nowhere").dispatch(DispatcherType.ERROR));
    requests.add(FakeRequest.get("/repos/x").bearer(host.token("repo")).from("203.0.113.1"));
    for (FakeRequest request : requests) {
      Exchange exchange = host.send(request.header(header, "1").header("Accept", "2"));
      assertNull(exchange.passed.getHeader(header));
      assertFalse(exchange.passed.getHeaders(header).hasMoreElements());
      assertFalse(Collections.list(exchange.passed.getHeaderNames()).contains(header));
      assertEquals(-1, exchange.passed.getIntHeader(header));
      assertEquals(-1, exchange.passed.getDateHeader(header));
      assertEquals("2", exchange.passed.getHeader("Accept"));
      assertEquals(List.of("2"), Collections.list(exchange.passed.getHeaders("Accept")));
      assertTrue(Collections.list(exchange.passed.getHeaderNames()).contains("Accept"));
      assertEquals(2, exchange.passed.getIntHeader("Accept"));
      assertEquals(1, exchange.passed.getDateHeader("Accept"));
    }
    assertEquals("ada", host.send(requests.get(0)).passed.getRemoteUser());
    assertNull(host.send(requests.get(1)).passed.getRemoteUser());
  }

  @Test
  @DisplayName("threat 26: a proxy that is trusted with addresses alone does not name the user")
  void trustedProxiesMayNotNameTheUserUnlessToldSo() {
    host.with(filter -> filter.trustedProxies(AddressRange.parse("203.0.113.0/24")));
    Exchange exchange =
        host.send(
            FakeRequest.get("/status").from("203.0.113.1").header("X-Forwarded-User", "grace"));
    assertNull(exchange.passed.getHeader("X-Forwarded-User"));
  }

  @Test
  @DisplayName("threat 26: a proxy that is trusted with it may name the user where no token does")
  void trustedProxiesMayNameTheUser() {
    host.with(
        filter ->
            filter.trustIdentityHeaders(true).trustedProxies(AddressRange.parse("203.0.113.0/24")));
    Exchange exchange =
        host.send(
            FakeRequest.get("/status").from("203.0.113.1").header("X-Forwarded-User", "grace"));
    assertEquals("grace", exchange.passed.getHeader("X-Forwarded-User"));
    assertEquals(List.of("X-Forwarded-User"), Collections.list(exchange.passed.getHeaderNames()));
    assertNull(exchange.passed.getRemoteUser());
  }

  @Test
  @DisplayName("threat 27: a token without scopes may do nothing that a rule guards with one")
  void noScopesMeanNothing() {
    String token = "Bearer " + host.token();
    for (String path : List.of("/repos/x", "/both", "/git/x.git/HEAD", "/nowhere")) {
      assertEquals(403, status("GET", path, token), path);
    }
    assertEquals(200, status("GET", "/user", token));
  }

  @Test
  @DisplayName("threat 31: a malformed token costs no store call, an unknown one a single read")
  void refusedRequestsAreCheap() {
    var issued = host.issue(request -> request.scopes("repo"));
    String unknown = issued.secret().reveal();
    host.tokens.ownedBy("ada").delete(issued.token().id());
    host.store.forget();
    assertEquals(401, status("GET", "/user", "Bearer " + unknown));
    assertEquals(1, host.store.reads);
    assertEquals(0, host.store.writes);
    host.store.forget();
    for (String line :
        List.of("Bearer x", "Basic !", FakeRequest.basic("a:b"), "Bearer " + "a".repeat(5_000))) {
      assertEquals(401, status("GET", "/user", line));
    }
    assertEquals(0, host.store.calls());
  }

  @Test
  @DisplayName(
      "threat 31: a long header is refused without being decoded, within the limit it is read")
  void longHeadersAreRefused() {
    String token = host.token("repo");
    host.with(filter -> filter.maximumHeaderLength(128));
    assertEquals(200, status("GET", "/user", FakeRequest.basic("ada:" + token)));
    assertEquals(401, status("GET", "/user", FakeRequest.basic("a".repeat(100) + ":" + token)));
    assertEquals(0, host.store.reads - 1);
  }

  @Test
  @DisplayName("an accepted token costs exactly one read and no write, over ASYNC, too")
  void acceptedRequestsCostOneRead() {
    FakeRequest request = FakeRequest.get("/repos/x").bearer(host.token("repo"));
    assertTrue(host.send(request).reachedApplication());
    assertEquals(1, host.store.reads);
    assertTrue(host.send(request.dispatch(DispatcherType.ASYNC)).reachedApplication());
    assertTrue(
        host.send(request.redispatched(DispatcherType.FORWARD, "/user")).reachedApplication());
    assertTrue(host.send(request.including("/repos/y")).reachedApplication());
    assertEquals(1, host.store.reads);
    assertEquals(0, host.store.writes);
  }

  @Test
  @DisplayName("threat 25: an IPv6 peer in brackets, as Jetty gives it, is that address")
  void bracketsAroundIpv6AreNoPartOfIt() {
    String token =
        host.issue(request -> request.scopes("repo").allowedAddresses("::1", "2001:db8::2"))
            .secret()
            .reveal();
    FakeRequest direct = FakeRequest.get("/repos/x").bearer(token).from("[0:0:0:0:0:0:0:1]");
    assertEquals(200, host.send(direct).status());
    FakeRequest proxied = FakeRequest.get("/repos/x").bearer(token).from("[fd00::1]");
    proxied.header("X-Forwarded-For", "2001:db8::2");
    assertEquals(403, host.send(proxied).status());
    host.with(filter -> filter.trustedProxies(AddressRange.parse("fd00::/8")));
    assertEquals(200, host.send(proxied).status());
    assertEquals(403, host.send(direct.from("[2001:db8::3]")).status());
    assertEquals(403, host.send(direct.from("[")).status());
  }

  @Test
  @DisplayName("threat 17: what is known of a request is not printed, for it holds the secret")
  void factsAreNotPrinted() {
    String token = host.token("repo");
    FakeRequest request = FakeRequest.get("/repos/" + token + "?access_token=" + token);
    RequestFacts facts =
        RequestFacts.of(request.bearer(token).asServlet(), new ClientAddresses(List.of()));
    assertEquals(List.of("Bearer " + token), facts.authorization());
    assertFalse(facts.toString().contains(token), facts.toString());
  }

  @Test
  @DisplayName("threat 31: a query of many parameters is read once, not once for each of them")
  void queriesAreReadInOnePass() {
    GitRules rules = new GitRules(false);
    String query = "a&".repeat(1_000_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertFalse(rules.writes("GET", "/x.git/HEAD", query)));
  }

  @Test
  @DisplayName("threat 23: no secret is compared by equals")
  void noEqualsOnSecrets() throws IOException {
    Pattern comparison =
        Pattern.compile("\\b(token|secret|digest|password|presented)(\\(\\))?\\.equals\\(");
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        assertFalse(comparison.matcher(Files.readString(source)).find(), source.toString());
      }
    }
  }
}
