package dev.pat4j.web;

import static dev.pat4j.web.AuthorizationsLab.object;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.AccessToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.TokenEvent;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A site administrator is given a token of somebody else's, and nobody else ever is. */
class ImpersonationTest {

  private static final String ROOT = WebLab.basic("root", "toor");
  private static final String ADA = AuthorizationsLab.ADA;
  private static final String PATH = "/admin/users/ada/authorizations";
  private static final String BODY = "{\"scopes\":[\"repo\",\"gist\"]}";

  private final List<TokenEvent> told = Collections.synchronizedList(new ArrayList<>());
  private final WebLab web = new WebLab("/", library -> library.listener(told::add));
  private final OwnedTokens adas = web.tokens.ownedBy("ada");

  @BeforeEach
  void start() throws Exception {
    web.host.passwords.put("root", "toor");
    web.host.administrators.add("root");
    web.start(
        context -> {
          ServletHolder holder =
              new ServletHolder(
                  AuthorizationsServlet.builder(web.tokens, web.host).clock(web.clock).build());
          for (String mapping : AuthorizationsServlet.mappings("/", "/api/v3/")) {
            context.addServlet(holder, mapping);
          }
          for (String mapping : AuthorizationsServlet.adminMappings("/", "/api/v3/")) {
            context.addServlet(holder, mapping);
          }
        });
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private HttpResponse<String> send(
      String credentials, String method, String path, String body, String... headers)
      throws Exception {
    var request = web.to(path).method(method, BodyPublishers.ofString(body));
    request.header("Authorization", credentials);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return web.send(request);
  }

  @Test
  void theTokenIsTheOwnersAndEveryEventSaysWhoHadIt() throws Exception {
    HttpResponse<String> made = send(ROOT, "POST", "/api/v3" + PATH, BODY);

    assertEquals(201, made.statusCode());
    assertEquals("no-store", made.headers().firstValue("Cache-Control").orElse("none"));
    JsonObject body = object(made);
    assertEquals("[\"gist\",\"repo\"]", body.getJsonArray("scopes").toString());
    assertEquals(web.base() + "/api/v3/authorizations/" + body.getInt("id"), body.getString("url"));
    Verified verified =
        assertInstanceOf(Verified.class, web.tokens.verify(body.getString("token")));
    assertEquals("ada", verified.token().owner());
    TokenEvent.Issued issued = assertInstanceOf(TokenEvent.Issued.class, told.get(0));
    assertEquals(Optional.of("root"), issued.token().issuedBy());
  }

  @Test
  void thereIsOneOfEachPersonAndItIsNotWidened() throws Exception {
    JsonObject first = object(send(ROOT, "POST", PATH, "{\"scopes\":[\"gist\"]}"));
    HttpResponse<String> again = send(ROOT, "POST", PATH, BODY);

    assertEquals(200, again.statusCode());
    assertEquals(first.getInt("id"), object(again).getInt("id"));
    assertEquals("", object(again).getString("token"));
    assertEquals("[\"gist\"]", object(again).getJsonArray("scopes").toString());
    assertEquals(201, send(ROOT, "POST", "/admin/users/grace/authorizations", BODY).statusCode());
    assertEquals(1, adas.list().size());
  }

  @Test
  void itEndsAndTheRowSaysByWhom() throws Exception {
    web.tokens.issue(TokenRequest.forOwner("ada").name("her own").neverExpires().build());
    String text = object(send(ROOT, "POST", PATH, BODY)).getString("token");

    HttpResponse<String> ended = send(ROOT, "DELETE", PATH, "");

    assertEquals(204, ended.statusCode());
    assertTrue(!(web.tokens.verify(text) instanceof Verified));
    AccessToken row =
        adas.list().stream()
            .filter(token -> token.issuedBy().isPresent())
            .findFirst()
            .orElseThrow();
    assertEquals("root", row.revocation().orElseThrow().by());
    assertEquals(1, adas.list().stream().filter(t -> t.revocation().isEmpty()).count());
    assertEquals(404, send(ROOT, "DELETE", PATH, "").statusCode());
    assertEquals(201, send(ROOT, "POST", PATH, BODY).statusCode());
  }

  @Test
  void whoHadItStaysWhateverTheOwnerChanges() throws Exception {
    JsonObject made = object(send(ROOT, "POST", PATH, BODY));
    AccessToken token = adas.list().get(0);
    String own = "/authorizations/" + made.getInt("id");

    assertEquals(
        200, send(ADA, "PATCH", own, "{\"note\":\"mine\",\"fingerprint\":\"f\"}").statusCode());
    adas.changeAttributes(token.id(), Map.of());
    adas.change(token.id(), change -> change.attributes(Map.of("k", "v")));

    assertEquals(Optional.of("root"), adas.find(token.id()).orElseThrow().issuedBy());
  }

  @Test
  @DisplayName("threat 20: to nobody but a site administrator there is such a route")
  void forOthersThereIsNoSuchRoute() throws Exception {
    Map<String, Integer> others =
        Map.of(
            ADA,
            404,
            AuthorizationsLab.GRACE,
            404,
            AuthorizationsLab.DEMO,
            401,
            WebLab.basic("root", "guessed"),
            401,
            "Bearer x",
            404);
    for (String credentials : others.keySet()) {
      int expected = others.get(credentials);
      for (String method : List.of("POST", "DELETE", "GET", "PUT", "PATCH")) {
        assertEquals(
            expected, send(credentials, method, PATH, BODY).statusCode(), method + credentials);
      }
    }
    String token =
        web.tokens
            .issue(TokenRequest.forOwner("root").scopes("repo", "admin:org").neverExpires().build())
            .secret()
            .reveal();
    assertEquals(404, send("Bearer " + token, "POST", PATH, BODY).statusCode());
    assertEquals(404, send(WebLab.basic("root", token), "POST", PATH, BODY).statusCode());
    assertEquals(
        403, send(ROOT, "POST", PATH, BODY, "Origin", "https://evil.example").statusCode());
    assertEquals(List.of(), adas.list());
  }

  @Test
  void aPathOrBodyThatIsNoneChangesNothing() throws Exception {
    for (String path :
        List.of(
            "/admin/users",
            "/admin/users/",
            "/admin/users/ada",
            "/admin/users/nobody/authorizations",
            "/admin/users/%20/authorizations",
            "/admin/users/" + "x".repeat(256) + "/authorizations",
            "/admin/users/ADA/authorizations",
            PATH + "/",
            PATH + "/1")) {
      assertEquals(404, send(ROOT, "POST", path, BODY).statusCode(), path);
    }
    assertEquals(404, send(ROOT, "GET", PATH, "").statusCode());
    assertEquals(422, send(ROOT, "POST", PATH, "{}").statusCode());
    assertEquals(422, send(ROOT, "POST", PATH, "{\"scopes\":[\"unheard\"]}").statusCode());
    assertEquals(400, send(ROOT, "POST", PATH, "[1").statusCode());
    assertEquals(0, web.tokens.ownedBy("nobody").list().size() + adas.list().size());
  }

  @Test
  void itIsMappedApartFromWhatEverybodyUses() {
    assertArrayEquals(
        new String[] {"/admin/users/*", "/api/v3/admin/users/*"},
        AuthorizationsServlet.adminMappings("/", "/api/v3/"));
    assertTrue(
        List.of(AuthorizationsServlet.mappings("/")).stream().noneMatch(m -> m.contains("admin")));
  }
}
