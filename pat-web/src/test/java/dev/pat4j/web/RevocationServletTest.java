package dev.pat4j.web;

import static dev.pat4j.web.OAuthLab.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.IssuedToken;
import dev.pat4j.Rejected;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import dev.pat4j.store.Revocation;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an application can revoke (RFC 7009). */
class RevocationServletTest {

  private final OAuthLab oauth =
      new OAuthLab(lab -> RevocationServlet.builder(lab.tokens, lab.host).build());

  RevocationServletTest() throws Exception {}

  @AfterEach
  void close() {
    oauth.close();
  }

  @Test
  void itsOwnTokenIsDeadAtOnce() throws Exception {
    String token = oauth.issue(OAuthLab.ordinary()).secret().reveal();
    HttpResponse<String> answer = oauth.ask(token);

    assertEquals(200, answer.statusCode());
    assertEquals("", answer.body());
    assertEquals(Optional.of("no-store"), answer.headers().firstValue("Cache-Control"));
    assertInstanceOf(Rejected.class, oauth.lab.tokens.verify(token));
    Revocation how = oauth.lab.tokens.ownedBy("ada").list().get(0).revocation().orElseThrow();
    assertEquals("demo-client", how.by());
    assertTrue(how.reason().contains("RFC 7009"), how.reason());
    assertTrue(oauth.lab.tokens.ownedBy("ada").list().get(0).lastUsedAt().isEmpty(), "no use");
  }

  @Test
  @DisplayName("threat 19: the token of another, or of a person alone, stays valid")
  void aForeignTokenStaysValid() throws Exception {
    for (TokenRequest.Builder request :
        List.of(
            TokenRequest.forOwner("ada").neverExpires(),
            TokenRequest.forOwner("ada").neverExpires().attribute("github.client_id", "other"),
            TokenRequest.forOwner("ada")
                .neverExpires()
                .attribute("github.client_id", "Demo-Client"))) {
      String token = oauth.issue(request).secret().reveal();
      assertEquals("400 invalid_grant", error(oauth.ask(token)));
      assertInstanceOf(Verified.class, oauth.lab.tokens.verify(token));
    }
  }

  @Test
  void whatIsNoLongerGoodHasWhatWasAskedFor() throws Exception {
    String revoked = oauth.issue(OAuthLab.ordinary()).secret().reveal();
    oauth.ask(revoked);
    IssuedToken foreign = oauth.issue(TokenRequest.forOwner("ada").neverExpires());
    oauth.lab.tokens.ownedBy("ada").delete(foreign.token().id());
    String expired = oauth.issue(OAuthLab.ordinary()).secret().reveal();
    oauth.lab.clock.advance(Duration.ofDays(91));
    for (String token :
        List.of(
            revoked,
            foreign.secret().reveal(),
            expired,
            "x",
            "ghp_000000000000000000000000000000000000")) {
      assertEquals(200, oauth.ask(token).statusCode(), token);
    }
  }

  @Test
  void aTokenOfSomebodyWhoIsAwayIsDeadWhenHeComesBack() throws Exception {
    AtomicBoolean away = new AtomicBoolean();
    try (WebLab lab = new WebLab("/", builder -> builder.owners(owner -> !away.get()))) {
      lab.start(
          context ->
              context.addServlet(
                  new ServletHolder(RevocationServlet.builder(lab.tokens, lab.host).build()),
                  "/*"));
      String token = lab.tokens.issue(OAuthLab.ordinary().build()).secret().reveal();
      away.set(true);
      HttpResponse<String> answer =
          lab.send(
              lab.to("/")
                  .header("Authorization", OAuthLab.BASIC)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString("token=" + token)));
      assertEquals(200, answer.statusCode());
      away.set(false);
      assertInstanceOf(Rejected.class, lab.tokens.verify(token));
    }
  }

  @Test
  void aHostMaySayWhoMayRevokeWhat() throws Exception {
    try (OAuthLab wide =
        new OAuthLab(
            lab ->
                RevocationServlet.builder(lab.tokens, lab.host)
                    .mayRevoke((application, token) -> token.owner().equals("ada"))
                    .build())) {
      String adas = wide.issue(TokenRequest.forOwner("ada").neverExpires()).secret().reveal();
      String graces = wide.issue(TokenRequest.forOwner("grace").neverExpires()).secret().reveal();
      assertEquals(200, wide.ask(adas).statusCode());
      assertEquals("400 invalid_grant", error(wide.ask(graces)));
      assertInstanceOf(Rejected.class, wide.lab.tokens.verify(adas));
      assertInstanceOf(Verified.class, wide.lab.tokens.verify(graces));
    }
  }
}
