package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import dev.pat4j.servlet.Host.Exchange;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every dispatch of a request, as section 7 of the contract has it. */
class DispatchTest {

  private final Host host = new Host();

  @Nested
  class Async {

    @Test
    @DisplayName("the second dispatch has the identity, and the store is not asked again")
    void keepsTheIdentity() {
      FakeRequest request = FakeRequest.get("/repos/x").bearer(host.token("repo:read"));
      host.send(request);
      Exchange again = host.send(request.dispatch(DispatcherType.ASYNC));
      assertEquals("ada", again.passed.getRemoteUser());
      assertTrue(TokenAuthenticationFilter.tokenOf(again.passed).isPresent());
      assertEquals("no-store", again.response.header("Cache-Control"));
      assertEquals(1, host.store.reads);
      assertEquals(0, host.store.writes);
    }

    @Test
    @DisplayName(
        "threat 26: what startAsync() hands on is the guarded request, not the container's")
    void handsOnTheGuardedRequest() {
      FakeRequest request =
          FakeRequest.get("/repos/x").bearer(host.token("repo:read")).containerPrincipal("session");
      host.application = (passed, response) -> passed.startAsync();
      Exchange exchange = host.send(request.header("X-Remote-User", "root"));
      assertEquals("ada", request.asyncRequest.getRemoteUser());
      assertNull(request.asyncRequest.getHeader("X-Remote-User"));
      assertSame(exchange.passed, request.asyncRequest);
      ((HttpServletResponse) request.asyncResponse).setStatus(401);
      assertEquals(2, exchange.response.challenges().size());
    }

    @Test
    @DisplayName("threat 26: neither on an open path")
    void handsOnTheGuardedRequestOnOpenPaths() {
      FakeRequest request = FakeRequest.get("/status").header("X-Remote-User", "root");
      host.application = (passed, response) -> passed.startAsync();
      host.send(request);
      assertNull(request.asyncRequest.getHeader("X-Remote-User"));
    }

    @Test
    @DisplayName("a dispatch to another path is judged for that path")
    void isJudgedForItsOwnPath() {
      FakeRequest request = FakeRequest.get("/repos/x").bearer(host.token("repo:read"));
      host.send(request);
      assertEquals(403, host.send(request.redispatched(DispatcherType.ASYNC, "/both")).status());
      assertEquals(403, host.send(request.redispatched(DispatcherType.ASYNC, "/nowhere")).status());
      assertEquals(
          400, host.send(request.redispatched(DispatcherType.ASYNC, "/repos/x;y")).status());
      assertEquals(1, host.store.calls());
    }

    @Test
    @DisplayName("a dispatch from an open path to a protected one asks for credentials")
    void fromAnOpenPath() {
      FakeRequest request = FakeRequest.get("/status");
      assertTrue(host.send(request).reachedApplication());
      Exchange again = host.send(request.redispatched(DispatcherType.ASYNC, "/repos/x"));
      assertEquals(401, again.status());
      assertFalse(again.reachedApplication());
    }

    @Test
    @DisplayName("a token that is revoked in between keeps the request that it began")
    void isOfTheMomentOfTheRequest() {
      var issued = host.issue(request -> request.scopes("repo"));
      FakeRequest request = FakeRequest.get("/repos/x").bearer(issued.secret().reveal());
      host.send(request);
      host.tokens.ownedBy("ada").revoke(issued.token().id(), "lost");
      assertTrue(host.send(request.dispatch(DispatcherType.ASYNC)).reachedApplication());
      assertEquals(401, host.send(request.dispatch(DispatcherType.REQUEST)).status());
    }

    @Test
    @DisplayName("without asyncSupported the first startAsync says what to do")
    void unsupported() {
      FakeRequest request = FakeRequest.get("/user").bearer(host.token("repo")).withoutAsync();
      host.application = (passed, response) -> passed.startAsync();
      Exception refused = assertThrows(IllegalStateException.class, () -> host.send(request));
      assertTrue(refused.getMessage().contains("asyncSupported"), refused.getMessage());
      assertTrue(refused.getMessage().contains("registerIn"), refused.getMessage());
      host.application = (passed, response) -> passed.startAsync(passed, response);
      assertThrows(IllegalStateException.class, () -> host.send(request));
      assertFalse(request.asyncStarted);
    }

