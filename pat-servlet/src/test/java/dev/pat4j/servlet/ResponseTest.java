package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.pat4j.TokenRequest;
import dev.pat4j.servlet.Host.Exchange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is added to the answers of the application behind the filter. */
class ResponseTest {

  private static final List<String> PLAIN =
      List.of("Basic realm=\"acme\", charset=\"UTF-8\"", "Bearer realm=\"acme\"");

  private final Host host = new Host();

  private Exchange answering(Host.Application application) {
    host.application = application;
    return host.send(FakeRequest.get("/user").bearer(host.token("repo", "user")));
  }

  @Nested
  @DisplayName("a bare 401")
  class Bare401 {

    @Test
    void bySetStatus() {
      assertEquals(PLAIN, answering((q, r) -> r.setStatus(401)).response.challenges());
    }

    @Test
    void bySendError() {
      Exchange exchange = answering((q, r) -> r.sendError(401));
      assertEquals(PLAIN, exchange.response.challenges());
      assertEquals(1, exchange.response.errorSent);
      exchange = answering((q, r) -> r.sendError(401, "no"));
      assertEquals(PLAIN, exchange.response.challenges());
      assertEquals(1, exchange.response.errorSent);
    }

    @Test
    void isChallengedOnOpenPathsToo() {
      host.application = (request, response) -> response.sendError(401);
      assertEquals(PLAIN, host.send(FakeRequest.get("/status")).response.challenges());
    }

    @Test
    @DisplayName("is challenged before the application commits it")
    void beforeTheCommit() {
      for (Host.Application commit :
          List.<Host.Application>of(
              (q, r) -> r.flushBuffer(),
              (q, r) -> r.getOutputStream().write('x'),
              (q, r) -> r.getWriter().write("x"))) {
        Exchange exchange =
            answering(
                (q, r) -> {
                  r.setStatus(401);
                  commit.serve(q, r);
                });
        assertEquals(PLAIN, exchange.response.challenges());
      }
    }

    @Test
    void keepsAChallengeThatIsThereAlready() {
      Exchange exchange =
          answering(
              (q, r) -> {
                r.setHeader("WWW-Authenticate", "Own");
                r.setStatus(401);
                r.sendError(401);
              });
      assertEquals(List.of("Own"), exchange.response.challenges());
    }

    @Test
    @DisplayName("gives way to challenges that are set after the status")
    void givesWayToLaterOnes() {
      assertEquals(
          List.of("Own"),
          answering(
                  (q, r) -> {
                    r.setStatus(401);
                    r.setHeader("www-authenticate", "Own");
                  })
              .response
              .challenges());
      assertEquals(
          List.of("Own", "Other"),
          answering(
                  (q, r) -> {
                    r.setStatus(401);
                    r.addHeader("Www-Authenticate", "Own");
                    r.addHeader("WWW-Authenticate", "Other");
                  })
              .response
              .challenges());
    }

    @Test
    void isChallengedOnceHoweverOftenItIsSet() {
      Exchange exchange =
          answering(
              (q, r) -> {
                r.setStatus(401);
                r.setStatus(401);
                r.sendError(401);
              });
      assertEquals(PLAIN, exchange.response.challenges());
    }

    @Test
    void isChallengedAgainAfterAReset() {
      Exchange exchange =
          answering(
              (q, r) -> {
                r.setStatus(401);
                r.reset();
                r.setStatus(401);
                r.addHeader("WWW-Authenticate", "Own");
              });
      assertEquals(List.of("Own"), exchange.response.challenges());
      exchange =
          answering(
              (q, r) -> {
                r.setStatus(401);
                r.reset();
                r.addHeader("WWW-Authenticate", "Own");
                r.addHeader("WWW-Authenticate", "Other");
              });
      assertEquals(List.of("Own", "Other"), exchange.response.challenges());
    }

