package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.TokenRequest;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How hosts mount the servlets, rightly and not, and hosts that say little. */
class MountingTest {

  @Test
  void aServletRegistersItselfWhileTheContextStartsAndOnlyOnce() throws Exception {
    List<String> refused = new ArrayList<>();
    try (WebLab web = new WebLab()) {
      ServletContextListener mount =
          new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
              var tokens = TokensServlet.builder(web.tokens, web.host).build();
              assertEquals(
                  2, tokens.registerIn(event.getServletContext(), "/api/").getMappings().size());
              refused.add(
                  assertThrows(
                          IllegalStateException.class,
                          () -> tokens.registerIn(event.getServletContext(), "/"))
                      .getMessage());
            }
          };
      web.start(context -> context.addEventListener(mount));

      assertEquals(401, web.send(web.to("/api/tokens")).statusCode());
      assertEquals(404, web.send(web.to("/tokens")).statusCode());
      assertTrue(refused.get(0).contains("registered already"), refused.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"api/", "/api", ""})
  void aPrefixThatIsNoneIsNamed(String prefix) {
    for (var refused :
        List.of(
            assertThrows(IllegalArgumentException.class, () -> TokensServlet.mappings("/", prefix)),
            assertThrows(
                IllegalArgumentException.class,
                () -> AuthorizationsServlet.mappings("/", prefix)))) {
      assertTrue(refused.getMessage().endsWith("'" + prefix + "'"), refused.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> TokensServlet.mappings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\"b", "a\\b", "a\r\nb", "ä"})
  void aRealmThatWouldBreakTheHeaderIsRefused(String realm) {
    try (WebLab web = new WebLab()) {
      var tokens = TokensServlet.builder(web.tokens, web.host);
      var authorizations = AuthorizationsServlet.builder(web.tokens, web.host);
      assertThrows(IllegalArgumentException.class, () -> tokens.realm(realm));
      assertThrows(IllegalArgumentException.class, () -> authorizations.realm(realm));
    }
  }

  @Test
  void theRealmIsInEveryChallenge() throws Exception {
    try (WebLab web = new WebLab()) {
      Servlet tokens = TokensServlet.builder(web.tokens, web.host).realm("acme").build();
      Servlet gitHub = AuthorizationsServlet.builder(web.tokens, web.host).realm("acme").build();
      mount(web, tokens, TokensServlet.mappings("/"), gitHub, AuthorizationsServlet.mappings("/"));
      for (String path : List.of("/tokens", "/token", "/authorizations", "/applications/x/token")) {
        var answer = web.send(web.to(path));
        assertEquals(401, answer.statusCode(), path);
        String challenge = answer.headers().firstValue("WWW-Authenticate").orElseThrow();
        assertTrue(challenge.startsWith("Basic realm=\"acme\", charset=\"UTF-8\""), challenge);
      }
    }
  }

  @Test
  void underANameThatIsNoneOfTheirsTheyHaveNoRoute() throws Exception {
    try (WebLab web = new WebLab()) {
      Servlet tokens = TokensServlet.builder(web.tokens, web.host).build();
      Servlet gitHub = AuthorizationsServlet.builder(web.tokens, web.host).build();
      mount(web, tokens, new String[] {"/mine/*"}, gitHub, new String[] {"/theirs/*"});
      for (String path : List.of("/mine", "/mine/1", "/theirs", "/theirs/1")) {
        var request = web.to(path).header("Authorization", AuthorizationsLab.ADA);
        assertEquals(404, web.send(request).statusCode(), path);
      }
    }
  }

  @Test
  void aHostThatSaysNothingLetsNobodyIn() throws Exception {
    try (WebLab web = new WebLab()) {
      WebHost silent = new WebHost() {};
      Servlet tokens = TokensServlet.builder(web.tokens, silent).build();
      Servlet page = TokenSettingsServlet.builder(web.tokens, silent).build();
      mount(web, tokens, TokensServlet.mappings("/"), page, new String[] {"/settings/*"});
      var person = web.to("/tokens").header("Authorization", AuthorizationsLab.ADA);
      assertEquals(401, web.send(person).statusCode());
      var visitor = web.send(web.to("/settings/"));
      assertEquals(401, visitor.statusCode());
      assertEquals("Session", visitor.headers().firstValue("WWW-Authenticate").orElseThrow());
      assertEquals(0, silent.userId("ada"));
      assertEquals(Optional.empty(), silent.application("demo-client"));
      assertEquals(Optional.empty(), silent.secondFactor("ada"));
    }
  }

  @Test
  void aHostThatNeverSaysWhenSomebodyProvedToBeHimLetsHimReadAndMakeNothing() throws Exception {
    try (WebLab web = new WebLab()) {
      WebHost host =
          new WebHost() {
            @Override
            public Optional<String> signedIn(HttpServletRequest request) {
              return Optional.of("ada");
            }
          };
      Servlet page = TokenSettingsServlet.builder(web.tokens, host).build();
      mount(web, page, new String[] {"/settings/*"}, page, new String[] {"/s/*"});
      assertEquals(200, web.send(web.to("/settings/")).statusCode());
      assertEquals(403, web.send(web.to("/settings/new")).statusCode());
    }
  }

  @Test
  void anApplicationIsNamedWithoutItsSecretAndRefusedWhereItCannotBe() {
    URI url = URI.create("https://demo.example/");
    var demo = RegisteredApplication.of("demo", "the secret", "Demo", url);
    assertFalse(demo.toString().contains("secret"), demo.toString());
    assertTrue(demo.toString().contains("demo") && demo.toString().contains("Demo"));
    assertTrue(demo.hasSecret("the secret"));
    assertFalse(demo.hasSecret("The secret"));
    for (String id : List.of("", "a:b", "a b", "ä", "x".repeat(256))) {
      assertThrows(
          IllegalArgumentException.class, () -> RegisteredApplication.of(id, "s", "n", url));
    }
    assertThrows(IllegalArgumentException.class, () -> RegisteredApplication.of("a", "", "n", url));
    assertThrows(
        IllegalArgumentException.class,
        () -> RegisteredApplication.of("a", "s", "n", URI.create("/relative")));
  }

  @Test
  void whatBreaksInAnUnforeseenWayIsToldToTheLogAndToNobodyElse() throws Exception {
    try (WebLab web = new WebLab()) {
      InstantSource broken =
          () -> {
            throw new UnsupportedOperationException("inside of the clock");
          };
      Servlet tokens = TokensServlet.builder(web.tokens, web.host).clock(broken).build();
      Servlet gitHub = AuthorizationsServlet.builder(web.tokens, web.host).clock(broken).build();
      mount(web, tokens, TokensServlet.mappings("/"), gitHub, AuthorizationsServlet.mappings("/"));
      for (var request :
          Map.of(
                  "/tokens",
                  web.to("/tokens"),
                  "/authorizations/clients/demo-client",
                  web.to("/authorizations/clients/demo-client")
                      .PUT(
                          BodyPublishers.ofString(
                              "{\"client_secret\":\"demo-secret\",\"note\":\"x\"}")))
              .values()) {
        web.tokens.issue(
            TokenRequest.forOwner("ada")
                .name("x")
                .attribute("github.client_id", "demo-client")
                .expiresAfter(Duration.ofDays(1))
                .build());
        var answer = web.send(request.header("Authorization", AuthorizationsLab.ADA));
        assertEquals(500, answer.statusCode(), answer.body());
        assertFalse(answer.body().contains("clock"), answer.body());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
      }
    }
  }

  private static void mount(WebLab web, Servlet one, String[] ones, Servlet other, String[] others)
      throws Exception {
    web.start(
        context -> {
          for (String path : ones) {
            context.addServlet(new ServletHolder(one), path);
          }
          for (String path : others) {
            context.addServlet(new ServletHolder(other), path);
          }
        });
  }
}