    @Test
    void supported() {
      FakeRequest request = FakeRequest.get("/status");
      host.application =
          (passed, response) -> assertSame(request.asyncContext, passed.startAsync());
      host.send(request);
      assertTrue(request.asyncStarted);
      FakeRequest other = FakeRequest.get("/status");
      host.application =
          (passed, response) -> assertSame(other.asyncContext, passed.startAsync(passed, response));
      host.send(other);
      assertTrue(other.asyncStarted);
    }
  }

  @Nested
  class Forward {

    @Test
    @DisplayName("CVE-2022-31692, CVE-2022-40664: a forward is judged again for its target")
    void isJudgedAgain() {
      FakeRequest request = FakeRequest.get("/repos/x").bearer(host.token("repo:read"));
      assertTrue(host.send(request).reachedApplication());
      Exchange forwarded = host.send(request.redispatched(DispatcherType.FORWARD, "/both"));
      assertFalse(forwarded.reachedApplication());
      assertEquals(403, forwarded.status());
      assertEquals(1, host.store.calls());
    }

    @Test
    @DisplayName(
        "CVE-2022-31692: a forward from an open path to a protected one asks for credentials")
    void fromAnOpenPath() {
      FakeRequest request = FakeRequest.get("/open/x");
      host.send(request);
      assertEquals(
          401, host.send(request.redispatched(DispatcherType.FORWARD, "/repos/x")).status());
      FakeRequest withToken = FakeRequest.get("/open/x").bearer(host.token("repo"));
      host.send(withToken);
      assertEquals(0, host.store.calls());
      Exchange forwarded = host.send(withToken.redispatched(DispatcherType.FORWARD, "/repos/x"));
      assertEquals("ada", forwarded.passed.getRemoteUser());
      assertEquals(1, host.store.reads);
    }

    @Test
    @DisplayName("a forward to an open path leaves the caller who it was")
    void toAnOpenPath() {
      FakeRequest request = FakeRequest.get("/repos/x").bearer(host.token("repo"));
      host.send(request);
      host.send(request.redispatched(DispatcherType.FORWARD, "/open/fragment"));
      assertTrue(TokenAuthenticationFilter.tokenOf(request.asServlet()).isPresent());
    }

    @Test
    @DisplayName("a service that the first query asked for counts for the git target, too")
    void queriesAddUp() {
      FakeRequest request = FakeRequest.get("/user").bearer(host.token("repo:read"));
      host.send(request);
      request.redispatched(DispatcherType.FORWARD, "/git/x.git/info/refs");
      assertTrue(host.send(request).reachedApplication());
      request.setAttribute(RequestDispatcher.FORWARD_QUERY_STRING, "service=git-receive-pack");
      assertEquals(403, host.send(request).status());
      request.setAttribute(RequestDispatcher.FORWARD_QUERY_STRING, "service=git-upload-pack");
      assertTrue(host.send(request).reachedApplication());
    }

    @Test
    @DisplayName("the same query twice is one query")
    void aRepeatedQueryIsOne() {
      FakeRequest request =
          FakeRequest.get("/git/x.git/info/refs?service=git-upload-pack")
              .bearer(host.token("repo:read"))
              .dispatch(DispatcherType.FORWARD);
      request.setAttribute(RequestDispatcher.FORWARD_QUERY_STRING, "service=git-upload-pack");
      assertTrue(host.send(request).reachedApplication());
    }
  }

  @Nested
  class Include {

    @Test
    @DisplayName("an include is judged for its target, though the getters still tell the caller")
    void isJudgedForItsTarget() {
      FakeRequest request = FakeRequest.get("/repos/x").bearer(host.token("repo:read"));
      host.send(request);
      Exchange included = host.send(request.including("/both"));
      assertFalse(included.reachedApplication());
      assertInstanceOf(ServletException.class, included.thrown);
      assertEquals(200, included.status(), "an include may not set a status");
      assertTrue(host.send(request.including("/repos/y")).reachedApplication());
      assertEquals(1, host.store.calls());
    }

    @Test
    void suspiciousTargetsAreRefused() {
      FakeRequest request = FakeRequest.get("/repos/x").bearer(host.token("repo"));
      host.send(request);
      assertInstanceOf(
          ServletException.class, host.send(request.including("/open/../repos")).thrown);
    }

    @Test
    @DisplayName("an include whose target the container does not tell is refused")
    void withoutAttributes() {
      FakeRequest request = FakeRequest.get("/open/x").dispatch(DispatcherType.INCLUDE);
      assertInstanceOf(ServletException.class, host.send(request).thrown);
    }

