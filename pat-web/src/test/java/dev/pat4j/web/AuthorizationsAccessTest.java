package dev.pat4j.web;

import static dev.pat4j.web.AuthorizationsLab.ADA;
import static dev.pat4j.web.AuthorizationsLab.DEMO;
import static dev.pat4j.web.AuthorizationsLab.GRACE;
import static dev.pat4j.web.AuthorizationsLab.header;
import static dev.pat4j.web.AuthorizationsLab.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import dev.pat4j.servlet.FailureThrottle;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is let in to which route, walked over all of them. */
class AuthorizationsAccessTest {

  private static final String DOCUMENTATION =
      "\"documentation_url\":\"https://developer.github.com/v3";

  private AuthorizationsLab api;
  private String path;
  private String token;
  private List<String[]> routes;

  @BeforeEach
  void start() throws Exception {
    api = new AuthorizationsLab();
    path = "/authorizations/" + api.created(ADA, "{\"note\":\"laptop\"}").getInt("id");
    token = api.granted(ADA, "", "repo").getString("token");
    routes = AuthorizationsRoutes.all(path, token);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void nobodyIsAskedToSayWhoItIs() throws Exception {
    for (String[] route : routes) {
      assertRefused(route, "", 401, "Requires authentication");
    }
  }

  @Test
  void wrongCredentialsAre401WithAChallenge() throws Exception {
    List<String> wrong =
        List.of(
            WebLab.basic("ada", "guessed"),
            WebLab.basic("nobody", FakeHost.ADA),
            WebLab.basic("ada", ""),
            WebLab.basic("", ""),
            WebLab.basic("Ada", FakeHost.ADA),
            WebLab.basic("demo-client", "guessed"),
            "Basic !!!",
            "Basic",
            "Digest username=\"ada\"");
    for (String[] route : routes) {
      for (String credentials : wrong) {
        HttpResponse<String> answer = assertRefused(route, credentials, 401, "Bad credentials");
        assertEquals(
            "Basic realm=\"tokens\", charset=\"UTF-8\"", header(answer, "WWW-Authenticate"));
      }
      String other = route[0].equals(DEMO) ? ADA : DEMO;
      assertRefused(route, other, 401, "Bad credentials");
    }
  }

  @Test
  @DisplayName("threat 3: a token, valid or not, is nobody on the routes of tokens")
  void tokensAreRefusedByEveryCarrier() throws Exception {
    String powerful =
        api.web
            .tokens
            .issue(
                TokenRequest.forOwner("ada")
                    .scopes("repo", "user", "admin:org")
                    .neverExpires()
                    .build())
            .secret()
            .reveal();
    List<String> carriers =
        List.of(
            "Bearer " + powerful,
            "token " + powerful,
            "Bearer nonsense",
            WebLab.basic("ada", powerful),
            WebLab.basic(powerful, ""),
            WebLab.basic(powerful, "x-oauth-basic"),
            WebLab.basic("x-access-token", powerful),
            WebLab.basic("", powerful));
    String before = rows();
    for (String[] route : routes) {
      for (String carrier : carriers) {
        assertRefused(route, carrier, 404, "Not Found");
      }
    }
    assertEquals(before, rows());
  }

  @Test
  @DisplayName("threat 19: somebody else's token is not there, on no route, and stays as it is")
  void foreignIdsAreNotThere() throws Exception {
    api.web.host.add(
        RegisteredApplication.of(
            "other-client", "other-secret", "Other", URI.create("https://o.example/")));
    String grant =
        "/applications/grants/"
            + AuthorizationsLab.array(api.get(ADA, "/applications/grants"))
                .getJsonObject(0)
                .getInt("id");
    String shown = "{\"access_token\":\"" + token + "\"}";
    String own = "{\"access_token\":\"" + api.created(ADA, "{\"note\":\"own\"}").getString("token");
    String before = rows();
    String other = WebLab.basic("other-client", "other-secret");
    String[][] attempts = {
      {GRACE, "GET", path, ""},
      {GRACE, "PATCH", path, "{\"scopes\":[\"repo\"]}"},
      {GRACE, "POST", path, "{\"note\":\"hers\"}"},
      {GRACE, "DELETE", path, ""},
      {GRACE, "GET", grant, ""},
      {GRACE, "DELETE", grant, ""},
      {other, "GET", "/applications/other-client/tokens/" + token, ""},
      {other, "POST", "/applications/other-client/tokens/" + token, ""},
      {other, "DELETE", "/applications/other-client/tokens/" + token, ""},
      {other, "DELETE", "/applications/other-client/grants/" + token, ""},
      {other, "POST", "/applications/other-client/token", shown},
      {other, "PATCH", "/applications/other-client/token", shown},
      {other, "DELETE", "/applications/other-client/token", shown},
      {other, "DELETE", "/applications/other-client/grant", shown},
      {other, "GET", "/applications/demo-client/tokens/" + token, ""},
      {DEMO, "POST", "/applications/demo-client/token", own + "\"}"},
      {DEMO, "DELETE", "/applications/demo-client/token", own + "\"}"},
    };
    for (String[] attempt : attempts) {
      HttpResponse<String> answer = api.send(attempt[0], attempt[1], attempt[2], attempt[3]);
      assertEquals(404, answer.statusCode(), attempt[1] + " " + attempt[2]);
      assertTrue(answer.body().startsWith("{\"message\":\"Not Found\""), answer.body());
    }
    assertEquals(before, rows());
    assertEquals("[]", api.get(GRACE, "/authorizations").body());
    assertEquals("[]", api.get(GRACE, "/applications/grants").body());
  }

  @Test
  @DisplayName("threat 20: an owner in the body or the query means nothing")
  void theOwnerComesFromTheCredentialsAlone() throws Exception {
    String more =
        ",\"owner\":\"ada\",\"user\":{\"login\":\"ada\"},\"login\":\"ada\",\"user_id\":1815}";
    HttpResponse<String> made =
        api.send(GRACE, "POST", "/authorizations?owner=ada&user=ada", "{\"note\":\"n\"" + more);

    String text = object(made).getString("token");
    assertEquals("grace", ((Verified) api.web.tokens.verify(text)).token().owner());
    assertEquals(2, AuthorizationsLab.array(api.get(ADA, "/authorizations?user=grace")).size());
  }

  @Test
  @DisplayName("threat 3: no list holds a secret")
  void noListHoldsASecret() throws Exception {
    JsonObject own = api.created(ADA, "{\"note\":\"own\"}");
    for (String list : List.of("/authorizations", "/applications/grants", path)) {
      String body = api.get(ADA, list).body();
      assertFalse(body.contains(token) || body.contains(own.getString("token")), body);
      assertFalse(body.contains("ghp_"), body);
    }
  }

  @Test
  void aPersonWithASecondFactorShowsItOnEveryRoute() throws Exception {
    List<String> sent = new ArrayList<>();
    api.web.host.factors.put("ada", factor("app", sent));
    for (String[] route : routes) {
      if (!route[0].equals(ADA)) {
        continue;
      }
      HttpResponse<String> missing = api.send(ADA, route[1], route[2], route[3]);
      HttpResponse<String> wrong =
          api.send(ADA, route[1], route[2], route[3], "X-GitHub-OTP", "000000");
      for (HttpResponse<String> answer : List.of(missing, wrong)) {
        assertEquals(401, answer.statusCode());
        assertEquals("required; app", header(answer, "X-GitHub-OTP"));
        assertEquals(
            "{\"message\":\"Must specify two-factor authentication OTP code.\","
                + DOCUMENTATION
                + "/auth#working-with-two-factor-authentication\"}",
            answer.body());
      }
      int status =
          api.send(ADA, route[1], route[2], route[3], "X-GitHub-OTP", "123456").statusCode();
      assertTrue(status < 300 || status == 404, route[1] + route[2] + status);
    }
    assertEquals(
        401,
        api.send(
                WebLab.basic("ada", "guessed"),
                "GET",
                "/authorizations",
                "",
                "X-GitHub-OTP",
                "123456")
            .statusCode());
  }

  @Test
  void aCodeIsSentForPostAndPutAlone() throws Exception {
    List<String> sent = new ArrayList<>();
    api.web.host.factors.put("ada", factor("sms", sent));

    HttpResponse<String> read = api.get(ADA, "/authorizations");
    assertEquals("required; sms", header(read, "X-GitHub-OTP"));
    assertEquals(List.of(), sent);
    api.send(ADA, "POST", "/authorizations", "{}");
    api.send(ADA, "PUT", "/authorizations/clients/demo-client", "{}");
    assertEquals(2, sent.size());
    api.send(ADA, "POST", "/authorizations", "{}", "X-GitHub-OTP", "000000");
    api.send(ADA, "DELETE", path, "");
    assertEquals(2, sent.size());
  }

  @Test
  void whoeverFailedTooOftenWaitsEvenWithTheRightPassword() throws Exception {
    Counter counter = new Counter();
    try (var slow =
        new AuthorizationsLab("/", library -> {}, servlet -> servlet.throttle(counter))) {
      slow.get("", "/authorizations");
      slow.get("Bearer x", "/authorizations");
      slow.send(DEMO, "POST", "/applications/demo-client/token", "{\"access_token\":\"x\"}");
      assertEquals(Map.of(), counter.failures, "neither is a guess");
      slow.get(WebLab.basic("ada", "guessed"), "/authorizations");
      slow.get(WebLab.basic("demo-client", "guessed"), "/applications/demo-client/tokens/x");
      slow.send(
          ADA, "PUT", "/authorizations/clients/demo-client", "{\"client_secret\":\"guessed\"}");
      assertEquals(Map.of("127.0.0.1", 3), counter.failures);

      HttpResponse<String> answer = slow.get(ADA, "/authorizations");

      assertEquals(403, answer.statusCode());
      assertEquals(
          "{\"message\":\"Maximum number of login attempts exceeded. Please try again later.\","
              + DOCUMENTATION
              + "\"}",
          answer.body());
      assertEquals("90", header(answer, "Retry-After"));
      assertEquals(401, slow.get("", "/authorizations").statusCode());
    }
  }

  @Test
  void aPageOfAnotherSiteCannotUseWhatTheBrowserRemembers() throws Exception {
    String before = rows();
    String[][] foreign = {
      {"Sec-Fetch-Site", "cross-site"},
      {"Sec-Fetch-Site", "same-site"},
      {"Origin", "https://evil.example"},
      {"Origin", "null"},
    };
    for (String[] route : routes) {
      for (String[] header : foreign) {
        HttpResponse<String> answer =
            api.send(route[0], route[1], route[2], route[3], header[0], header[1]);
        if (route[1].equals("GET")) {
          assertTrue(answer.statusCode() != 403, "reading changes nothing");
        } else {
          assertEquals(403, answer.statusCode(), route[1] + " " + route[2]);
        }
      }
    }
    assertEquals(before, rows());
    String here = api.web.base();
    assertEquals(200, api.send(ADA, "PATCH", path, "{}", "Origin", here).statusCode());
    assertEquals(
        200, api.send(ADA, "PATCH", path, "{}", "Sec-Fetch-Site", "same-origin").statusCode());
  }

  @Test
  void ofManyWhoAskForOneNoteAtOnceOneGetsIt() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    api.web.client.sendAsync(
                        api.web
                            .to(i % 2 == 0 ? "/authorizations" : "/api/v3/authorizations")
                            .header("Authorization", ADA)
                            .POST(BodyPublishers.ofString("{\"note\":\"wanted\"}"))
                            .build(),
                        HttpResponse.BodyHandlers.ofString()))
            .toList();

