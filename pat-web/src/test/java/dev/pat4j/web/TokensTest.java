package dev.pat4j.web;

import static dev.pat4j.web.AuthorizationsLab.header;
import static dev.pat4j.web.AuthorizationsLab.object;
import static dev.pat4j.web.TokensLab.ADA;
import static dev.pat4j.web.TokensLab.GRACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pat4j.IssuedToken;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import dev.pat4j.web.rest.TokensApi;
import jakarta.json.JsonObject;
import jakarta.servlet.DispatcherType;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TokensTest {

  private static final String NEW =
      "{\"name\":\"ci\",\"scopes\":[\"repo\"],\"expires_in_days\":30}";

  private TokensLab api;

  @BeforeEach
  void start() throws Exception {
    api = new TokensLab();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void creationAnswersWithTheTokenOnce() throws Exception {
    HttpResponse<String> answer = api.send(ADA, "POST", "/api/tokens", NEW);

    String token = object(answer).getString("token");
    long id = object(answer).getJsonNumber("id").longValueExact();
    String url = api.web.base() + "/api/tokens/" + id;
    String shown =
        ("{'id':%d,'url':'%s','name':'ci','scopes':['repo'],'allowed_addresses':[],"
                + "'state':'active','last_eight':'%s','created_at':'2026-01-01T12:00:00Z',"
                + "'issued_at':'2026-01-01T12:00:00Z','updated_at':'2026-01-01T12:00:00Z',"
                + "'expires_at':'2026-01-31T12:00:00Z','last_used_at':null,'last_used_from':null,"
                + "'rotated_at':null,'rotated_from':null,'minted_by':null,'revocation':null")
            .formatted(id, url, token.substring(32))
            .replace('\'', '"');
    assertEquals(201, answer.statusCode(), answer.body());
    assertEquals(shown + ",\"token\":\"" + token + "\"}\n", answer.body());
    assertEquals(url, header(answer, "Location"));
    assertEquals("no-store", header(answer, "Cache-Control"));
    assertEquals("Authorization, X-GitHub-OTP", header(answer, "Vary"));
    assertEquals(shown + "}\n", api.send(ADA, "GET", "/api/tokens/" + id, "").body());
    assertEquals(
        "{\"tokens\":[" + shown + "}],\"page\":1,\"per_page\":30,\"total\":1}\n",
        api.send(ADA, "GET", "/api/tokens", "").body());
    assertInstanceOf(Verified.class, api.web.tokens.verify(token));
  }

  @Test
  void listIsFilteredAndPaged() throws Exception {
    for (int i = 1; i <= 3; i++) {
      api.web.clock.advance(Duration.ofSeconds(1));
      api.web.tokens.issue(TokenRequest.forOwner("ada").name("Box" + i).neverExpires().build());
    }
    api.web.tokens.ownedBy("ada").revoke(api.issued().token().id(), "lost");

    HttpResponse<String> page = api.send(ADA, "GET", "/tokens?per_page=2&page=1&name=bOX", "");

    assertEquals(3, object(page).getInt("total"));
    assertEquals(List.of("Box3", "Box2"), names(page));
    String link = api.web.base() + "/tokens?name=bOX&per_page=2&page=2";
    assertEquals(
        "<" + link + ">; rel=\"next\", <" + link + ">; rel=\"last\"", header(page, "Link"));
    assertEquals(List.of("laptop"), names(api.send(ADA, "GET", "/tokens?state=revoked", "")));
    assertEquals(List.of(), names(api.send(ADA, "GET", "/tokens?state=expired", "")));
    assertEquals(3, names(api.send(ADA, "GET", "/tokens?state=active", "")).size());
    for (String odd : List.of("state=dead", "page=0", "page=x", "per_page=101", "page=1000000")) {
      assertEquals(400, api.send(ADA, "GET", "/tokens?" + odd, "").statusCode(), odd);
    }
  }

  @Test
  void answersAndProblemsEndWithANewlineWhichTheirLengthCounts() throws Exception {
    String path = "/tokens/" + api.issued().token().id();
    for (String asked : List.of(path, "/tokens", "/tokens/openapi.json", "/tokens/1/nowhere")) {
      HttpResponse<String> answer = api.send(ADA, "GET", asked, "");
      assertTrue(answer.body().endsWith("}\n"), answer.body());
      assertEquals(
          answer.body().getBytes(StandardCharsets.UTF_8).length + "",
          header(answer, "Content-Length"));
    }
  }

  @Test
  void whatChangesNothingMovesNoTime() throws Exception {
    IssuedToken issued = api.issued();
    String path = "/tokens/" + issued.token().id();
    String named = object(api.send(ADA, "PATCH", path, "{\"name\":\"m\"}")).toString();
    api.web.clock.advance(Duration.ofHours(1));

    for (String same :
        List.of(
            "{}",
            "{\"name\":\"m\",\"allowed_addresses\":[]}",
            "{\"scopes\":" + object(api.send(ADA, "GET", path, "")).get("scopes") + "}")) {
      assertEquals(named, object(api.send(ADA, "PATCH", path, same)).toString(), same);
    }
    assertTrue(
        object(api.send(ADA, "PATCH", path, "{\"name\":\"n\"}"))
            .getString("updated_at")
            .startsWith("2026-01-01T13:"));
  }

  @Test
  void aTokenIsChangedRotatedRegeneratedRevokedAndDeleted() throws Exception {
    IssuedToken first = api.issued();
    String path = "/tokens/" + first.token().id();

    JsonObject changed =
        object(
            api.send(
                ADA,
                "PATCH",
                path,
                "{\"name\":\"m\",\"scopes\":[\"gist\"],\"allowed_addresses\":[\"10.0.0.0/8\"]}"));
    assertEquals("m", changed.getString("name"));
    assertEquals("[\"gist\"]", changed.get("scopes").toString());
    assertEquals("[\"10.0.0.0/8\"]", changed.get("allowed_addresses").toString());
    assertEquals("m", object(api.send(ADA, "PATCH", path, "{}")).getString("name"));
    api.send(ADA, "PATCH", path, "{\"allowed_addresses\":[]}");

    JsonObject again = object(api.send(ADA, "POST", path + "/regenerate", "{\"expires_at\":null}"));
    assertFalse(api.web.tokens.verify(first.secret().reveal()) instanceof Verified);
    assertInstanceOf(Verified.class, api.web.tokens.verify(again.getString("token")));
    assertTrue(again.isNull("expires_at"));

    HttpResponse<String> rotated =
        api.send(ADA, "POST", path + "/rotate", "{\"overlap_seconds\":60}");
    assertEquals(201, rotated.statusCode());
    assertEquals(first.token().id().value(), object(rotated).getInt("rotated_from"));
    assertInstanceOf(Verified.class, api.web.tokens.verify(again.getString("token")));
    HttpResponse<String> repeated = api.send(ADA, "POST", path + "/rotate", "");
    assertEquals(409, repeated.statusCode(), "and harms nobody");
    api.web.clock.advance(Duration.ofSeconds(60));
    assertFalse(api.web.tokens.verify(again.getString("token")) instanceof Verified);

    String successor = "/tokens/" + object(rotated).getInt("id");
    JsonObject revoked =
        object(api.send(ADA, "POST", successor + "/revoke", "{\"reason\":\"lost\"}"));
    assertEquals("revoked", revoked.getString("state"));
    assertEquals(
        "{\"at\":\"2026-01-01T12:01:00Z\",\"by\":\"ada\",\"reason\":\"lost\"}",
        revoked.get("revocation").toString());
    assertEquals(
        revoked, object(api.send(ADA, "POST", successor + "/revoke", "{\"reason\":\"b\"}")));
    assertEquals(204, api.send(ADA, "DELETE", successor, "").statusCode());
    assertEquals(404, api.send(ADA, "DELETE", successor, "").statusCode());
  }

  @Test
  void whatCannotBeIsToldByItsMember() throws Exception {
    String[][] bodies = {
      {"{\"expires_in_days\":1}", "name"},
      {"{\"name\":\" \",\"expires_in_days\":1}", "name"},
      {"{\"name\":1,\"expires_in_days\":1}", "name"},
      {"{\"name\":null,\"expires_in_days\":1}", "name"},
      {"{\"name\":\"a\\u0000\",\"expires_in_days\":1}", "name"},
      {"{\"name\":\"" + "a".repeat(256) + "\",\"expires_in_days\":1}", "name"},
      {"{\"name\":\"a\"}", "expires_at"},
      {"{\"name\":\"a\",\"expires_in_days\":1,\"expires_at\":null}", "expires_at"},
      {"{\"name\":\"a\",\"expires_at\":\"2025-01-01T00:00:00Z\"}", "expires_at"},
      {"{\"name\":\"a\",\"expires_at\":\"+99999-01-01T00:00:00Z\"}", "expires_at"},
      {"{\"name\":\"a\",\"expires_at\":\"soon\"}", "expires_at"},
      {"{\"name\":\"a\",\"expires_at\":\"\"}", "expires_at"},
      {"{\"name\":\"a\",\"expires_at\":0}", "expires_at"},
      {"{\"name\":\"a\",\"expires_in_days\":0}", "expires_in_days"},
      {"{\"name\":\"a\",\"expires_in_days\":1.5}", "expires_in_days"},
      {"{\"name\":\"a\",\"expires_in_days\":1e999999999}", "expires_in_days"},
      {"{\"name\":\"a\",\"expires_in_days\":\"1\"}", "expires_in_days"},
      {"{\"name\":\"a\",\"expires_in_days\":null}", "expires_in_days"},
      {"{\"name\":\"a\",\"expires_in_days\":1,\"scopes\":[\"unknown\"]}", "scopes"},
      {"{\"name\":\"a\",\"expires_in_days\":1,\"scopes\":\"repo\"}", "scopes"},
      {"{\"name\":\"a\",\"expires_in_days\":1,\"scopes\":[1]}", "scopes"},
      {
        "{\"name\":\"a\",\"expires_in_days\":1,\"allowed_addresses\":[\"evil\"]}",
        "allowed_addresses"
      },
    };
    for (String[] body : bodies) {
      HttpResponse<String> answer = api.send(ADA, "POST", "/tokens", body[0]);
      assertEquals(422, answer.statusCode(), body[0]);
      JsonObject problem = object(answer);
      assertEquals("application/problem+json", header(answer, "Content-Type"));
      assertEquals("Unprocessable Content", problem.getString("title"));
      assertEquals(
          "#/" + body[1],
          problem.getJsonArray("errors").getJsonObject(0).getString("pointer"),
          body[0]);
    }
    assertEquals(List.of(), api.web.tokens.ownedBy("ada").list());
  }

  @Test
  @DisplayName("threat 20: an owner in the body is refused, and nothing is made")
  void anOwnerIsNoMember() throws Exception {
    String body = NEW.replace("{", "{\"owner\":\"ada\",");

    assertEquals(422, api.send(GRACE, "POST", "/tokens", body).statusCode());
    assertEquals(List.of(), api.web.tokens.ownedBy("ada").list());
    assertEquals(List.of(), api.web.tokens.ownedBy("grace").list());
  }

  @Test
  @DisplayName("threat 3, 5: a token manages no tokens, whatever carries it")
  void tokensAreRefusedUnderTokens() throws Exception {
    IssuedToken token = api.issued();
    String text = token.secret().reveal();
    String path = "/tokens/" + token.token().id();
    String before = rows();
    for (String carrier :
        List.of(
            "Bearer " + text,
            "token " + text,
            WebLab.basic("ada", text),
            WebLab.basic(text, ""),
            WebLab.basic("", text))) {
      for (String[] route : routes(path)) {
        HttpResponse<String> answer = api.send(carrier, route[0], route[1], route[2]);
        assertEquals(401, answer.statusCode(), route[0] + " " + route[1]);
        assertTrue(header(answer, "WWW-Authenticate").startsWith("Basic realm="));
        assertEquals("none", header(answer, "Set-Cookie"));
      }
    }
    assertEquals(before, rows());
  }

  @Test
  @DisplayName("threat 19: somebody else's token is not there, and stays as it is")
  void foreignIdsAreNotThere() throws Exception {
    String path = "/tokens/" + api.issued().token().id();
    String before = rows();
    for (String[] route : routes(path)) {
      if (!route[1].equals("/tokens")) {
        HttpResponse<String> answer = api.send(GRACE, route[0], route[1], route[2]);
        assertEquals(404, answer.statusCode(), route[0] + " " + route[1]);
        assertEquals(
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                + "\"detail\":\"there is no such token\"}\n",
            answer.body());
      }
    }
    assertEquals(before, rows());
  }

  @Test
  void anOutageDoesNotFillTheLog() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(TokensApi.class);
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    Level before = logger.getLevel();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(events);
    try {
      breakdownsOfStoreAndHostAre503OnEveryRoute();
    } finally {
      logger.detachAppender(events);
      logger.setLevel(before);
    }
    assertEquals(1, events.list.stream().filter(e -> e.getLevel() == Level.ERROR).count());
  }

  @Test
  void breakdownsOfStoreAndHostAre503OnEveryRoute() throws Exception {
    String path = "/tokens/" + api.issued().token().id();
    for (String[] route : routes(path)) {
      api.web.host.broken = true;
      HttpResponse<String> host = api.send(ADA, route[0], route[1], route[2]);
      api.web.host.broken = false;
      api.web.storeBroken = true;
      HttpResponse<String> store = api.send(ADA, route[0], route[1], route[2]);
      api.web.storeBroken = false;
      assertEquals(503, host.statusCode(), route[1]);
      assertEquals(503, store.statusCode(), route[1]);
      assertEquals("5", header(store, "Retry-After"));
      assertFalse(store.body().contains("database"), store.body());
    }
  }

  @Test
  void otherMethodsAreNotAllowedAndOtherPathsAreNotThere() throws Exception {
    String path = "/tokens/" + api.issued().token().id();
    assertEquals("GET, HEAD, POST", header(api.send(ADA, "DELETE", "/tokens", ""), "Allow"));
    assertEquals("DELETE, GET, HEAD, PATCH", header(api.send(ADA, "PUT", path, "{}"), "Allow"));
    assertEquals("POST", header(api.send(ADA, "GET", path + "/rotate", ""), "Allow"));
    for (String odd :
        List.of("/tokens/x", "/tokens/0", path + "/", path + "/x", path + "/rotate/")) {
      assertEquals(404, api.send(ADA, "GET", odd, "").statusCode(), odd);
      assertEquals(401, api.send("", "GET", odd, "").statusCode(), odd);
    }
  }

  @Test
  void aSecondFactorIsAskedFor() throws Exception {
    api.web.host.factors.put(
        "ada",
        new SecondFactor() {
          @Override
          public String kind() {
            return "app";
          }

          @Override
          public boolean accepts(String code) {
            return code.equals("123456");
          }
        });

    HttpResponse<String> missing = api.send(ADA, "POST", "/tokens", NEW);

    assertEquals(401, missing.statusCode());
    assertEquals("required; app", header(missing, "X-GitHub-OTP"));
    assertEquals(201, api.send(ADA, "POST", "/tokens", NEW, "X-GitHub-OTP", "123456").statusCode());
  }

  @Test
  void whoeverHasATokenSeesWhatItIsByEveryCarrier() throws Exception {
    IssuedToken token = api.issued();
    String text = token.secret().reveal();
    String expected =
        ("{'id':%s,'owner':'ada','name':'laptop','scopes':['repo'],'allowed_addresses':[],"
                + "'created_at':'2026-01-01T12:00:00Z','expires_at':'2026-01-02T12:00:00Z'}")
            .formatted(token.token().id())
            .replace('\'', '"');
    for (String carrier :
        List.of(
            "Bearer " + text,
            "token " + text,
            WebLab.basic("anybody", text),
            WebLab.basic(text, ""),
            WebLab.basic(text, "x-oauth-basic"))) {
      HttpResponse<String> answer = api.send(carrier, "GET", "/token", "");
      assertEquals(200, answer.statusCode(), carrier);
      assertEquals(expected + "\n", answer.body());
      assertEquals("no-store", header(answer, "Cache-Control"));
    }
  }

  @Test
  void aProxyCanAskWhetherTheTokenHasAScopeAndReadWhoseItIs() throws Exception {
    String text =
        "Bearer "
            + api.web
                .tokens
                .issue(
                    TokenRequest.forOwner("\u0131da l/1")
                        .scopes("write:org", "gist")
                        .neverExpires()
                        .build())
                .secret()
                .reveal();

    HttpResponse<String> answer = api.send(text, "GET", "/token?scope=read:org%20gist", "");

    assertEquals(200, answer.statusCode());
    assertEquals(
        "gist read:org write:org", answer.headers().firstValue("X-Token-Scopes").orElse("none"));
    assertEquals("%C4%B1da%20l%2F1", answer.headers().firstValue("X-Token-Owner").orElse("none"));
    for (String lacking :
        List.of("repo", "admin:org", "gist%20repo", "+gist+user+", "gist&scope=repo")) {
      HttpResponse<String> refused = api.send(text, "GET", "/token?scope=" + lacking, "");
      assertEquals(403, refused.statusCode(), lacking);
      String challenge = refused.headers().firstValue("WWW-Authenticate").orElse("none");
      assertTrue(challenge.contains("error=\"insufficient_scope\", scope=\""), challenge);
      assertTrue(refused.headers().firstValue("X-Token-Owner").isEmpty());
    }
    for (String unknown : List.of("", "unheard", "gist,repo", "gist%20%22", "%20", "GIST")) {
      assertEquals(400, api.send(text, "GET", "/token?scope=" + unknown, "").statusCode(), unknown);
    }
    assertEquals(401, api.send("Bearer x", "GET", "/token?scope=unheard", "").statusCode());
    assertEquals(1, api.failures.get(), "only the last was a guess");
  }

  @Test
  @DisplayName("threat 9, 13: nothing, a password, or a token that is dead shows nothing")
  void whatIsNoLiveTokenIs401() throws Exception {
    IssuedToken token = api.issued();
    String text = token.secret().reveal();
    api.web.tokens.ownedBy("ada").revoke(token.token().id(), "lost");
    for (String credentials :
        List.of("", ADA, "Bearer", "Bearer ", "Bearer " + text, "Basic !!", WebLab.basic("", ""))) {
      for (String method : List.of("GET", "DELETE")) {
        HttpResponse<String> answer = api.send(credentials, method, "/token", "");
        assertEquals(401, answer.statusCode(), credentials);
        assertTrue(header(answer, "WWW-Authenticate").startsWith("Basic realm="));
        assertFalse(answer.body().contains("revoked"), "nothing is told of a dead one");
      }
    }
    assertEquals(12, api.failures.get(), "each that shows something");
  }

  @Test
  void whoeverHasATokenCanEndItFromAnyAddress() throws Exception {
    IssuedToken token =
        api.web.tokens.issue(
            TokenRequest.forOwner("ada").allowedAddresses("10.0.0.0/8").neverExpires().build());
    String bearer = "Bearer " + token.secret().reveal();

    assertEquals(403, api.send(bearer, "GET", "/token", "").statusCode(), "not from here");
    assertEquals(403, api.send(bearer, "DELETE", "/token", "", "Origin", "https://e").statusCode());
    assertEquals(204, api.send(bearer, "DELETE", "/token", "").statusCode());
    assertEquals(401, api.send(bearer, "DELETE", "/token", "").statusCode());
    assertEquals(
        "revoked with the token itself",
        api.web
            .tokens
            .ownedBy("ada")
            .find(token.token().id())
            .orElseThrow()
            .revocation()
            .orElseThrow()
            .reason());
  }

  @Test
  void behindTheFilterItIsTheTokenThatTheFilterAccepted() throws Exception {
    AtomicReference<TokensLab> self = new AtomicReference<>();
    try (var filtered =
        new TokensLab(
            library -> {},
            context ->
                context.addFilter(
                    new FilterHolder(
                        (request, response, chain) ->
                            TokenAuthenticationFilter.builder(self.get().web.tokens)
                                .rules(
                                    AccessRules.builder()
                                        .authenticated("/token")
                                        .open("/tokens/*")
                                        .build())
                                .build()
                                .doFilter(request, response, chain)),
                    "/*",
                    EnumSet.of(DispatcherType.REQUEST)))) {
      self.set(filtered);
      String text = filtered.issued().secret().reveal();

      assertEquals(200, filtered.send("Bearer " + text, "GET", "/token", "").statusCode());
      assertEquals(401, filtered.send("Bearer x", "GET", "/token", "").statusCode());
      assertEquals(200, filtered.send(ADA, "GET", "/tokens", "").statusCode());
      assertEquals(401, filtered.send("Bearer " + text, "GET", "/tokens", "").statusCode());
      assertEquals(204, filtered.send("Bearer " + text, "DELETE", "/token", "").statusCode());
      assertEquals(401, filtered.send("Bearer " + text, "GET", "/token", "").statusCode());
    }
  }

  @Test
  void whatMakesNoSenseIsRefusedAtOnce() {
    assertThrows(IllegalArgumentException.class, () -> TokensServlet.mappings("x"));
    assertThrows(IllegalArgumentException.class, TokensServlet::mappings);
    assertEquals(
        List.of("/tokens/*", "/token", "/v1/tokens/*", "/v1/token"),
        List.of(TokensServlet.mappings("/", "/v1/")));
    assertThrows(
        IllegalArgumentException.class,
        () -> TokensServlet.builder(api.web.tokens, api.web.host).realm("\""));
  }

  private static String[][] routes(String path) {
    return new String[][] {
      {"GET", "/tokens", ""},
      {"POST", "/tokens", NEW},
      {"GET", path, ""},
      {"PATCH", path, "{\"name\":\"n\",\"scopes\":[]}"},
      {"POST", path + "/rotate", ""},
      {"POST", path + "/regenerate", ""},
      {"POST", path + "/revoke", ""},
      {"DELETE", path, ""},
    };
  }

  private String rows() {
    return api.web.tokens.ownedBy("ada").list().stream()
        .map(t -> t.id() + t.name() + t.scopes() + t.updatedAt() + t.sha256() + t.revocation())
        .toList()
        .toString();
  }

  private static List<String> names(HttpResponse<String> answer) {
    return object(answer).getJsonArray("tokens").getValuesAs(JsonObject.class).stream()
        .map(one -> one.getString("name"))
        .toList();
  }
}
