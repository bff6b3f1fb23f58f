package dev.pat4j.web;

import static dev.pat4j.web.AuthorizationsLab.ADA;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.Test;

/** How a host mounts it. */
class AuthorizationsServletTest {

  @Test
  void registersItselfUnderEveryPrefixInOneCall() throws Exception {
    List<Exception> second = new ArrayList<>();
    try (WebLab web = new WebLab("/ctx", library -> {})) {
      web.start(
          onStart(
              event -> {
                AuthorizationsServlet servlet =
                    AuthorizationsServlet.builder(web.tokens, web.host).build();
                servlet.registerIn(event.getServletContext(), "/", "/api/v3/");
                second.add(
                    assertThrows(
                        IllegalStateException.class,
                        () -> servlet.registerIn(event.getServletContext(), "/other/")));
              }));
      for (String path :
          List.of(
              "/authorizations",
              "/authorizations/",
              "/api/v3/authorizations",
              "/applications/grants",
              "/api/v3/applications/grants")) {
        assertEquals("[]", send(web, path).body(), path);
      }
    }
    assertTrue(String.valueOf(second.get(0).getMessage()).contains("registered already"));
  }

  @Test
  void alsoAnswersBelowAMappingOfItsPrefix() throws Exception {
    try (WebLab web = new WebLab()) {
      web.start(
          context ->
              context.addServlet(
                  new ServletHolder(AuthorizationsServlet.builder(web.tokens, web.host).build()),
                  "/api/*"));
      var made =
          web.send(
              web.to("/api/authorizations")
                  .header("Authorization", ADA)
                  .POST(BodyPublishers.ofString("{\"note\":\"n\"}")));

      String url = AuthorizationsLab.object(made).getString("url");
      assertTrue(url.startsWith(web.base() + "/api/authorizations/"), url);
      assertEquals(200, send(web, url.substring(web.base().length())).statusCode());
      assertEquals(404, send(web, "/api/other").statusCode());
      assertEquals(404, send(web, "/api").statusCode());
    }
  }

  @Test
  void mappingsAreThoseOfEveryPrefix() {
    assertArrayEquals(
        new String[] {
          "/authorizations/*",
          "/applications/*",
          "/api/v3/authorizations/*",
          "/api/v3/applications/*"
        },
        AuthorizationsServlet.mappings("/", "/api/v3/"));
  }

  @Test
  void whatMakesNoSenseIsRefusedAtOnce() {
    WebLab web = new WebLab();
    var builder = AuthorizationsServlet.builder(web.tokens, web.host);
    for (String prefix : List.of("", "api", "/api", "api/")) {
      assertThrows(
          IllegalArgumentException.class, () -> AuthorizationsServlet.mappings(prefix), prefix);
    }
    assertThrows(IllegalArgumentException.class, AuthorizationsServlet::mappings);
    for (String realm : List.of("", "a\"b", "a\\b", "a\nb", "ä")) {
      assertThrows(IllegalArgumentException.class, () -> builder.realm(realm), realm);
    }
    for (String url : List.of("ftp://x", "/x", "https://x/?a=b")) {
      assertThrows(IllegalArgumentException.class, () -> builder.publicUrl(URI.create(url)), url);
    }
    assertThrows(NullPointerException.class, () -> builder.throttle(null));
    assertThrows(NullPointerException.class, () -> builder.clock(null));
    assertThrows(NullPointerException.class, () -> AuthorizationsServlet.builder(web.tokens, null));
  }

  private static HttpResponse<String> send(WebLab web, String path) throws Exception {
    return web.send(web.to(path).header("Authorization", ADA));
  }

  private static Consumer<ServletContextHandler> onStart(Consumer<ServletContextEvent> work) {
    return context ->
        context.addEventListener(
            new ServletContextListener() {
              @Override
              public void contextInitialized(ServletContextEvent event) {
                work.accept(event);
              }
            });
  }
}