    @Test
    void thePathInfoOfTheTargetCounts() {
      FakeRequest request = FakeRequest.get("/open/x").including("/repos");
      request.setAttribute(RequestDispatcher.INCLUDE_PATH_INFO, "/x");
      assertInstanceOf(ServletException.class, host.send(request).thrown);
      request.setAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH, "/open");
      assertTrue(host.send(request).reachedApplication());
    }

    @Test
    void theQueryOfTheTargetCounts() {
      FakeRequest request = FakeRequest.get("/repos/x").bearer(host.token("repo:read"));
      host.send(request);
      request.including("/git/x.git/info/refs");
      assertTrue(host.send(request).reachedApplication());
      request.setAttribute(RequestDispatcher.INCLUDE_QUERY_STRING, "service=git-receive-pack");
      assertInstanceOf(ServletException.class, host.send(request).thrown);
    }
  }

  @Test
  @DisplayName("another filter's finding is not this one's")
  void findingsOfOtherFiltersDoNotCount() {
    FakeRequest request = FakeRequest.get("/repos/x").bearer(host.token("repo"));
    host.send(request);
    Host other = new Host();
    assertEquals(401, other.send(request.dispatch(DispatcherType.ASYNC)).status());
  }

  @Test
  @DisplayName("an attribute of the same name that is something else counts for nothing")
  void foreignAttributesDoNotCount() {
    FakeRequest request = FakeRequest.get("/repos/x").dispatch(DispatcherType.ASYNC);
    request.setAttribute("dev.pat4j.servlet.standing", "ada");
    assertEquals(401, host.send(request).status());
    assertFalse(TokenAuthenticationFilter.tokenOf(request.asServlet()).isPresent());
  }

  @Test
  @DisplayName("a response that is committed already is broken off, and nothing is called")
  void committedResponses() {
    Exchange exchange = host.send(FakeRequest.get("/repos/x"), new FakeResponse().committed());
    assertInstanceOf(ServletException.class, exchange.thrown);
    assertFalse(exchange.reachedApplication());
    assertEquals("", exchange.response.body());
  }

  @Test
  @DisplayName("a response whose writer is taken is refused through it")
  void takenWriters() {
    Exchange exchange = host.send(FakeRequest.get("/repos/x"), new FakeResponse().writerTaken());
    assertEquals(401, exchange.status());
    assertEquals("authentication required\n", exchange.response.body());
  }

  @Test
  @DisplayName("what was written before and is not committed is no part of a refusal")
  void whatWasBufferedIsDropped() throws Exception {
    FakeResponse response = new FakeResponse();
    response.getOutputStream().write('x');
    assertEquals(
        "authentication required\n",
        host.send(FakeRequest.get("/repos/x"), response).response.body());
  }

  @Test
  @DisplayName("headers of filters in front stay, but for what the refusal says itself")
  void headersOfEarlierFiltersStay() {
    FakeResponse response = new FakeResponse();
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Vary", "Origin");
    response.setHeader("Cache-Control", "public");
    response.setHeader("WWW-Authenticate", "Other");
    Exchange exchange = host.send(FakeRequest.get("/repos/x"), response);
    assertEquals("*", exchange.response.header("Access-Control-Allow-Origin"));
    assertEquals(java.util.List.of("Origin", "Authorization"), exchange.response.headers("Vary"));
    assertEquals("no-store", exchange.response.header("Cache-Control"));
    assertEquals(2, exchange.response.challenges().size());
    assertTrue(exchange.response.challenges().get(0).startsWith("Basic "));
  }

  @Test
  @DisplayName("what is not HTTP is refused")
  void notHttp() {
    TokenAuthenticationFilter filter = host.filter(f -> f);
    FilterChain chain = (request, response) -> assertNull(request, "must not be called");
    assertThrows(
        ServletException.class,
        () -> filter.doFilter(mock(ServletRequest.class), new FakeResponse().asServlet(), chain));
    assertThrows(
        ServletException.class,
        () ->
            filter.doFilter(
                FakeRequest.get("/status").asServlet(), mock(ServletResponse.class), chain));
    assertNotNull(filter);
  }

  @Test
  @DisplayName("a filter that was never initialised lets nothing through")
  void notInitialised() {
    TokenAuthenticationFilter filter = new TokenAuthenticationFilter();
    assertThrows(
        ServletException.class,
        () ->
            filter.doFilter(
                FakeRequest.get("/status").asServlet(),
                new FakeResponse().asServlet(),
                (request, response) -> assertNull(request, "must not be called")));
  }
}