    List<Integer> statuses =
        answers.stream().map(answer -> answer.join().statusCode()).sorted().toList();

    assertEquals(1, Collections.frequency(statuses, 201), statuses.toString());
    assertEquals(15, Collections.frequency(statuses, 422), statuses.toString());
  }

  @Test
  @DisplayName("threat 13: an empty name or password is nobody's, whatever a directory makes of it")
  void anEmptyPasswordIsNotEvenAskedAbout() throws Exception {
    api.web.host.passwords.putAll(Map.of("ada", "", "", "x"));
    api.web.host.asked.clear();
    for (String empty : List.of(WebLab.basic("ada", ""), WebLab.basic("", "x"))) {
      assertEquals(401, api.get(empty, "/authorizations").statusCode());
    }
    assertTrue(api.web.host.asked.isEmpty());
  }

  @Test
  void everyWrongCodeAndSecretCounts() throws Exception {
    Counter counter = new Counter();
    try (AuthorizationsLab lab =
        new AuthorizationsLab("/", library -> {}, servlet -> servlet.throttle(counter))) {
      lab.send(
          ADA,
          "POST",
          "/authorizations",
          "{\"note\":\"n\",\"client_id\":\"demo-client\",\"client_secret\":\"guess\"}");
      assertEquals(List.of(1), List.copyOf(counter.failures.values()));
      lab.web.host.factors.put("ada", factor("app", new ArrayList<>()));
      lab.send(ADA, "GET", "/authorizations", "", "X-GitHub-OTP", "000000");
      assertEquals(List.of(2), List.copyOf(counter.failures.values()));
    }
  }

  @Test
  void twoCredentialsAreNone() throws Exception {
    HttpResponse<String> answer =
        api.send(ADA, "GET", "/authorizations", "", "Authorization", GRACE);

    assertEquals(401, answer.statusCode());
  }

  private HttpResponse<String> assertRefused(
      String[] route, String credentials, int status, String message) throws Exception {
    HttpResponse<String> answer = api.send(credentials, route[1], route[2], route[3]);
    assertEquals(status, answer.statusCode(), route[1] + " " + route[2]);
    assertEquals("{\"message\":\"" + message + "\"," + DOCUMENTATION + "\"}", answer.body());
    assertEquals("no-store", header(answer, "Cache-Control"));
    return answer;
  }

  private String rows() {
    return api.web.tokens.ownedBy("ada").list().stream()
        .map(t -> t.id() + t.name() + t.scopes() + t.attributes() + t.updatedAt() + t.sha256())
        .toList()
        .toString();
  }

  private static SecondFactor factor(String kind, List<String> sent) {
    return new SecondFactor() {
      @Override
      public String kind() {
        return kind;
      }

      @Override
      public boolean accepts(String code) {
        return code.equals("123456");
      }

      @Override
      public void send() {
        sent.add("code");
      }
    };
  }

  private static final class Counter implements FailureThrottle {
    final Map<String, Integer> failures = new HashMap<>();

    @Override
    public Duration delay(String clientAddress) {
      return Duration.ofSeconds(failures.getOrDefault(clientAddress, 0) < 3 ? 0 : 90);
    }

    @Override
    public void failed(String clientAddress) {
      failures.merge(clientAddress, 1, Integer::sum);
    }
  }
}
