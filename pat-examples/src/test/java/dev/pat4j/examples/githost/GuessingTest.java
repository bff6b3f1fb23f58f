package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever guesses at one door waits at every door. */
class GuessingTest {

  private static final Set<Integer> WAIT = Set.of(429, 403); // 403 is how GitHub says it

  @TempDir Path data;
  private TestHost host;
  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  /** Where a secret is shown, and how. */
  enum Door {
    SIGN_IN("POST", "/signin", "login=ada&password=", "ada's own password", ""),
    USER("GET", "/user", "", TestHost.ADAS_PASSWORD, "ada"),
    GIT(
        "GET",
        "/git/demo.git/info/refs?service=git-upload-pack",
        "",
        TestHost.ADAS_PASSWORD,
        "ada"),
    AUTHORIZATIONS("GET", "/authorizations", "", TestHost.ADAS_PASSWORD, "ada"),
    TOKENS("GET", "/tokens", "", TestHost.ADAS_PASSWORD, "ada"),
    INTROSPECTION("POST", "/oauth/introspect", "token=x", "demo-secret", "demo-client"),
    REVOCATION("POST", "/oauth/revoke", "token=x", "demo-secret", "demo-client"),
    APPLICATION("GET", "/applications/demo-client/tokens/x", "", "demo-secret", "demo-client");

    private final String method;
    private final String path;
    private final String form;
    private final String secret;
    private final String user;

    Door(String method, String path, String form, String secret, String user) {
      this.method = method;
      this.path = path;
      this.form = form;
      this.secret = secret;
      this.user = user;
    }
  }

  @BeforeEach
  void start() throws Exception {
    host = TestHost.startWithLimit(data);
  }

  @AfterEach
  void stop() throws Exception {
    host.close();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("threat 31: whoever guesses waits at every door, before a password is hashed")
  void whoFailsTenTimesWaitsEverywhere(Door guessed) throws Exception {
    assertEquals(302, at(Door.SIGN_IN, Door.SIGN_IN.secret).statusCode());
    for (int i = 0; i < 10; i++) {
      int status = at(guessed, "guess" + i).statusCode();
      assertTrue(status == 401 || (status == 403 && guessed == Door.SIGN_IN), "" + status);
    }

    for (Door door : Door.values()) {
      HttpResponse<String> right = at(door, door.secret);
      assertTrue(WAIT.contains(right.statusCode()), door + " " + right);
      assertTrue(right.headers().firstValue("Retry-After").isPresent(), door + "");
      assertFalse(right.headers().firstValue("Set-Cookie").isPresent(), door + "");
    }
    assertEquals(
        200,
        send("GET", "/settings/tokens", "", Map.of()).statusCode(),
        "whoever is signed in stays so");

    host.pass(Duration.ofSeconds(6));
    for (Door door : Door.values()) {
      int status = at(door, door.secret).statusCode();
      assertFalse(status == 401 || WAIT.contains(status), door + " " + status);
    }
  }

  @Test
  void wrongTokensCountAsWell() throws Exception {
    String token = host.tokenWith("repo");
    String dead = host.tokenWith("repo");
    host.revoke(
        host.host().tokens().ownedBy("ada").list().stream()
            .filter(known -> dead.endsWith(known.lastEight()))
            .findFirst()
            .orElseThrow());
    for (int i = 0; i < 5; i++) {
      assertEquals(401, host.get("/user", TestHost.bearer(dead)).statusCode());
      assertEquals(401, host.get("/token", TestHost.bearer(dead)).statusCode());
    }

    assertEquals(429, host.get("/user", TestHost.bearer(token)).statusCode());
    assertEquals(429, host.get("/token", TestHost.bearer(token)).statusCode());
    assertEquals(429, at(Door.SIGN_IN, Door.SIGN_IN.secret).statusCode());
    assertEquals(401, host.get("/user").statusCode(), "who shows nothing is told what to show");
  }

  private HttpResponse<String> at(Door door, String secret) throws Exception {
    boolean inForm = door.user.isEmpty();
    return send(
        door.method,
        door.path,
        door.form + (inForm ? Walk.encoded(secret) : ""),
        inForm ? Map.of() : Map.of("Authorization", TestHost.basic(door.user, secret)));
  }

  private HttpResponse<String> send(
      String method, String path, String form, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(host.url(path)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(
                method, form.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(form));
    headers.forEach(request::header);
    return browser.send(request.build(), BodyHandlers.ofString());
  }
}
