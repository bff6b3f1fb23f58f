package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pat4j.IssuedToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OAuth2IntrospectionException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;

/** Spring Security's resource server for opaque tokens takes these, over a socket. */
class SpringResourceServerTest {

  private final OAuthLab oauth =
      new OAuthLab(lab -> IntrospectionServlet.builder(lab.tokens, lab.host).build());
  private final OpaqueTokenIntrospector spring = asking("demo-secret");

  SpringResourceServerTest() throws Exception {}

  @AfterEach
  void close() {
    oauth.close();
  }

  private OpaqueTokenIntrospector asking(String secret) {
    return SpringOpaqueTokenIntrospector.withIntrospectionUri(oauth.lab.base() + "/endpoint")
        .clientId("demo-client")
        .clientSecret(secret)
        .build();
  }

  @Test
  void aGoodTokenIsAPrincipalWithItsScopes() {
    IssuedToken issued = oauth.issue(OAuthLab.ordinary());
    OAuth2AuthenticatedPrincipal ada = spring.introspect(issued.secret().reveal());

    assertEquals("ada", ada.getAttribute("username"));
    assertEquals(
        List.of("SCOPE_gist", "SCOPE_public_repo"),
        ada.getAuthorities().stream().map(GrantedAuthority::getAuthority).sorted().toList());
    Map<String, Object> told = ada.getAttributes();
    assertEquals(Instant.parse("2026-04-01T12:00:00Z"), told.get("exp"));
    assertEquals(Instant.parse("2026-01-01T12:00:00Z"), told.get("iat"));
    assertEquals(issued.token().id().toString(), told.get("jti"));
  }

  @Test
  @DisplayName("threat 9: revoked here, refused there at the next request")
  void aTokenThatIsNotGoodIsRefused() {
    IssuedToken issued = oauth.issue(OAuthLab.ordinary());
    String token = issued.secret().reveal();
    spring.introspect(token);
    oauth.lab.tokens.ownedBy("ada").revoke(issued.token().id(), "lost");
    assertThrows(BadOpaqueTokenException.class, () -> spring.introspect(token));
    assertThrows(BadOpaqueTokenException.class, () -> spring.introspect("ghp_invented"));
  }

  @Test
  void anOutageIsAnErrorAndNotABadToken() {
    String token = oauth.issue(OAuthLab.ordinary()).secret().reveal();
    oauth.lab.storeBroken = true;
    OAuth2IntrospectionException outage =
        assertThrows(OAuth2IntrospectionException.class, () -> spring.introspect(token));
    assertEquals(OAuth2IntrospectionException.class, outage.getClass());
  }

  @Test
  void anApplicationWithAWrongSecretLearnsNothing() {
    String token = oauth.issue(OAuthLab.ordinary()).secret().reveal();
    assertThrows(OAuth2IntrospectionException.class, () -> asking("wrong").introspect(token));
  }

  @Test
  void secretsThatNeedEncodingArrive() {
    oauth.lab.host.add(
        RegisteredApplication.of(
            "demo-client", "p%2B+ &:ö", "Demo", java.net.URI.create("https://demo.example/")));
    String token = oauth.issue(OAuthLab.ordinary()).secret().reveal();
    assertEquals("ada", asking("p%2B+ &:ö").introspect(token).getAttribute("username"));
  }
}
