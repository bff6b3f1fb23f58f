package dev.pat4j.web;

import static dev.pat4j.web.AuthorizationsLab.ADA;
import static dev.pat4j.web.AuthorizationsLab.DEMO;
import static dev.pat4j.web.AuthorizationsLab.GRACE;
import static dev.pat4j.web.AuthorizationsLab.array;
import static dev.pat4j.web.AuthorizationsLab.header;
import static dev.pat4j.web.AuthorizationsLab.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Verified;
import dev.pat4j.store.TokenId;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What applications do with tokens, and people with applications. */
class ApplicationsTest {

  private AuthorizationsLab api;
  private JsonObject made;
  private String token;

  @BeforeEach
  void start() throws Exception {
    api = new AuthorizationsLab();
    made = api.granted(ADA, "", "repo", "gist");
    token = made.getString("token");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void checkAnswersWithTheTokenAndItsPerson() throws Exception {
    HttpResponse<String> byPath = api.get(DEMO, "/applications/demo-client/tokens/" + token);
    HttpResponse<String> byBody =
        api.send(DEMO, "POST", "/applications/demo-client/token", shown(token));

    String whole = made.toString();
    String expected =
        whole.substring(0, whole.length() - 1)
            + (",'user':{'login':'ada','id':1815,'node_id':null,'avatar_url':null,"
                    + "'gravatar_id':null,'url':null,'html_url':null,'type':'User',"
                    + "'site_admin':false}}")
                .replace('\'', '"');
    for (HttpResponse<String> answer : List.of(byPath, byBody)) {
      assertEquals(200, answer.statusCode());
      assertEquals(expected, answer.body());
      assertEquals("no-store", header(answer, "Cache-Control"));
      assertEquals("none", header(answer, "ETag"), "where a token is in the answer");
    }
    assertTrue(
        api.web.tokens.ownedBy("ada").list().get(0).lastUsedAt().isEmpty(), "to look is no use");
  }

  @Test
  void resetGivesANewTokenUnderTheSameIdAndTheOldOneIsDead() throws Exception {
    api.web.clock.advance(Duration.ofMinutes(1));
    HttpResponse<String> byPath =
        api.send(DEMO, "POST", "/applications/demo-client/tokens/" + token, "");
    String second = object(byPath).getString("token");
    HttpResponse<String> byBody =
        api.send(DEMO, "PATCH", "/applications/demo-client/token", shown(second));
    String third = object(byBody).getString("token");

    for (HttpResponse<String> answer : List.of(byPath, byBody)) {
      assertEquals(200, answer.statusCode());
      assertEquals(made.getInt("id"), object(answer).getInt("id"));
      assertEquals("[\"gist\",\"repo\"]", object(answer).get("scopes").toString());
      assertEquals("ada", object(answer).getJsonObject("user").getString("login"));
      assertEquals("2026-01-01T12:01:00Z", object(answer).getString("updated_at"));
    }
    assertFalse(api.web.tokens.verify(token) instanceof Verified);
    assertFalse(api.web.tokens.verify(second) instanceof Verified);
    assertInstanceOf(Verified.class, api.web.tokens.verify(third));
    assertEquals(
        404, api.send(DEMO, "POST", "/applications/demo-client/tokens/" + token, "").statusCode());
  }

  @Test
  void deletionRemovesTheTokenAndNoOther() throws Exception {
    String other = api.granted(ADA, "other").getString("token");

    HttpResponse<String> byPath =
        api.send(DEMO, "DELETE", "/api/v3/applications/demo-client/tokens/" + token, "");
    assertInstanceOf(Verified.class, api.web.tokens.verify(other));
    HttpResponse<String> byBody =
        api.send(DEMO, "DELETE", "/applications/demo-client/token", shown(other));

    for (HttpResponse<String> answer : List.of(byPath, byBody)) {
      assertEquals(204, answer.statusCode());
      assertEquals("", answer.body());
    }
    assertEquals(List.of(), api.web.tokens.ownedBy("ada").list());
    assertEquals(
        404,
        api.send(DEMO, "DELETE", "/applications/demo-client/token", shown(other)).statusCode());
  }

  @Test
  void theGrantGoesWithAllTokensOfTheApplicationAndOfThisPerson() throws Exception {
    api.granted(ADA, "one");
    api.created(ADA, "{\"note\":\"own\"}");
    String hers = api.granted(GRACE, "").getString("token");

    HttpResponse<String> byBody =
        api.send(DEMO, "DELETE", "/applications/demo-client/grant", shown(token));

    assertEquals(204, byBody.statusCode());
    assertEquals(
        List.of("own"), api.web.tokens.ownedBy("ada").list().stream().map(t -> t.name()).toList());
    assertInstanceOf(Verified.class, api.web.tokens.verify(hers));
    HttpResponse<String> byPath =
        api.send(DEMO, "DELETE", "/applications/demo-client/grants/" + hers, "");
    assertEquals(204, byPath.statusCode());
    assertEquals(List.of(), api.web.tokens.ownedBy("grace").list());
  }

  @Test
  void whatIsNoLiveTokenOfTheApplicationIsNotFound() throws Exception {
    String own = api.created(ADA, "{\"note\":\"own\"}").getString("token");
    String revoked = api.granted(ADA, "lost").getString("token");
    TokenId id = ((Verified) api.web.tokens.verify(revoked)).token().id();
    api.web.tokens.ownedBy("ada").revoke(id, "lost");
    for (String none : List.of(own, revoked, "x", "ghp_", "a".repeat(300), token + "x")) {
      assertEquals(
          404, api.get(DEMO, "/applications/demo-client/tokens/" + none).statusCode(), none);
      for (String method : List.of("POST", "PATCH", "DELETE")) {
        HttpResponse<String> answer =
            api.send(DEMO, method, "/applications/demo-client/token", shown(none));
        assertEquals(404, answer.statusCode(), method + none);
        assertFalse(answer.body().contains(none.repeat(2)), "nothing is told back");
      }
    }
    assertInstanceOf(Verified.class, api.web.tokens.verify(own));
  }

  @Test
  @DisplayName("threat 14: where a token belongs, a number, a list or nothing is refused")
  void whatIsNoTextIsRefused() throws Exception {
    String[][] bodies = {
      {"{}", "missing_field"},
      {"{\"access_token\":null}", "missing_field"},
      {"{\"access_token\":\"\"}", "missing_field"},
      {"{\"access_token\":0}", "invalid"},
      {"{\"access_token\":true}", "invalid"},
      {"{\"access_token\":[\"" + token + "\"]}", "invalid"},
      {"{\"access_token\":{\"$gt\":\"\"}}", "invalid"},
    };
    for (String[] body : bodies) {
      for (String method : List.of("POST", "PATCH", "DELETE")) {
        HttpResponse<String> answer =
            api.send(DEMO, method, "/applications/demo-client/token", body[0]);
        assertEquals(422, answer.statusCode(), body[0]);
        assertEquals(
            body[1], object(answer).getJsonArray("errors").getJsonObject(0).getString("code"));
      }
    }
    assertInstanceOf(Verified.class, api.web.tokens.verify(token));
  }

  @Test
  void grantsAreOneEntryForAnApplicationWithTheScopesOfAllItsTokens() throws Exception {
    api.created(ADA, "{\"note\":\"own\"}");
    api.web.clock.advance(Duration.ofHours(1));
    api.granted(ADA, "one", "user:email");

    HttpResponse<String> list = api.get(ADA, "/api/v3/applications/grants");
    long id = array(list).getJsonObject(0).getJsonNumber("id").longValueExact();
    HttpResponse<String> one = api.get(ADA, "/api/v3/applications/grants/" + id);

    String expected =
        ("{'id':%d,'url':'%s/api/v3/applications/grants/%d','app':{'url':'https://demo.example/',"
                + "'name':'Demo','client_id':'demo-client'},'created_at':'2026-01-01T12:00:00Z',"
                + "'updated_at':'2026-01-01T13:00:00Z','scopes':['gist','repo','user:email']}")
            .formatted(id, api.web.base(), id)
            .replace('\'', '"');
    assertEquals("[" + expected + "]", list.body());
    assertEquals(expected, one.body());
    assertTrue(id > 0 && id < 1L << 31);
  }

  @Test
  void aGrantKeepsItsIdAsLongAsThereIsOne() throws Exception {
    long id = grantId(ADA);
    api.granted(ADA, "one");
    api.send(DEMO, "DELETE", "/applications/demo-client/token", shown(token));

    assertEquals(id, grantId(ADA));
    api.granted(GRACE, "");
    assertFalse(id == grantId(GRACE), "hers is another");
  }

  @Test
  void deletionOfAGrantRemovesTheTokensOfTheApplicationAlone() throws Exception {
    api.granted(ADA, "one");
    api.created(ADA, "{\"note\":\"own\"}");
    String path = "/applications/grants/" + grantId(ADA);

    HttpResponse<String> answer = api.send(ADA, "DELETE", path, "");

    assertEquals(204, answer.statusCode());
    assertEquals(1, api.web.tokens.ownedBy("ada").list().size());
    assertEquals(404, api.send(ADA, "DELETE", path, "").statusCode());
    assertEquals("[]", api.get(ADA, "/applications/grants").body());
  }

  @Test
  void anApplicationThatIsNoLongerRegisteredIsToldByItsId() throws Exception {
    api.web.host.applications.clear();

    JsonObject app =
        object(api.get(ADA, "/authorizations/" + made.getInt("id"))).getJsonObject("app");

    assertEquals("demo-client", app.getString("name"));
    assertTrue(app.getString("url").startsWith("https://"));
    assertEquals(401, api.get(DEMO, "/applications/demo-client/tokens/" + token).statusCode());
  }

  private long grantId(String credentials) throws Exception {
    return array(api.get(credentials, "/applications/grants"))
        .getJsonObject(0)
        .getJsonNumber("id")
        .longValueExact();
  }

  private static String shown(String token) {
    return "{\"access_token\":\"" + token + "\"}";
  }
}
