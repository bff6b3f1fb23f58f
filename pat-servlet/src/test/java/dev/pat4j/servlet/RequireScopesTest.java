package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.servlet.Host.Exchange;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Asking for scopes from within a handler. */
class RequireScopesTest {

  private final Host host = new Host();

  private Exchange asking(RequireScopes scopes, FakeRequest request) {
    host.application =
        (passed, response) -> {
          if (scopes.admits(passed, response)) {
            response.setStatus(204);
          }
        };
    return host.send(request);
  }

  @Test
  void admitsTokensThatCoverThem() {
    FakeRequest request = FakeRequest.get("/user").bearer(host.token("repo", "user"));
    assertEquals(204, asking(RequireScopes.of("repo:read", "user"), request).status());
  }

  @Test
  @DisplayName("answers just as the filter to a token that lacks one")
  void refusesTokensThatLackOne() {
    FakeRequest request = FakeRequest.get("/user").bearer(host.token("repo:read"));
    Exchange exchange = asking(RequireScopes.of("repo:read", "user"), request);
    assertEquals(403, exchange.status());
    assertEquals(
        List.of("Bearer realm=\"acme\", error=\"insufficient_scope\", scope=\"repo:read user\""),
        exchange.response.challenges());
    assertEquals("insufficient scope\n", exchange.response.body());
    assertEquals("no-store", exchange.response.header("Cache-Control"));
    assertEquals("repo:read, user", exchange.response.header("X-Accepted-OAuth-Scopes"));
  }

  @Test
  @DisplayName("answers just as the filter to a request without a token")
  void refusesAnonymousRequests() {
    Exchange exchange = asking(RequireScopes.of("repo"), FakeRequest.get("/status"));
    assertEquals(401, exchange.status());
    assertEquals(2, exchange.response.challenges().size());
    assertEquals("authentication required\n", exchange.response.body());
  }

  @Test
  void canBeAskedWithoutAnAnswer() {
    host.application =
        (passed, response) -> {
          assertTrue(RequireScopes.of("repo").isMet(passed));
          assertEquals(false, RequireScopes.of("repo", "user").isMet(passed));
        };
    Exchange exchange = host.send(FakeRequest.get("/user").bearer(host.token("repo")));
    assertEquals(200, exchange.status());
    host.application =
        (passed, response) -> assertEquals(false, RequireScopes.of("repo").isMet(passed));
    assertEquals(200, host.send(FakeRequest.get("/status")).status());
  }

  @Test
  @DisplayName("threat 27: naming none is refused, not met")
  void needsAScope() {
    assertThrows(IllegalArgumentException.class, RequireScopes::of);
  }

  @Test
  void unknownScopesAreMistakes() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            asking(RequireScopes.of("nope"), FakeRequest.get("/user").bearer(host.token("repo"))));
    assertThrows(
        IllegalArgumentException.class,
        () -> asking(RequireScopes.of("nope"), FakeRequest.get("/status")));
  }

  @Test
  @DisplayName("a request that did not come through the filter is a mistake, and not met")
  void needsTheFilter() {
    FakeRequest request = FakeRequest.get("/user").bearer(host.token("repo"));
    assertThrows(
        IllegalStateException.class, () -> RequireScopes.of("repo").isMet(request.asServlet()));
    assertThrows(
        IllegalStateException.class,
        () -> RequireScopes.of("repo").admits(request.asServlet(), new FakeResponse().asServlet()));
  }

  @Test
  void tellsItsScopes() {
    assertEquals("RequireScopes[repo, user]", RequireScopes.of("repo", "user").toString());
  }
}
