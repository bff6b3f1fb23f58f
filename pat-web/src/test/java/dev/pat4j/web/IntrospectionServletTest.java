package dev.pat4j.web;

import static dev.pat4j.web.OAuthLab.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.IssuedToken;
import dev.pat4j.TokenRequest;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an application is told of a token (RFC 7662). */
class IntrospectionServletTest {

  private static final String INACTIVE = "{\"active\":false}";

  private final AtomicBoolean ruleIsBroken = new AtomicBoolean();
  private final OAuthLab oauth =
      new OAuthLab(
          lab ->
              IntrospectionServlet.builder(lab.tokens, lab.host)
                  .mayIntrospect(
                      (application, token) -> {
                        if (ruleIsBroken.get()) {
                          throw new IllegalStateException("broken");
                        }
                        return application.clientId().equals("demo-client")
                            || token.owner().equals("grace");
                      })
                  .build());

  IntrospectionServletTest() throws Exception {}

  @AfterEach
  void close() {
    oauth.close();
  }

  @Test
  void aGoodTokenIsDescribed() throws Exception {
    IssuedToken issued = oauth.issue(OAuthLab.ordinary());
    HttpResponse<String> answer = oauth.ask(issued.secret().reveal());

    assertEquals(200, answer.statusCode());
    JsonObject told = json(answer);
    assertEquals(
        Set.of(
            "active", "scope", "client_id", "username", "sub", "exp", "iat", "token_type", "jti"),
        told.keySet());
    assertTrue(told.getBoolean("active"));
    assertEquals("gist public_repo", told.getString("scope"));
    assertEquals("demo-client", told.getString("client_id"));
    assertEquals("ada", told.getString("username"));
    assertEquals("ada", told.getString("sub"));
    assertEquals("Bearer", told.getString("token_type"));
    assertEquals(issued.token().id().toString(), told.getString("jti"));
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    assertEquals(noon.getEpochSecond(), told.getJsonNumber("iat").longValueExact());
    assertEquals(
        noon.plus(Duration.ofDays(90)).getEpochSecond(),
        told.getJsonNumber("exp").longValueExact());
  }

  @Test
  @DisplayName("threat 17: neither the token nor its hash is in the answer, and nobody keeps it")
  void anAnswerHoldsNoSecret() throws Exception {
    IssuedToken issued = oauth.issue(OAuthLab.ordinary());
    String token = issued.secret().reveal();
    HttpResponse<String> answer = oauth.ask(token);
    assertFalse(answer.body().contains(token));
    assertFalse(answer.body().contains(issued.token().sha256().orElseThrow()));
    assertFalse(answer.body().contains(issued.token().lastEight()));
    assertEquals(Optional.of("no-store"), answer.headers().firstValue("Cache-Control"));
    String type = answer.headers().firstValue("Content-Type").orElse("");
    assertTrue(type.startsWith("application/json"), type);
    assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty(), "threat 2: no session");
  }

  @Test
  void whatIsNotThereIsLeftOut() throws Exception {
    String bare = oauth.issue(TokenRequest.forOwner("ada").neverExpires()).secret().reveal();
    assertEquals(
        Set.of("active", "username", "sub", "iat", "token_type", "jti"),
        json(oauth.ask(bare)).keySet());
  }

  @Test
  void impliedScopesAreNamedSinceAResourceServerKnowsNoCatalogue() throws Exception {
    String token =
        oauth
            .issue(TokenRequest.forOwner("ada").scopes("admin:org").neverExpires())
            .secret()
            .reveal();
    assertEquals("admin:org read:org write:org", json(oauth.ask(token)).getString("scope"));
  }

  @Test
  @DisplayName("threats 9, 11: what is no longer good is inactive at once, and no more is told")
  void anyOtherTokenIsInactiveAndNoMoreIsTold() throws Exception {
    IssuedToken revoked = oauth.issue(OAuthLab.ordinary());
    oauth.lab.tokens.ownedBy("ada").revoke(revoked.token().id(), "lost");
    IssuedToken deleted = oauth.issue(OAuthLab.ordinary());
    oauth.lab.tokens.ownedBy("ada").delete(deleted.token().id());
    IssuedToken expired = oauth.issue(OAuthLab.ordinary());
    String good = expired.secret().reveal();
    oauth.lab.clock.advance(Duration.ofDays(90).minusMillis(1));
    assertTrue(json(oauth.ask(good)).getBoolean("active"), "one millisecond before");
    oauth.lab.clock.advance(Duration.ofMillis(1));
    for (String token :
        List.of(
            good,
            revoked.secret().reveal(),
            deleted.secret().reveal(),
            good.substring(0, good.length() - 1) + (good.endsWith("a") ? "b" : "a"),
            good + " ",
            "x",
            "null",
            "\u0000",
            "ghp_")) {
      HttpResponse<String> answer = oauth.ask(token);
      assertEquals(200, answer.statusCode(), token);
      assertEquals(INACTIVE, answer.body(), token);
    }
  }

  @Test
  void toAskCountsAsAUse() throws Exception {
    IssuedToken issued = oauth.issue(OAuthLab.ordinary());
    oauth.ask(issued.secret().reveal());
    assertTrue(oauth.lab.tokens.ownedBy("ada").list().get(0).lastUsedAt().isPresent());
  }

  @Test
  void aTokenBoundToAddressesIsActiveOnlyForAStatedOne() throws Exception {
    String token =
        oauth.issue(OAuthLab.ordinary().allowedAddresses("192.0.2.0/24")).secret().reveal();
    assertEquals(INACTIVE, oauth.ask(token).body());
    for (String address : List.of("198.51.100.1", "nonsense", "")) {
      String body = "token=" + token + "&client_address=" + address;
      assertEquals(INACTIVE, oauth.post(OAuthLab.BASIC, body).body(), address);
    }
    String stated = "token=" + token + "&client_address=192.0.2.7";
    assertTrue(json(oauth.post(OAuthLab.BASIC, stated)).getBoolean("active"));
    assertEquals(
        Optional.of("192.0.2.7"), oauth.lab.tokens.ownedBy("ada").list().get(0).lastUsedFrom());
  }

  @Test
  void anApplicationThatMayNotSeeItIsToldItIsInactiveAndItIsNotUsed() throws Exception {
    oauth.lab.host.add(
        RegisteredApplication.of("other", "secret", "Other", URI.create("https://o.example/")));
    String other = WebLab.basic("other", "secret");
    String adas = oauth.issue(OAuthLab.ordinary()).secret().reveal();
    String graces = oauth.issue(TokenRequest.forOwner("grace").neverExpires()).secret().reveal();

    assertEquals(INACTIVE, oauth.post(other, "token=" + adas).body());
    assertTrue(oauth.lab.tokens.ownedBy("ada").list().get(0).lastUsedAt().isEmpty());
    assertTrue(json(oauth.post(other, "token=" + graces)).getBoolean("active"));
    assertTrue(json(oauth.ask(adas)).getBoolean("active"));
    ruleIsBroken.set(true);
    assertEquals(503, oauth.ask(adas).statusCode());
  }
}
