package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.AddressRange;
import dev.pat4j.TokenRequest;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.FailureThrottle;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import jakarta.servlet.DispatcherType;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Behind a proxy the peer is the proxy: what is held against a client is held against the client.
 */
class BehindProxyTest {

  private static final String WRONG = WebLab.basic("ada", "guessed");
  private static final String ADA = WebLab.basic("ada", FakeHost.ADA);

  private final WebLab web = new WebLab();
  private final List<String> failed = new ArrayList<>();

  /** One failure is too many. */
  private final FailureThrottle throttle =
      new FailureThrottle() {
        @Override
        public Duration delay(String clientAddress) {
          return failed.contains(clientAddress) ? Duration.ofMinutes(1) : Duration.ZERO;
        }

        @Override
        public void failed(String clientAddress) {
          failed.add(clientAddress);
        }
      };

  @AfterEach
  void stop() {
    web.close();
  }

  private void start(Consumer<ServletContextHandler> inFront) throws Exception {
    web.start(
        context -> {
          inFront.accept(context);
          mount(
              context,
              new ServletHolder(
                  AuthorizationsServlet.builder(web.tokens, web.host).throttle(throttle).build()),
              AuthorizationsServlet.mappings("/"));
          mount(
              context,
              new ServletHolder(
                  TokensServlet.builder(web.tokens, web.host).throttle(throttle).build()),
              TokensServlet.mappings("/"));
          mount(
              context,
              new ServletHolder(
                  IntrospectionServlet.builder(web.tokens, web.host).throttle(throttle).build()),
              "/introspect");
        });
  }

  private static void mount(ServletContextHandler context, ServletHolder holder, String... paths) {
    for (String path : paths) {
      context.addServlet(holder, path);
    }
  }

  /** The filter, which knows the proxy, and leaves all paths to the servlets. */
  private void trusting(ServletContextHandler context, String proxies) {
    AccessRules open =
        AccessRules.builder()
            .open("/authorizations/*")
            .open("/tokens/*")
            .open("/token")
            .open("/introspect")
            .build();
    TokenAuthenticationFilter filter =
        TokenAuthenticationFilter.builder(web.tokens)
            .rules(open)
            .trustedProxies(AddressRange.parse(proxies))
            .build();
    context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
  }

  private int status(String client, String credentials, String path) throws Exception {
    HttpRequest.Builder request = web.to(path).header("Authorization", credentials);
    if (path.equals("/introspect")) {
      request
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(BodyPublishers.ofString("token=x"));
    }
    HttpResponse<String> answer = web.send(request.header("X-Forwarded-For", client));
    return answer.statusCode();
  }

  @Test
  @DisplayName("threat 25: behind a trusted proxy who guesses slows himself down and nobody else")
  void failuresAreCountedAgainstTheClientBehindTheProxy() throws Exception {
    start(context -> trusting(context, "127.0.0.1/32"));

    for (String path : List.of("/authorizations", "/tokens", "/token", "/introspect")) {
      failed.clear();
      assertEquals(401, status("203.0.113.66", WRONG, path), path);
      assertEquals(List.of("203.0.113.66"), failed, path);
    }
    assertEquals(403, status("203.0.113.66", ADA, "/authorizations"));
    assertEquals(429, status("203.0.113.66", ADA, "/tokens"));
    assertEquals(429, status("203.0.113.66", OAuthLab.BASIC, "/introspect"));
    assertEquals(200, status("198.51.100.1", ADA, "/authorizations"));
    assertEquals(200, status("198.51.100.1", ADA, "/tokens"));
    assertEquals(200, status("198.51.100.1", OAuthLab.BASIC, "/introspect"));
    assertEquals(200, status("203.0.113.66, 198.51.100.1", ADA, "/tokens"), "written by himself");
    assertEquals(429, status("198.51.100.1, 203.0.113.66", ADA, "/tokens"), "written by the proxy");
  }

  @Test
  @DisplayName("threat 25: a forged header from a peer that is no trusted proxy is ignored")
  void aForgedHeaderChangesNothing() throws Exception {
    start(context -> trusting(context, "192.0.2.0/24"));

    status("203.0.113.66", WRONG, "/authorizations");
    status("203.0.113.67", WRONG, "/token");

    assertEquals(List.of("127.0.0.1"), failed.subList(0, 1));
    assertEquals(403, status("198.51.100.1", ADA, "/authorizations"));
  }

  @Test
  void withoutAnAddressThePeerIsCounted() throws Exception {
    start(context -> trusting(context, "127.0.0.1/32"));

    status("unknown", WRONG, "/authorizations");

    assertEquals(List.of("127.0.0.1"), failed);
  }

  @Test
  void withoutAFilterTheHostSaysWhichAddressCounts() throws Exception {
    web.host.clientHeader = "X-Real-IP-Of-Our-Proxy";
    start(context -> {});

    HttpResponse<String> answer =
        web.send(
            web.to("/tokens")
                .header("Authorization", WRONG)
                .header("X-Forwarded-For", "198.51.100.1")
                .header("X-Real-IP-Of-Our-Proxy", "203.0.113.66"));

    assertEquals(401, answer.statusCode());
    assertEquals(List.of("203.0.113.66"), failed);
  }

  @Test
  @DisplayName("threat 25: a token that is bound to addresses is held to the client's own")
  void aBoundTokenIsHeldToTheClientsAddress() throws Exception {
    start(context -> trusting(context, "127.0.0.1/32"));
    String bound =
        "Bearer "
            + web.tokens
                .issue(
                    TokenRequest.forOwner("ada")
                        .allowedAddresses("198.51.100.0/24")
                        .neverExpires()
                        .build())
                .secret()
                .reveal();

    assertEquals(200, status("198.51.100.1", bound, "/token"));
    for (String from :
        List.of("203.0.113.66", "198.51.100.1, 203.0.113.67", "unknown", "198.51.100.1, x")) {
      assertEquals(403, status(from, bound, "/token"), from);
    }
    assertEquals(List.of(), failed, "it is no guess");
  }
}
