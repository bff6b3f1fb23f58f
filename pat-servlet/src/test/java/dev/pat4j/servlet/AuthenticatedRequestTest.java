package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.pat4j.AccessToken;
import dev.pat4j.Verified;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Collections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who the application believes is calling. */
class AuthenticatedRequestTest {

  private final Host host = new Host();

  private HttpServletRequest with(String authorization) {
    return host.send(
            FakeRequest.get("/user").authorization(authorization).containerPrincipal("session"))
        .passed;
  }

  @Test
  @DisplayName("the owner of the token, never the name that was sent nor the container's session")
  void isTheOwner() {
    String token = host.token("repo");
    for (String line : new String[] {"Bearer " + token, FakeRequest.basic("eve:" + token)}) {
      HttpServletRequest request = with(line);
      assertEquals("ada", request.getRemoteUser());
      assertEquals("ada", request.getUserPrincipal().getName());
    }
  }

  @Test
  void principalsOfOneOwnerAreEqual() {
    Principal one = with("Bearer " + host.token("repo")).getUserPrincipal();
    Principal other = with("Bearer " + host.token()).getUserPrincipal();
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
  }

  @Test
  void tellsTheSchemeThatWasUsed() {
    String token = host.token("repo");
    assertEquals("BASIC", with(FakeRequest.basic(token + ":")).getAuthType());
    assertEquals("Bearer", with("Bearer " + token).getAuthType());
    assertEquals("Bearer", with("token " + token).getAuthType());
  }

  @Test
  @DisplayName("roles are scopes, held or implied; whatever else is asked is no")
  void rolesAreScopes() {
    HttpServletRequest request = with("Bearer " + host.token("repo"));
    assertTrue(request.isUserInRole("repo"));
    assertTrue(request.isUserInRole("repo:read"));
    assertFalse(request.isUserInRole("user"));
    assertFalse(request.isUserInRole("admin"));
    assertFalse(request.isUserInRole("*"));
    assertFalse(request.isUserInRole("**"));
    assertFalse(request.isUserInRole(""));
    assertFalse(request.isUserInRole(null));
  }

  @Test
  @DisplayName("the container's own logins are not consulted")
  void asksNoContainer() throws Exception {
    HttpServletResponse response = mock(HttpServletResponse.class);
    HttpServletRequest request = with("Bearer " + host.token("repo"));
    assertTrue(request.authenticate(response));
    assertThrows(ServletException.class, () -> request.login("ada", "password"));
    verifyNoInteractions(response);
  }

  @Test
  void handsOutTheTokenAndTheProof() {
    HttpServletRequest request = with("Bearer " + host.token("repo", "user"));
    AccessToken token = TokenAuthenticationFilter.tokenOf(request).orElseThrow();
    Verified verified = TokenAuthenticationFilter.verifiedOf(request).orElseThrow();
    assertEquals("ada", token.owner());
    assertEquals(token, TokenAuthenticationFilter.requireToken(request));
    assertEquals(token, verified.token());
    assertEquals("repo user", verified.scopes().toString());
  }

  @Test
  @DisplayName("who requires a token where there is none is told what to change, and no path")
  void requiringATokenWhereThereIsNone() {
    HttpServletRequest anonymous = host.send(FakeRequest.get("/status")).passed;
    assertEquals(
        "TokenAuthenticationFilter let this request through without a token: have a rule require"
            + " one for this path, or ask tokenOf(request)",
        assertThrows(
                IllegalStateException.class,
                () -> TokenAuthenticationFilter.requireToken(anonymous))
            .getMessage());

    HttpServletRequest unseen = FakeRequest.get("/user").bearer(host.token("repo")).asServlet();
    assertEquals(
        "no TokenAuthenticationFilter judged this request: register the filter for this path, or"
            + " best for /* with registerIn(context)",
        assertThrows(
                IllegalStateException.class, () -> TokenAuthenticationFilter.requireToken(unseen))
            .getMessage());
    assertTrue(TokenAuthenticationFilter.tokenOf(unseen).isEmpty());
  }

  @Test
  @DisplayName("an anonymous request keeps what the container says")
  void anonymousRequestsAreTheContainers() {
    HttpServletRequest request =
        host.send(FakeRequest.get("/status").containerPrincipal("session")).passed;
    assertEquals("session", request.getRemoteUser());
    assertTrue(TokenAuthenticationFilter.tokenOf(request).isEmpty());
    assertTrue(TokenAuthenticationFilter.verifiedOf(request).isEmpty());
  }

  @Test
  @DisplayName("a container may refuse to tell headers")
  void headersMayBeNull() {
    HttpServletRequest closed = mock(HttpServletRequest.class);
    when(closed.getHeaderNames()).thenReturn(null);
    HttpServletResponse response = mock(HttpServletResponse.class);
    IdentityHeaders hidden = new IdentityHeaders(Collections.emptyList());
    assertEquals(null, new GuardedRequest(closed, hidden, response).getHeaderNames());
    assertEquals(null, new GuardedRequest(closed, null, response).getHeaderNames());
    assertEquals(null, new GuardedRequest(closed, hidden, response).getHeader(null));
  }
}
