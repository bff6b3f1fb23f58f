package dev.pat4j.web;

import static dev.pat4j.web.AuthorizationsLab.ADA;
import static dev.pat4j.web.AuthorizationsLab.DEMO;
import static dev.pat4j.web.AuthorizationsLab.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.TokenPolicy;
import dev.pat4j.store.TokenQuery;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request that is refused, with the answer's words; and that it has changed nothing. */
class AuthorizationsErrorsTest {

  private static final String CREATE = "#create-a-new-authorization";

  private AuthorizationsLab api;
  private String path;
  private String before;

  @BeforeEach
  void start() throws Exception {
    api = new AuthorizationsLab();
    path = "/authorizations/" + api.created(ADA, "{\"note\":\"laptop\"}").getInt("id");
    api.created(ADA, "{\"note\":\"printed\",\"fingerprint\":\"thumb\"}");
    before = rows();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  static Stream<Arguments> bodies() {
    String deep = "[".repeat(20_000) + "]".repeat(20_000);
    return Stream.of(
        Arguments.of("", "Problems parsing JSON"),
        Arguments.of("{", "Problems parsing JSON"),
        Arguments.of("{\"note\":\"a\",}", "Problems parsing JSON"),
        Arguments.of("{\"note\":\"a\",\"note\":\"b\"}", "Problems parsing JSON"),
        Arguments.of("note=a", "Problems parsing JSON"),
        Arguments.of("{\"note\":\"a\"} {}", "Problems parsing JSON"),
        Arguments.of("{\"note\":\"a\",\"x\":" + deep + "}", "Problems parsing JSON"),
        Arguments.of("[]", "Body should be a JSON object"),
        Arguments.of("[{\"note\":\"a\"}]", "Body should be a JSON object"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void whatIsNoJsonObjectIsABadRequest(String body, String message) throws Exception {
    for (String method : List.of("POST", "PATCH")) {
      String target = method.equals("POST") ? "/authorizations" : path;
      HttpResponse<String> answer = api.send(ADA, method, target, body);
      assertEquals(400, answer.statusCode());
      assertEquals("{\"message\":\"" + message + "\"}", answer.body());
    }
    assertEquals(before, rows());
  }

  static Stream<Arguments> members() {
    String many = String.join(",", Collections.nCopies(10_000, "\"a\""));
    return Stream.of(
        Arguments.of("{}", "missing_field", "description"),
        Arguments.of("{\"note\":null}", "missing_field", "description"),
        Arguments.of("{\"note\":\"\"}", "missing_field", "description"),
        Arguments.of("{\"note\":\"  \"}", "missing_field", "description"),
        Arguments.of("{\"note\":\"laptop\"}", "already_exists", "description"),
        Arguments.of("{\"note\":\"n\",\"fingerprint\":\"thumb\"}", "already_exists", "fingerprint"),
        Arguments.of("{\"note\":1}", "invalid", "description"),
        Arguments.of("{\"note\":true}", "invalid", "description"),
        Arguments.of("{\"note\":[\"a\"]}", "invalid", "description"),
        Arguments.of("{\"note\":{\"a\":1}}", "invalid", "description"),
        Arguments.of("{\"note\":\"a\\u0000\"}", "invalid", "description"),
        Arguments.of("{\"note\":\"\\ud800\"}", "invalid", "description"),
        Arguments.of("{\"note\":\"" + "a".repeat(256) + "\"}", "invalid", "description"),
        Arguments.of("{\"note\":\"n\",\"note_url\":7}", "invalid", "note_url"),
        Arguments.of(
            "{\"note\":\"n\",\"note_url\":\"javascript:alert(1)\"}", "invalid", "note_url"),
        Arguments.of("{\"note\":\"n\",\"note_url\":\"//x\"}", "invalid", "note_url"),
        Arguments.of(
            "{\"note\":\"n\",\"note_url\":\"http://x/" + "a".repeat(600) + "\"}",
            "invalid",
            "note_url"),
        Arguments.of("{\"note\":\"n\",\"fingerprint\":[]}", "invalid", "fingerprint"),
        Arguments.of(
            "{\"note\":\"n\",\"fingerprint\":\"" + "a".repeat(600) + "\"}",
            "invalid",
            "fingerprint"),
        Arguments.of("{\"note\":\"n\",\"client_id\":1}", "invalid", "client_id"),
        Arguments.of("{\"note\":\"n\",\"scopes\":\"repo\"}", "invalid", "scopes"),
        Arguments.of("{\"note\":\"n\",\"scopes\":{}}", "invalid", "scopes"),
        Arguments.of("{\"note\":\"n\",\"scopes\":[1]}", "invalid", "scopes"),
        Arguments.of("{\"note\":\"n\",\"scopes\":[null]}", "invalid", "scopes"),
        Arguments.of("{\"note\":\"n\",\"scopes\":[\"unknown\"]}", "invalid", "scopes"),
        Arguments.of("{\"note\":\"n\",\"scopes\":[\"REPO\"]}", "invalid", "scopes"),
        Arguments.of("{\"note\":\"n\",\"scopes\":[\"\"]}", "invalid", "scopes"),
        Arguments.of("{\"note\":\"n\",\"scopes\":[" + many + "]}", "invalid", "scopes"));
  }

  @ParameterizedTest
  @MethodSource("members")
  @DisplayName("threat 14: a member of another type, too long or unknown is refused by its name")
  void membersAreChecked(String body, String code, String field) throws Exception {
    HttpResponse<String> answer = api.send(ADA, "POST", "/authorizations", body);

    assertEquals(422, answer.statusCode());
    assertEquals(validationFailed(code, field, CREATE), answer.body());
    assertEquals("422 Unprocessable Entity", header(answer, "Status"));
    assertEquals("no-store", header(answer, "Cache-Control"));
    assertEquals(before, rows());
  }

  @Test
  void anUpdateIsCheckedAsAWhole() throws Exception {
    String[][] cases = {
      {"{\"scopes\":[\"repo\"],\"note\":\"printed\"}", "already_exists", "description"},
      {"{\"scopes\":[\"repo\"],\"fingerprint\":\"thumb\"}", "already_exists", "fingerprint"},
      {"{\"note\":\"m\",\"scopes\":[\"unknown\"]}", "invalid", "scopes"},
      {"{\"note\":\"m\",\"note_url\":1}", "invalid", "note_url"},
      {"{\"scopes\":[\"repo\"],\"note\":\" \"}", "missing_field", "description"},
    };
    for (String[] one : cases) {
      HttpResponse<String> answer = api.send(ADA, "PATCH", path, one[0]);
      assertEquals(422, answer.statusCode(), one[0]);
      assertEquals(
          validationFailed(one[1], one[2], "#update-an-existing-authorization"), answer.body());
    }
    HttpResponse<String> both =
        api.send(ADA, "PATCH", path, "{\"scopes\":[],\"add_scopes\":[\"repo\"]}");
    assertEquals(422, both.statusCode());
    assertTrue(both.body().contains("\"code\":\"custom\",\"field\":\"scopes\",\"message\":\""));
    assertEquals(before, rows());
  }

  @Test
  void aTokenForAnApplicationNeedsItsSecretAndOneClient() throws Exception {
    String page = "#get-or-create-an-authorization-for-a-specific-app";
    String[][] cases = {
      {"/demo-client", "{}", "missing_field", "client_secret"},
      {"/demo-client", "{\"client_secret\":\"wrong\"}", "invalid", "client_secret"},
      {"/unknown", "{\"client_secret\":\"demo-secret\"}", "invalid", "client_secret"},
      {
        "/demo-client",
        "{\"client_secret\":\"demo-secret\",\"client_id\":\"demo-client\"}",
        "invalid",
        "client_id"
      },
    };
    for (String[] one : cases) {
      HttpResponse<String> answer =
          api.send(ADA, "PUT", "/authorizations/clients" + one[0], one[1]);
      assertEquals(422, answer.statusCode(), one[1]);
      assertEquals(validationFailed(one[2], one[3], page), answer.body());
    }
    HttpResponse<String> twice =
        api.send(
            ADA,
            "PUT",
            "/authorizations/clients/demo-client/f",
            "{\"client_secret\":\"demo-secret\",\"fingerprint\":\"f\"}");
    assertEquals(422, twice.statusCode());
    assertEquals(before, rows());
  }

  @Test
  void aBodyBeyondTheLimitIsNotReadToItsEnd() throws Exception {
    HttpResponse<String> answer =
        api.send(ADA, "POST", "/authorizations", "{\"note\":\"" + "a".repeat(10_000_000) + "\"}");

    assertEquals(413, answer.statusCode());
    assertEquals("{\"message\":\"the body is longer than 65536 bytes\"}", answer.body());
    assertEquals(before, rows());
  }

  @Test
  void bytesThatAreNoUtf8AreNoJson() throws Exception {
    byte[] body = {'{', '"', 'n', 'o', 't', 'e', '"', ':', '"', (byte) 0xC3, '"', '}'};
    var request =
        api.web
            .to("/authorizations")
            .header("Authorization", ADA)
            .POST(BodyPublishers.ofByteArray(body));

    assertEquals(400, api.web.send(request).statusCode());
    assertEquals(before, rows());
  }

  @Test
  void aQueryThatCannotBeDecodedIsABadRequest() throws Exception {
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(api.web.base()).getPort())) {
      String request =
          "GET /authorizations?page=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
              + "Authorization: "
              + ADA
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    }
  }

  @Test
  void thePolicyIsToldInItsOwnWords() throws Exception {
    try (var strict =
        new AuthorizationsLab(
            "/",
            library ->
                library.policy(
                    TokenPolicy.builder().tokensPerOwner(1).allowedScopes("repo").build()),
            servlet -> servlet)) {
      HttpResponse<String> scope =
          strict.send(ADA, "POST", "/authorizations", "{\"note\":\"a\",\"scopes\":[\"gist\"]}");
      strict.created(ADA, "{\"note\":\"a\"}");
      HttpResponse<String> room = strict.send(ADA, "POST", "/authorizations", "{\"note\":\"b\"}");

      assertEquals(validationFailed("invalid", "scopes", CREATE), scope.body());
      assertEquals(422, room.statusCode());
      assertTrue(room.body().contains("at most 1 live tokens"), room.body());
    }
  }

  @Test
  void noSuchRouteIs404ForThoseWhoMayAskAnd401ForOthers() throws Exception {
    String notFound =
        "{\"message\":\"Not Found\",\"documentation_url\":\"https://developer.github.com/v3\"}";
    String[][] routes = {
      {"PATCH", "/authorizations"},
      {"PUT", "/authorizations"},
      {"DELETE", "/authorizations"},
      {"PUT", path},
      {"GET", path + "/"},
      {"GET", "/authorizations/0"},
      {"GET", "/authorizations/-1"},
      {"GET", "/authorizations/9007199254740992"},
      {"GET", "/authorizations/99999999999999999999999"},
      {"GET", "/authorizations/x"},
      {"GET", "/authorizations/clients/demo-client"},
      {"PUT", "/authorizations/clients/demo-client/f/g"},
      {"GET", "/applications/grants/1"},
      {"DELETE", "/applications/grants/1"},
      {"POST", "/applications/grants"},
    };
    for (String[] route : routes) {
      HttpResponse<String> answer = api.send(ADA, route[0], route[1], "{}");
      assertEquals(404, answer.statusCode(), route[0] + " " + route[1]);
      assertEquals(notFound, answer.body());
      assertEquals(401, api.send("", route[0], route[1], "{}").statusCode(), route[1]);
    }
    String[][] ofClients = {
      {"GET", "/applications/demo-client"},
      {"GET", "/applications/demo-client/token"},
      {"PUT", "/applications/demo-client/token"},
      {"POST", "/applications/demo-client/grant"},
      {"GET", "/applications/demo-client/grants/x"},
      {"GET", "/applications/demo-client/tokens/x/y"},
      {"POST", "/applications/other-client/token"},
    };
    for (String[] route : ofClients) {
      HttpResponse<String> answer = api.send(DEMO, route[0], route[1], "{}");
      assertEquals(404, answer.statusCode(), route[0] + " " + route[1]);
      assertEquals(401, api.send("", route[0], route[1], "{}").statusCode(), route[1]);
    }
    assertEquals(before, rows());
  }

  @Test
  void unknownMethodsAreNotAllowedAndOverridesAreIgnored() throws Exception {
    for (String method : List.of("OPTIONS", "TRACE", "PROPFIND")) {
      HttpResponse<String> answer = api.send(ADA, method, path, "");
      assertEquals(405, answer.statusCode(), method);
      assertEquals("GET, HEAD, POST, PUT, PATCH, DELETE", header(answer, "Allow"));
    }
    HttpResponse<String> overridden =
        api.send(ADA, "GET", path, "", "X-HTTP-Method-Override", "DELETE");
    assertEquals(200, overridden.statusCode());
    assertEquals(before, rows());
  }

  @Test
  @DisplayName("a store that is down is 503 on every route, and so is a host")
  void breakdownsAre503() throws Exception {
    String token = api.granted(ADA, "").getString("token");
    List<String[]> routes = AuthorizationsRoutes.all(path, token);
    for (String[] route : routes) {
      api.web.storeBroken = true;
      HttpResponse<String> store = send(route);
      api.web.storeBroken = false;
      api.web.host.broken = true;
      HttpResponse<String> host = send(route);
      api.web.host.broken = false;
      for (HttpResponse<String> answer : List.of(store, host)) {
        assertEquals(503, answer.statusCode(), route[1] + " " + route[2]);
        assertEquals(
            "{\"message\":\"Service Unavailable\","
                + "\"documentation_url\":\"https://developer.github.com/v3\"}",
            answer.body());
        assertEquals("5", header(answer, "Retry-After"));
        assertEquals("no-store", header(answer, "Cache-Control"));
      }
    }
    assertEquals(200, api.get(ADA, path).statusCode(), "both work again, and it is still there");
  }

  private HttpResponse<String> send(String[] route) throws Exception {
    return api.send(route[0], route[1], route[2], route[3]);
  }

  private String rows() {
    return api.web.store.find(TokenQuery.all()).toString()
        + api.web.tokens.ownedBy("ada").list().stream()
            .map(t -> t.id() + t.name() + t.scopes() + t.attributes() + t.updatedAt() + "\n")
            .toList();
  }

  private static String validationFailed(String code, String field, String page) {
    return ("{'message':'Validation Failed','errors':[{'resource':'OauthAccess','code':'%s',"
            + "'field':'%s'}],'documentation_url':"
            + "'https://developer.github.com/v3/oauth_authorizations/%s'}")
        .formatted(code, field, page)
        .replace('\'', '"');
  }
}
