package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.IssuedToken;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** One's own tokens, for a person who shows the account's password; for no token, ever. */
class TokensApiTest {

  private static final Pattern ANY_TOKEN = Pattern.compile("demo_[0-9A-Za-z]{36}");
  private static final String WANTED =
      "{\"name\": \"laptop\", \"scopes\": [\"public_repo\"], \"expires_at\": \"2026-03-01T13:00:00Z\"}";

  @TempDir static Path data;
  static TestHost host;

  @BeforeAll
  static void startHost() throws Exception {
    host = TestHost.start(data);
  }

  @AfterEach
  void forgetTokens() {
    host.store.down(false);
    host.host().tokens().ownedBy("ada").deleteAll();
  }

  @AfterAll
  static void stopHost() throws Exception {
    host.close();
  }

  @Test
  void aPersonIssuesATokenUsesItListsItAndRevokesIt() throws Exception {
    HttpResponse<String> created = host.send("POST", "/tokens", WANTED, TestHost.asAda());
    assertEquals(201, created.statusCode());
    assertEquals("no-store", created.headers().firstValue("Cache-Control").orElseThrow());
    JsonObject token = object(created);
    String secret = token.getString("token");
    assertTrue(ANY_TOKEN.matcher(secret).matches());
    assertEquals("2026-03-01T13:00:00Z", token.getString("expires_at"));

    assertEquals(200, host.get("/repos", TestHost.bearer(secret)).statusCode());

    HttpResponse<String> list = host.get("/tokens", TestHost.asAda());
    JsonObject listed = array(list).getJsonObject(0);
    assertEquals("laptop", listed.getString("name"));
    assertEquals("public_repo", listed.getJsonArray("scopes").getString(0));
    assertEquals("2026-03-01T12:00:00Z", listed.getString("last_used_at"));
    assertEquals("127.0.0.1", listed.getString("last_used_from"));
    assertTrue(listed.isNull("revocation"));
    assertFalse(list.body().contains(secret.substring(5)), "no list bears a secret");

    String path = "/tokens/" + listed.getJsonNumber("id").longValueExact();
    assertEquals(200, host.send("POST", path + "/revoke", "", TestHost.asAda()).statusCode());
    assertEquals(401, host.get("/repos", TestHost.bearer(secret)).statusCode());
    JsonObject revoked = object(host.get(path, TestHost.asAda()));
    assertEquals("revoked", revoked.getString("state"));
    assertEquals(204, host.send("DELETE", path, "", TestHost.asAda()).statusCode());
    assertEquals(404, host.get(path, TestHost.asAda()).statusCode());
  }

  @Test
  @DisplayName("threat 3: a weak token listed stronger ones (Sentry CVE-2023-39349)")
  void noTokenMayListIssueOrRevokeTokensHoweverItIsSent() throws Exception {
    IssuedToken issued = host.issue("ada", everyScope());
    String secret = issued.secret().reveal();
    String one = "/tokens/" + issued.token().id();
    List<Executable> checks = new ArrayList<>();
    for (String header :
        List.of(
            TestHost.bearer(secret),
            "token " + secret,
            TestHost.basic("ada", secret),
            TestHost.basic(secret, ""),
            TestHost.basic(secret, "x-oauth-basic"))) {
      checks.add(() -> assertEquals(401, host.get("/tokens", header).statusCode()));
      checks.add(() -> assertEquals(401, host.get(one, header).statusCode()));
      checks.add(
          () -> assertEquals(401, host.send("POST", "/tokens", WANTED, header).statusCode()));
      checks.add(() -> assertEquals(401, host.send("DELETE", one, "", header).statusCode()));
    }
    // A token in one half does not become a person by the password in the other.
    checks.add(
        () ->
            assertEquals(
                401,
                host.get("/tokens", TestHost.basic(secret, TestHost.ADAS_PASSWORD)).statusCode()));
    // Two lines, one of each: neither counts.
    checks.add(
        () ->
            assertEquals(
                401, host.get("/tokens", TestHost.bearer(secret), TestHost.asAda()).statusCode()));
    assertAll(checks);
    assertEquals(1, host.host().tokens().ownedBy("ada").list().size());
    assertEquals(200, host.get("/user", TestHost.bearer(secret)).statusCode(), "not revoked");
  }

