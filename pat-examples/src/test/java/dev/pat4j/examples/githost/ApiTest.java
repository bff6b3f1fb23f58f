package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes, as a client sees them. */
class ApiTest {

  @TempDir static Path data;
  static TestHost host;

  @BeforeAll
  static void startHost() throws Exception {
    host = TestHost.start(data);
  }

  @AfterAll
  static void stopHost() throws Exception {
    host.close();
  }

  @Test
  void theStatusIsOpen() throws Exception {
    assertEquals("{\n    \"status\": \"ok\"\n}\n", host.get("/status").body());
    assertEquals(200, host.get("/status", TestHost.bearer("bad")).statusCode());
    assertEquals(401, host.get("/status/").statusCode());
  }

  @Test
  void theUserIsKnownByAnyValidTokenWithTheHeadersOfItsScopes() throws Exception {
    HttpResponse<String> user = host.get("/user", TestHost.bearer(host.tokenWith("repo", "gist")));
    assertEquals(
        """
        {
            "login": "ada",
            "id": 1,
            "created_at": "2026-03-01T12:00:00Z"
        }
        """,
        user.body());
    assertEquals("gist, repo", header(user, "X-OAuth-Scopes"));
    assertEquals("", header(user, "X-Accepted-OAuth-Scopes"));
    assertEquals("2026-03-02 12:00:00 UTC", header(user, "GitHub-Authentication-Token-Expiration"));
    assertEquals("no-store", header(user, "Cache-Control"));
    assertEquals("application/json;charset=utf-8", header(user, "Content-Type"));
  }

  @Test
  void theUserIsKnownByThePasswordWithoutThoseHeaders() throws Exception {
    HttpResponse<String> user = host.get("/user", TestHost.asAda());
    assertEquals(200, user.statusCode());
    assertTrue(user.body().contains("\"login\": \"ada\""), user.body());
    assertTrue(user.headers().firstValue("X-OAuth-Scopes").isEmpty());
    assertEquals("no-store", header(user, "Cache-Control"));
    assertEquals(Optional.empty(), user.headers().firstValue("Set-Cookie"));
  }

  @Test
  void passwordsCountWhereTheyAreMeantToAndNowhereElse() throws Exception {
    assertEquals(200, host.get("/tokens", TestHost.asAda()).statusCode());
    for (String path :
        List.of("/repos", "/repos/demo", "/nothing", "/user/", "/git/demo.git/info/refs")) {
      assertEquals(401, host.get(path, TestHost.asAda()).statusCode(), path);
    }
    for (String pair :
        List.of(
            TestHost.basic("ada", TestHost.GRACES_PASSWORD),
            TestHost.basic("ADA", TestHost.ADAS_PASSWORD),
            TestHost.basic("ada", TestHost.ADAS_PASSWORD + " "),
            TestHost.basic("ada", ""),
            TestHost.basic("", TestHost.ADAS_PASSWORD),
            TestHost.basic("nobody", "nobody"),
            "Basic not*base64",
            "Bearer " + TestHost.ADAS_PASSWORD)) {
      HttpResponse<String> refused = host.get("/user", pair);
      assertEquals(401, refused.statusCode(), pair);
      assertTrue(refused.headers().allValues("WWW-Authenticate").get(0).startsWith("Basic "), pair);
    }
    assertEquals(400, host.get("/user", TestHost.asAda(), TestHost.asAda()).statusCode());
  }

  @Test
  void repositoriesAreListedShownAndRemovedEachByItsScope() throws Exception {
    String reading = TestHost.bearer(host.tokenWith("public_repo"));
    assertTrue(host.get("/repos", reading).body().contains("\"name\": \"demo\""));
    HttpResponse<String> demo = host.get("/repos/demo", reading);
    assertTrue(demo.body().contains("\"clone_url\": \"" + host.repository("demo") + "\""));
    for (String none : List.of("/repos/nothing", "/repos/demo.git", "/repos/demo/", "/repos/.x")) {
      assertEquals(404, host.get(none, reading).statusCode(), none);
    }

    Repositories.in(data.resolve("other/repositories"));
    Files.move(data.resolve("other/repositories/demo.git"), data.resolve("repositories/old.git"));
    String path = "/repos/old";
    HttpResponse<String> refused =
        host.send("DELETE", path, "", TestHost.bearer(host.tokenWith("repo")));
    assertEquals(403, refused.statusCode());
    assertEquals("delete_repo", header(refused, "X-Accepted-OAuth-Scopes"));
    String deleting = TestHost.bearer(host.tokenWith("delete_repo"));
    assertEquals(204, host.send("DELETE", path, "", deleting).statusCode());
    assertEquals(404, host.send("DELETE", path, "", deleting).statusCode());
    assertEquals(404, host.send("DELETE", "/repos", "", deleting).statusCode());
    assertFalse(host.get("/repos", reading).body().contains("\"old\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /user;x HTTP/1.1",
        "GET /git/../user HTTP/1.1",
        "GET /%2e%2e/user HTTP/1.1",
        "GET /git/%00 HTTP/1.1",
        "GET /nothing HTTP/1.1",
        "GET /git/demo.git/nothing HTTP/1.1",
        "BREW /user HTTP/1.1",
        "GET /user HTTP/9.9",
        "GET /user HTTP/1.1\r\nBad Header: 1",
        "nonsense"
      })
  void noErrorTellsOfTheServerOrRepeatsTheRequest(String head) throws Exception {
    String token = host.tokenWith("repo");
    String answer =
        raw(
            head
                + "\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                + token
                + "\r\n\r\n");
    assertTrue(answer.matches("(?s)HTTP/1.1 (4\\d\\d|505) .*"), answer);
    String lower = answer.toLowerCase(Locale.ROOT);
    for (String told : List.of("jetty", "java", "exception", "\tat ", "server:", "powered", "<")) {
      assertFalse(lower.contains(told), answer);
    }
    assertFalse(answer.contains(token), answer);
    assertFalse(answer.contains("nothing"), answer);
  }

  @Test
  void aPageOfAnotherSiteCannotIssueTokensWithARememberedPassword() throws Exception {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(host.url("/tokens")))
              .header("Authorization", TestHost.asAda())
              .header("Content-Type", type)
              .POST(BodyPublishers.ofString("{\"name\":\"x\",\"scopes\":[],\"expires_in\":60}"))
              .build();
      HttpResponse<String> refused =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      assertEquals(415, refused.statusCode());
      assertEquals(
          0,
          host.host().tokens().ownedBy("ada").list().stream()
              .filter(token -> token.name().equals("x"))
              .count());
    }
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("(missing)");
  }

  private static String raw(String request) throws Exception {
    URI url = host.host().url();
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      InputStream in = socket.getInputStream();
      in.transferTo(answer);
      return answer.toString(StandardCharsets.ISO_8859_1);
    }
  }
}