    @Test
    void isLeftBareIfTheHostSaysSo() {
      host.with(filter -> filter.challengeBare401(false));
      assertEquals(List.of(), answering((q, r) -> r.sendError(401)).response.challenges());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 400, 402, 403, 404, 407, 500, 503})
    void noOtherStatusIsChallenged(int status) {
      assertEquals(List.of(), answering((q, r) -> r.setStatus(status)).response.challenges());
      assertEquals(List.of(), answering((q, r) -> r.sendError(status)).response.challenges());
      assertEquals(List.of(), answering((q, r) -> r.sendError(status, "")).response.challenges());
    }
  }

  @Nested
  class Caching {

    @Test
    @DisplayName("answers to a token are not stored, and vary by Authorization")
    void byDefault() {
      Exchange exchange = answering((q, r) -> r.getWriter().write("x"));
      assertEquals("no-store", exchange.response.header("Cache-Control"));
      assertEquals("Authorization", exchange.response.header("Vary"));
    }

    @Test
    void theApplicationsCacheControlStands() {
      assertEquals(
          "private, max-age=60",
          answering((q, r) -> r.setHeader("cache-control", "private, max-age=60"))
              .response
              .header("Cache-Control"));
      assertEquals(
          List.of("private", "max-age=60"),
          answering(
                  (q, r) -> {
                    r.addHeader("Cache-Control", "private");
                    r.addHeader("Cache-Control", "max-age=60");
                  })
              .response
              .headers("Cache-Control"));
    }

    @Test
    void theCacheControlOfAFilterInFrontStands() {
      FakeResponse response = new FakeResponse();
      response.setHeader("Cache-Control", "private");
      host.application = (q, r) -> r.addHeader("Cache-Control", "max-age=1");
      host.send(FakeRequest.get("/user").bearer(host.token("repo")), response);
      assertEquals(List.of("private", "max-age=1"), response.headers("Cache-Control"));
      assertEquals("Authorization", response.header("Vary"));
    }

    @Test
    @DisplayName("Vary only grows")
    void varyGrows() {
      assertEquals(
          List.of("Accept", "Authorization"),
          answering((q, r) -> r.setHeader("Vary", "Accept")).response.headers("Vary"));
      assertEquals(
          List.of("Authorization", "Accept"),
          answering((q, r) -> r.addHeader("vary", "Accept")).response.headers("Vary"));
      for (String enough : List.of("*", "Accept, *", "Origin ,authorization", "Authorization,A")) {
        assertEquals(
            enough, answering((q, r) -> r.setHeader("Vary", enough)).response.header("Vary"));
      }
      assertEquals("*", answering((q, r) -> r.setHeader("Vary", "*")).response.header("Vary"));
      assertEquals(
          List.of("Accept"),
          sendOpen((q, r) -> r.setHeader("Vary", "Accept")).response.headers("Vary"));
    }

    @Test
    void surviveAReset() {
      Exchange exchange =
          answering(
              (q, r) -> {
                r.setHeader("Cache-Control", "private");
                r.reset();
              });
      assertEquals("no-store", exchange.response.header("Cache-Control"));
      assertEquals("Authorization", exchange.response.header("Vary"));
      assertEquals("repo, user", exchange.response.header("X-OAuth-Scopes"));
    }
  }

  @Nested
  class TokenHeaders {

    @Test
    @DisplayName("scopes are listed with comma and space, the rule's beside the token's")
    void scopes() {
      Exchange exchange = answering((q, r) -> {});
      assertEquals("repo, user", exchange.response.header("X-OAuth-Scopes"));
      assertEquals("", exchange.response.header("X-Accepted-OAuth-Scopes"));
      exchange = host.send(FakeRequest.get("/both").bearer(host.token("user", "repo")));
      assertEquals("repo, user", exchange.response.header("X-Accepted-OAuth-Scopes"));
    }

    @Test
    @DisplayName("both are present, and empty, without scopes")
    void noScopes() {
      Exchange exchange = host.send(FakeRequest.get("/user").bearer(host.token()));
      assertEquals("", exchange.response.header("X-OAuth-Scopes"));
      assertEquals("", exchange.response.header("X-Accepted-OAuth-Scopes"));
    }

    @Test
    @DisplayName("the expiration is told as GitHub does")
    void expiration() {
      String token =
          host.token(
              TokenRequest.forOwner("ada")
                  .name("ci")
                  .expiresAt(Instant.parse("2026-12-31T23:59:59Z")));
      assertEquals(
          "2026-12-31 23:59:59 UTC",
          host.send(FakeRequest.get("/user").bearer(token))
              .response
              .header("GitHub-Authentication-Token-Expiration"));
    }

    @Test
    void noneWithoutAnExpiry() {
      String token = host.token(TokenRequest.forOwner("ada").name("ci").neverExpires());
      assertNull(
          host.send(FakeRequest.get("/user").bearer(token))
              .response
              .header("GitHub-Authentication-Token-Expiration"));
    }

    @Test
    void canBeSwitchedOff() {
      host.with(filter -> filter.scopeHeaders(false).expiryHeader(false));
      Exchange exchange = answering((q, r) -> {});
      assertNull(exchange.response.header("X-OAuth-Scopes"));
      assertNull(exchange.response.header("X-Accepted-OAuth-Scopes"));
      assertNull(exchange.response.header("GitHub-Authentication-Token-Expiration"));
      host.with(filter -> filter.scopeHeaders(false).scopeHeaders(true));
      assertEquals("repo, user", answering((q, r) -> {}).response.header("X-OAuth-Scopes"));
    }

    @Test
    void openPathsTellNothing() {
      host.application = (q, r) -> {};
      Exchange exchange = host.send(FakeRequest.get("/status").bearer(host.token("repo")));
      assertNull(exchange.response.header("X-OAuth-Scopes"));
      assertNull(exchange.response.header("Cache-Control"));
    }
  }

  private Exchange sendOpen(Host.Application application) {
    host.application = application;
    return host.send(FakeRequest.get("/status"));
  }
}
