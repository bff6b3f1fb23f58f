package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.containers.Call;
import dev.pat4j.containers.Carrier;
import dev.pat4j.containers.Handler;
import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.RecordingServlet;
import dev.pat4j.containers.WebApp;
import dev.pat4j.servlet.RequireScopes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application learns of its caller, and what it can ask for itself. */
class IdentityTest extends HostTest {

  private static final RequireScopes ADMIN = RequireScopes.of("admin");

  @Override
  protected WebApp[] applications() {
    return new WebApp[] {
      application("", filter()),
      WebApp.at(
          "/committed",
          (classes, context) -> {
            commitFirst(context);
            guard(context, filter().build());
            addServlets(context);
          })
    };
  }

  @Override
  protected void addServlets(ServletContext context) {
    add(context, new RecordingServlet(calls), "/*");
    add(context, new Handler(IdentityTest::roles), "/me");
    add(context, new Handler(this::administer), "/api/administer", "/public/administer");
  }

  @ParameterizedTest
  @EnumSource
  void saysWhoCallsInEveryWayThereIs(Carrier carrier) throws IOException {
    assertServed("grace", ask("GET", "/api/repos", carrier.carry(library.token("grace"))));

    Call call = calls.take().get(0);
    assertEquals("grace", call.principal());
    assertEquals("grace", call.remoteUser());
    assertEquals("grace", call.owner());
    assertEquals(library.id("grace").value(), call.tokenId());
    assertEquals(carrier.isBasic() ? HttpServletRequest.BASIC_AUTH : "Bearer", call.authType());
  }

  @ParameterizedTest
  @CsvSource({
    "none, false false false false true",
    "read, false true false false true",
    "write, true true false false true",
    "all, true true true false true"
  })
  void countsScopesAsRoles(String token, String roles) throws IOException {
    assertEquals(roles, get("/me", token).body());
  }

  @Test
  void handlersAskForScopesAsTheRulesDo() throws IOException {
    assertRefused(
        403,
        List.of("Bearer realm=\"pat4j\", error=\"insufficient_scope\", scope=\"admin\""),
        get("/api/administer", "read"));
    assertRefused(401, BOTH_CHALLENGES, ask("GET", "/public/administer"));
    assertRefused(401, BOTH_CHALLENGES, get("/public/administer", "all"));
    assertServed("ada", get("/api/administer", "all"));
  }

  @Test
  void aRefusalThatComesTooLateStillKeepsTheApplicationAsleep() throws IOException {
    try {
      ask("GET", "/committed/api/repos");
    } catch (IOException brokenOff) {
      // Whoever reads the answer must not take it for a whole one.
    }
    assertNobodyCalled();
  }

  private static void roles(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    StringBuilder roles = new StringBuilder();
    for (String role : List.of("repo", "repo:read", "admin", "superuser")) {
      roles.append(request.isUserInRole(role)).append(' ');
    }
    roles.append(request.authenticate(response));
    response.getOutputStream().print(roles.toString());
  }

  private void administer(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (ADMIN.admits(request, response)) {
      calls.add(Call.of(request));
      response.getOutputStream().print(Call.of(request).who());
    }
  }

  private static void commitFirst(ServletContext context) {
    Filter early =
        (request, response, chain) -> {
          response.flushBuffer();
          chain.doFilter(request, response);
        };
    context
        .addFilter("early", early)
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
  }
}