  @Test
  void whatLooksLikeATokenIsNeverAPassword() throws Exception {
    IssuedToken issued = host.issue("ada", "repo");
    String secret = issued.secret().reveal();
    host.accounts.add(new Account("careless", 3, issued.token().createdAt()), secret);
    String header = TestHost.basic("careless", secret);
    assertEquals(401, host.get("/tokens", header).statusCode(), "a token, and not a person");
    assertTrue(host.get("/user", header).body().contains("\"login\": \"ada\""));
  }

  @Test
  @DisplayName("threats 2 and 5: a token opened the web UI, or became a session (GitLab, Vikunja)")
  void noRouteMakesOfATokenASessionACookieOrAnotherToken() throws Exception {
    String secret = host.tokenWith(everyScope());
    List<Executable> checks = new ArrayList<>();
    for (String header : List.of(TestHost.bearer(secret), TestHost.basic("ada", secret))) {
      for (String path :
          List.of(
              "/",
              "/status",
              "/user",
              "/repos",
              "/repos/x",
              "/tokens",
              "/tokens/1",
              "/git/x",
              "/login",
              "/settings/tokens",
              "/session",
              "/oauth/token")) {
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
          checks.add(() -> assertYieldsNothing(method, path, header));
        }
      }
    }
    assertAll(checks);
    assertEquals(1, host.host().tokens().ownedBy("ada").list().size());
    assertEquals(401, host.get("/user").statusCode(), "nothing is remembered of those requests");
  }

  private void assertYieldsNothing(String method, String path, String header) throws Exception {
    HttpResponse<String> answer = host.send(method, path, "", header);
    Map<String, List<String>> headers = answer.headers().map();
    assertFalse(headers.containsKey("set-cookie"), () -> method + " " + path + headers);
    assertFalse(ANY_TOKEN.matcher(answer.body() + headers).find(), () -> method + " " + path);
    assertTrue(answer.statusCode() < 500, () -> method + " " + path + " " + answer.statusCode());
  }

  @Test
  @DisplayName("threat 19: revoked others' tokens (StudioCMS CVE-2026-30945)")
  void somebodyElsesTokenIsNoDifferentFromNone() throws Exception {
    IssuedToken adas = host.issue("ada", "repo");
    String path = "/tokens/" + adas.token().id();
    HttpResponse<String> foreign = host.send("DELETE", path, "", TestHost.asGrace());
    HttpResponse<String> unknown = host.send("DELETE", "/tokens/1", "", TestHost.asGrace());
    assertEquals(404, foreign.statusCode());
    assertEquals(unknown.body(), foreign.body());
    String secret = adas.secret().reveal();
    assertEquals(200, host.get("/user", TestHost.bearer(secret)).statusCode());
    assertEquals(List.of(), array(host.get("/tokens", TestHost.asGrace())));
  }

  @Test
  @DisplayName("threat 20: the owner was taken from the request body (better-auth CVE-2025-61928)")
  void anOwnerInTheBodyIsRefused() throws Exception {
    String body = WANTED.replace("{", "{\"owner\": \"grace\", \"user\": \"grace\", ");
    assertEquals(422, host.send("POST", "/tokens", body, TestHost.asAda()).statusCode());
    assertEquals(0, host.host().tokens().ownedBy("ada").list().size());
    assertEquals(0, host.host().tokens().ownedBy("grace").list().size());
  }

  @Test
  void withTheStoreDownAPersonIsToldToComeBack() throws Exception {
    host.store.down(true);
    HttpResponse<String> answer = host.get("/tokens", TestHost.asAda());
    assertEquals(503, answer.statusCode());
    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    assertEquals(503, host.send("POST", "/tokens", WANTED, TestHost.asAda()).statusCode());
  }

  private String[] everyScope() {
    return GitHubScopes.catalog().scopes().stream()
        .map(scope -> scope.name())
        .toArray(String[]::new);
  }

  private static JsonObject object(HttpResponse<String> answer) {
    return Json.createReader(new StringReader(answer.body())).readObject();
  }

  private static JsonArray array(HttpResponse<String> answer) {
    return object(answer).getJsonArray("tokens");
  }
}
