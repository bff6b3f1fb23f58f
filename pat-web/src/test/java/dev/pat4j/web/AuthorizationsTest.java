package dev.pat4j.web;

import static dev.pat4j.web.AuthorizationsLab.ADA;
import static dev.pat4j.web.AuthorizationsLab.GRACE;
import static dev.pat4j.web.AuthorizationsLab.array;
import static dev.pat4j.web.AuthorizationsLab.header;
import static dev.pat4j.web.AuthorizationsLab.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.TokenPolicy;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.TokenId;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthorizationsTest {

  private AuthorizationsLab api;

  @BeforeEach
  void start() throws Exception {
    api = new AuthorizationsLab();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void creationAnswersWithTheTokenOnceAndWithEveryMember() throws Exception {
    HttpResponse<String> answer =
        api.send(
            ADA,
            "POST",
            "/authorizations",
            "{\"note\":\"laptop\",\"note_url\":\"http://example.com\",\"client_id\":\"\","
                + "\"client_secret\":\"\",\"scopes\":[\"user\",\"gist\",\"user:email\"]}");

    String token = object(answer).getString("token");
    long id = object(answer).getJsonNumber("id").longValueExact();
    String url = api.web.base() + "/authorizations/" + id;
    assertEquals(201, answer.statusCode(), answer.body());
    assertEquals(
        ("{'id':%d,'url':'%s','app':{'name':'laptop','url':'http://example.com',"
                + "'client_id':'00000000000000000000'},'token':'%s','hashed_token':'%s',"
                + "'token_last_eight':'%s','note':'laptop','note_url':'http://example.com',"
                + "'created_at':'2026-01-01T12:00:00Z','updated_at':'2026-01-01T12:00:00Z',"
                + "'scopes':['gist','user'],'fingerprint':null,'expires_at':null}")
            .formatted(id, url, token, sha256(token), token.substring(32))
            .replace('\'', '"'),
        answer.body());
    assertEquals(url, header(answer, "Location"));
    assertEquals("201 Created", header(answer, "Status"));
    assertEquals("none", header(answer, "ETag"), "where a token is in the answer");
    assertCommonHeaders(answer);
    assertInstanceOf(Verified.class, api.web.tokens.verify(token));
    assertTrue(token.startsWith("ghp_") && token.length() == 40, "as configured");
    assertTrue(id < 1L << 31, "old clients hold it in an int");
  }

  @Test
  void theTokenIsNowhereElse() throws Exception {
    JsonObject made = api.created(ADA, "{\"note\":\"laptop\",\"scopes\":[\"repo\"]}");
    String path = "/authorizations/" + made.getInt("id");
    String shown = made.toString().replace(made.getString("token"), "");

    HttpResponse<String> one = api.get(ADA, path);
    HttpResponse<String> list = api.get(ADA, "/authorizations");
    HttpResponse<String> changed = api.send(ADA, "PATCH", path, "{}");

    assertEquals(200, one.statusCode());
    assertEquals(shown, one.body());
    assertEquals("[" + shown + "]", list.body());
    assertEquals(shown, changed.body());
    assertCommonHeaders(one);
    assertCommonHeaders(list);
    assertCommonHeaders(changed);
  }

  @Test
  void listIsPagedWithLinks() throws Exception {
    for (int i = 1; i <= 5; i++) {
      api.web.clock.advance(Duration.ofSeconds(1));
      api.created(ADA, "{\"note\":\"n" + i + "\"}");
    }
    api.created(GRACE, "{\"note\":\"not hers\"}");

    HttpResponse<String> first = api.get(ADA, "/api/v3/authorizations?per_page=2&evil=%3E");
    HttpResponse<String> middle = api.get(ADA, "/authorizations?per_page=2&page=2");
    HttpResponse<String> last = api.get(ADA, "/authorizations?per_page=2&page=3");
    HttpResponse<String> beyond = api.get(ADA, "/authorizations?per_page=2&page=9");
    HttpResponse<String> whole = api.get(ADA, "/authorizations");

    String there = api.web.base() + "/api/v3/authorizations?per_page=2&page=";
    String here = api.web.base() + "/authorizations?per_page=2&page=";
    assertEquals(List.of("n5", "n4"), notes(first));
    assertEquals(
        "<" + there + "2>; rel=\"next\", <" + there + "3>; rel=\"last\"", header(first, "Link"));
    assertEquals(List.of("n3", "n2"), notes(middle));
    assertEquals(
        "<%s3>; rel=\"next\", <%s3>; rel=\"last\", <%s1>; rel=\"first\", <%s1>; rel=\"prev\""
            .replace("%s", here),
        header(middle, "Link"));
    assertEquals(List.of("n1"), notes(last));
    assertEquals(
        "<%s1>; rel=\"first\", <%s2>; rel=\"prev\"".replace("%s", here), header(last, "Link"));
    assertEquals(List.of(), notes(beyond));
    assertEquals(
        "<%s1>; rel=\"first\", <%s3>; rel=\"prev\"".replace("%s", here), header(beyond, "Link"));
    assertEquals(5, notes(whole).size());
    assertEquals("none", header(whole, "Link"));
  }

  @Test
  void aPageHasThirtyIfNotSaidAndAHundredAtMost() throws Exception {
    for (int i = 0; i < 101; i++) {
      api.web.tokens.issue(TokenRequest.forOwner("ada").name("n" + i).neverExpires().build());
    }

    assertEquals(30, notes(api.get(ADA, "/authorizations")).size());
    assertEquals(100, notes(api.get(ADA, "/authorizations?per_page=1000")).size());
    for (String odd : List.of("0", "-1", "x", "", "99999999999999999999", "1e3", "٣")) {
      String query = "?page=1&per_page=" + URLEncoder.encode(odd, StandardCharsets.UTF_8);
      assertEquals(30, notes(api.get(ADA, "/authorizations" + query)).size(), odd);
    }
  }

  @Test
  void listIsFilteredByClient() throws Exception {
    api.created(ADA, "{\"note\":\"own\"}");
    api.granted(ADA, "", "repo");

    HttpResponse<String> ofApp = api.get(ADA, "/authorizations?client_id=demo-client");
    HttpResponse<String> own = api.get(ADA, "/authorizations?client_id=00000000000000000000");
    HttpResponse<String> ofNobody = api.get(ADA, "/authorizations?client_id=%22%3E%3C");

    assertEquals(
        "demo-client", array(ofApp).getJsonObject(0).getJsonObject("app").getString("client_id"));
    assertEquals(1, array(ofApp).size());
    assertEquals(List.of("own"), notes(own));
    assertEquals("[]", ofNobody.body());
  }

  @Test
  void revokedTokensAreNotThereAndExpiredOnesAre() throws Exception {
    JsonObject revoked = api.created(ADA, "{\"note\":\"revoked\"}");
    api.web.tokens.ownedBy("ada").revoke(new TokenId(revoked.getInt("id")), "lost");
    TokenRequest soon =
        TokenRequest.forOwner("ada").name("expired").expiresAfter(Duration.ofHours(1)).build();
    api.web.tokens.issue(soon);
    api.web.clock.advance(Duration.ofHours(2));

    HttpResponse<String> list = api.get(ADA, "/authorizations");

    assertEquals(List.of("expired"), notes(list));
    assertEquals("2026-01-01T13:00:00Z", array(list).getJsonObject(0).getString("expires_at"));
    String path = "/authorizations/" + revoked.getInt("id");
    for (String method : List.of("GET", "PATCH", "POST", "DELETE")) {
      assertEquals(404, api.send(ADA, method, path, "{}").statusCode(), method);
    }
  }

  @Test
  void updateReplacesAddsAndRemovesScopes() throws Exception {
    String path =
        "/authorizations/"
            + api.created(ADA, "{\"note\":\"n\",\"scopes\":[\"gist\"]}").getInt("id");

    assertEquals("[\"repo\"]", scopes(api.send(ADA, "PATCH", path, "{\"scopes\":[\"repo\"]}")));
    assertEquals(
        "[\"gist\",\"repo\",\"user\"]",
        scopes(
            api.send(ADA, "POST", path, "{\"add_scopes\":[\"user\",\"gist\",\"public_repo\"]}")));
    assertEquals(
        "[\"gist\",\"repo\"]",
        scopes(api.send(ADA, "PATCH", path, "{\"remove_scopes\":[\"user\",\"delete_repo\"]}")));
    assertEquals(
        "[\"gist\",\"repo:status\"]",
        scopes(api.send(ADA, "PATCH", path, "{\"remove_scopes\":[\"public_repo\"]}")),
        "what is removed is no longer covered, the rest is");
    assertEquals("[]", scopes(api.send(ADA, "PATCH", path, "{\"scopes\":[]}")));
  }

  @Test
  void updateOfNothingIsAnUpdate() throws Exception {
    JsonObject made =
        api.created(ADA, "{\"note\":\"n\",\"scopes\":[\"gist\"],\"fingerprint\":\"f\"}");
    api.web.clock.advance(Duration.ofSeconds(90));

    HttpResponse<String> answer =
        api.send(
            ADA,
            "PATCH",
            "/authorizations/" + made.getInt("id"),
            "{\"scopes\":null,\"note\":null,\"note_url\":null,\"add_scopes\":null,\"x\":[{}]}");

    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals("2026-01-01T12:00:00Z", object(answer).getString("created_at"));
    assertEquals("2026-01-01T12:01:30Z", object(answer).getString("updated_at"));
    assertEquals("n", object(answer).getString("note"));
    assertEquals("f", object(answer).getString("fingerprint"));
    assertEquals("[\"gist\"]", scopes(answer));
  }

  @Test
  void updateOfTheNoteChangesTheAppToo() throws Exception {
    JsonObject made = api.created(ADA, "{\"note\":\"n\",\"note_url\":\"https://a.example/\"}");
    String path = "/authorizations/" + made.getInt("id");

    HttpResponse<String> answer =
        api.send(
            ADA,
            "PATCH",
            path,
            "{\"note\":\"m\",\"note_url\":\"https://b.example/\",\"fingerprint\":\"f\"}");
    HttpResponse<String> emptied =
        api.send(ADA, "PATCH", path, "{\"note_url\":\"\",\"fingerprint\":\"\"}");

    JsonObject after = object(answer);
    assertEquals("m", after.getString("note"));
    assertEquals("f", after.getString("fingerprint"));
    assertEquals(
        "{\"name\":\"m\",\"url\":\"https://b.example/\",\"client_id\":\"00000000000000000000\"}",
        after.getJsonObject("app").toString());
    assertTrue(object(emptied).isNull("note_url") && object(emptied).isNull("fingerprint"));
    assertEquals(
        "https://developer.github.com/v3/oauth_authorizations/",
        object(emptied).getJsonObject("app").getString("url"));
  }

  @Test
  void updateKeepsWhatTheHostAttached() throws Exception {
    TokenId id =
        api.web
            .tokens
            .issue(
                TokenRequest.forOwner("ada")
                    .name("n")
                    .attribute("ticket", "PAT-1")
                    .neverExpires()
                    .build())
            .token()
            .id();

    api.send(ADA, "PATCH", "/authorizations/" + id, "{\"note_url\":\"https://a.example/\"}");

    assertEquals(
        "PAT-1", api.web.tokens.ownedBy("ada").find(id).orElseThrow().attributes().get("ticket"));
  }

  @Test
  void deletionIsForGoodAndHasNoBody() throws Exception {
    JsonObject made = api.created(ADA, "{\"note\":\"n\"}");
    String path = "/authorizations/" + made.getInt("id");

    HttpResponse<String> answer = api.send(ADA, "DELETE", path, "");

    assertEquals(204, answer.statusCode());
    assertEquals("", answer.body());
    assertEquals("none", header(answer, "Content-Type"));
    assertEquals("no-store", header(answer, "Cache-Control"));
    assertFalse(api.web.tokens.verify(made.getString("token")) instanceof Verified);
    assertEquals(404, api.send(ADA, "DELETE", path, "").statusCode());
    assertEquals("[]", api.get(ADA, "/authorizations").body());
  }

  @Test
  void forAnApplicationTheFirstCallCreatesAndTheNextReturnsItUnchanged() throws Exception {
    String path = "/api/v3/authorizations/clients/demo-client";
    HttpResponse<String> first =
        api.send(
            ADA, "PUT", path, "{\"client_secret\":\"demo-secret\",\"scopes\":[\"public_repo\"]}");
    HttpResponse<String> next =
        api.send(ADA, "PUT", path, "{\"client_secret\":\"demo-secret\",\"scopes\":[\"repo\"]}");

    JsonObject made = object(first);
    String url = api.web.base() + "/api/v3/authorizations/" + made.getInt("id");
    assertEquals(201, first.statusCode());
    assertEquals(url, header(first, "Location"));
    assertEquals(
        "{\"name\":\"Demo\",\"url\":\"https://demo.example/\",\"client_id\":\"demo-client\"}",
        made.getJsonObject("app").toString());
    assertEquals(200, next.statusCode());
    assertEquals("none", header(next, "Location"));
    assertEquals(made.toString().replace(made.getString("token"), ""), next.body());
    assertInstanceOf(Verified.class, api.web.tokens.verify(made.getString("token")));
  }

  @Test
  void everyFingerprintHasItsOwnToken() throws Exception {
    JsonObject none = api.granted(ADA, "");
    JsonObject one = api.granted(ADA, "one");
    HttpResponse<String> again =
        api.send(
            ADA,
            "PUT",
            "/authorizations/clients/demo-client",
            "{\"client_secret\":\"demo-secret\",\"fingerprint\":\"one\"}");

    assertTrue(none.isNull("fingerprint"));
    assertEquals("one", one.getString("fingerprint"));
    assertFalse(one.getInt("id") == none.getInt("id"));
    assertEquals(200, again.statusCode(), "in the body as in the URL");
    assertEquals(one.getInt("id"), object(again).getInt("id"));
    assertEquals(1, api.granted(GRACE, "one").getString("token").lastIndexOf("hp_"), "her own");
  }

  @Test
  void postWithTheSecretOfAnApplicationIsForIt() throws Exception {
    String body = "{\"client_id\":\"demo-client\",\"client_secret\":\"%s\",\"note\":\"%s\"}";

    JsonObject right = api.created(ADA, body.formatted("demo-secret", ""));
    JsonObject wrong = api.created(ADA, body.formatted("guessed", "own"));

    assertEquals("demo-client", right.getJsonObject("app").getString("client_id"));
    assertTrue(right.isNull("note"), "which an application's token need not have");
    assertEquals("00000000000000000000", wrong.getJsonObject("app").getString("client_id"), "own");
  }

  @Test
  void underAPolicyWithAMaximumThatIsTheExpiry() throws Exception {
    try (var limited =
        new AuthorizationsLab(
            "/app",
            library -> library.policy(TokenPolicy.maximumLifetime(Duration.ofDays(30))),
            servlet -> servlet.publicUrl(URI.create("https://tokens.example/app/")))) {
      JsonObject made = limited.created(ADA, "{\"note\":\"n\"}");
      JsonObject granted = limited.granted(ADA, "");
      limited.web.clock.advance(Duration.ofDays(31));
      JsonObject anew = limited.granted(ADA, "");

      assertEquals("2026-01-31T12:00:00Z", made.getString("expires_at"));
      assertEquals(
          "https://tokens.example/app/authorizations/" + made.getInt("id"), made.getString("url"));
      assertEquals("2026-03-03T12:00:00Z", anew.getString("expires_at"));
      assertFalse(granted.getInt("id") == anew.getInt("id"), "an expired one opens nothing");
    }
  }

  @Test
  void underAKeyedHashTheHashIsToldWithTheTokenAlone() throws Exception {
    byte[] pepper = new byte[32];
    try (var keyed =
        new AuthorizationsLab(
            "/",
            library -> library.hasher(TokenHasher.hmacSha256("k1", pepper)),
            servlet -> servlet)) {
      JsonObject made = keyed.created(ADA, "{\"note\":\"n\"}");

      assertEquals(sha256(made.getString("token")), made.getString("hashed_token"));
      assertTrue(
          object(keyed.get(ADA, "/authorizations/" + made.getInt("id"))).isNull("hashed_token"));
    }
  }

  @Test
  void whatTheClientHasIsNotSentAgain() throws Exception {
    api.created(ADA, "{\"note\":\"n\"}");
    HttpResponse<String> first = api.get(ADA, "/authorizations");
    String tag = header(first, "ETag");

    HttpResponse<String> same =
        api.send(ADA, "GET", "/authorizations", "", "If-None-Match", "\"x\", W/" + tag);
    api.created(ADA, "{\"note\":\"m\"}");
    HttpResponse<String> other = api.send(ADA, "GET", "/authorizations", "", "If-None-Match", tag);
    HttpResponse<String> stranger =
        api.send("", "GET", "/authorizations", "", "If-None-Match", "*");

    assertTrue(tag.matches("\"[0-9a-f]{64}\""), tag);
    assertEquals(304, same.statusCode());
    assertEquals("", same.body());
    assertEquals(tag, header(same, "ETag"));
    assertEquals(200, other.statusCode());
    assertEquals(401, stranger.statusCode(), "who asks is looked at first");
  }

  @Test
  void theMediaTypeThatWasAskedForIsToldBack() throws Exception {
    String[][] pairs = {
      {"application/vnd.github.v3+json", "github.v3; format=json"},
      {"application/vnd.github.v3.full+json", "github.v3; param=full; format=json"},
      {
        "application/vnd.github.doctor-strange-preview+json",
        "github.doctor-strange-preview; format=json"
      },
      {"text/html, */*", "github.v3; format=json"},
    };
    for (String[] pair : pairs) {
      HttpResponse<String> answer = api.send(ADA, "GET", "/authorizations", "", "Accept", pair[0]);
      assertEquals(pair[1], header(answer, "X-GitHub-Media-Type"));
    }
  }

  @Test
  void headIsGetWithoutABody() throws Exception {
    HttpResponse<String> answer = api.send(ADA, "HEAD", "/authorizations", "");

    assertEquals(200, answer.statusCode());
    assertEquals("", answer.body());
    assertEquals("application/json;charset=utf-8", header(answer, "Content-Type"));
  }

  private static void assertCommonHeaders(HttpResponse<String> answer) {
    String status = answer.statusCode() == 201 ? "201 Created" : "200 OK";
    assertEquals(status, header(answer, "Status"));
    assertEquals("application/json;charset=utf-8", header(answer, "Content-Type"));
    assertEquals("no-store", header(answer, "Cache-Control"));
    assertEquals("Accept, Authorization, Cookie, X-GitHub-OTP", header(answer, "Vary"));
    assertEquals("github.v3; format=json", header(answer, "X-GitHub-Media-Type"));
    assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
    assertEquals("deny", header(answer, "X-Frame-Options"));
    assertTrue(header(answer, "Content-Security-Policy").startsWith("default-src 'none'"));
    assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
    assertTrue(header(answer, "X-GitHub-Request-Id").matches("[0-9a-f-]{36}"));
    assertEquals("none", header(answer, "Set-Cookie"));
    assertEquals("none", header(answer, "X-OAuth-Scopes"), "for a password there are none");
  }

  private static List<String> notes(HttpResponse<String> answer) {
    return array(answer).getValuesAs(JsonObject.class).stream()
        .map(one -> one.getString("note"))
        .toList();
  }

  private static String scopes(HttpResponse<String> answer) {
    return object(answer).getJsonArray("scopes").toString();
  }

  private static String sha256(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
