package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TokenAuthenticationFilterTest {

  private final Host host = new Host();

  @Test
  @DisplayName("row 6: no Authorization line is challenged, Basic first, without an error")
  void challengesRequestsWithoutCredentials() {
    Host.Exchange exchange = host.send(FakeRequest.get("/repos/x"));
    assertEquals(401, exchange.status());
    assertEquals(
        List.of("Basic realm=\"acme\", charset=\"UTF-8\"", "Bearer realm=\"acme\""),
        exchange.response.challenges());
    assertFalse(exchange.reachedApplication());
  }

  @Test
  @DisplayName("row 17: a token that meets the rule passes as its owner")
  void passesTokensThatMeetTheRule() {
    Host.Exchange exchange = host.send(FakeRequest.get("/repos/x").bearer(host.token("repo:read")));
    assertTrue(exchange.reachedApplication());
    assertEquals("ada", exchange.passed.getRemoteUser());
    assertEquals("repo:read", exchange.response.header("X-OAuth-Scopes"));
  }
}
