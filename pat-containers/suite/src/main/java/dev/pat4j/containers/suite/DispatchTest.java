package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pat4j.containers.Answer;
import dev.pat4j.containers.Call;
import dev.pat4j.containers.Calls;
import dev.pat4j.containers.Handler;
import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.RecordingServlet;
import dev.pat4j.containers.WebApp;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Forwards, includes and error pages. A mark that lets a second dispatch pass unseen is CVE
 * 2022-31692 of Spring and CVE-2022-40664 of Shiro.
 */
class DispatchTest extends HostTest {

  private static final List<String> NEEDS_ADMIN =
      List.of("Bearer realm=\"pat4j\", error=\"insufficient_scope\", scope=\"admin\"");

  private final Calls errorPages = new Calls();

  @Override
  protected WebApp[] applications() {
    return new WebApp[] {application("", filter()).withErrorPage("/page-of-errors")};
  }

  @Override
  protected void addServlets(ServletContext context) {
    add(context, new RecordingServlet(calls), "/admin/*", "/open");
    add(context, new Handler(DispatchTest::forward), "/public/forward", "/api/forward");
    add(context, new Handler(DispatchTest::include), "/public/include", "/api/include");
    add(context, new Handler((request, response) -> response.sendError(409)), "/api/conflict");
    add(context, new Handler(DispatchTest::fail), "/api/failure");
    add(context, new Handler(this::errorPage), "/page-of-errors");
  }

  @BeforeEach
  void forgetErrorPages() {
    errorPages.take();
  }

  @Test
  void judgesAForwardToAGuardedPathAgain() throws IOException {
    assertRefused(403, NEEDS_ADMIN, get("/api/forward?to=/admin/x", "read"));
    assertEquals(1, library.store().takeReads());
  }

  @Test
  void refusesAForwardFromAnOpenPathToAGuardedOneWithoutCredentials() throws IOException {
    assertRefused(401, BOTH_CHALLENGES, ask("GET", "/public/forward?to=/admin/x"));
  }

  @Test
  void refusesAForwardFromAnOpenPathToAGuardedOneWithTooLittleScope() throws IOException {
    assertRefused(403, NEEDS_ADMIN, get("/public/forward?to=/admin/x", "read"));
  }

  @Test
  void refusesAForwardToAPathThatNoRuleNames() throws IOException {
    assertRefused(403, List.of(), get("/api/forward?to=/page-of-errors", "all"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/public/forward?to=/admin/x", "/api/forward?to=/admin/x"})
  void letsAForwardThroughThatItsTargetAllowsAndAsksTheStoreOnce(String path) throws IOException {
    assertServed("ada", get(path, "all"));
    assertEquals(1, library.store().takeReads());
  }

  @Test
  void keepsTheIdentityInAForwardToAnOpenPath() throws IOException {
    assertServed("ada", get("/api/forward?to=/open", "read"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/public/include", "/api/include"})
  void includesNothingThatTheCallerMayNotSee(String path) throws IOException {
    Answer answer = get(path + "?to=/admin/x", "read");

    assertNobodyCalled();
    assertFalse(answer.body().contains("ada"), answer::toString);
  }

  @Test
  void includesNothingGuardedForNobody() throws IOException {
    ask("GET", "/public/include?to=/admin/x");

    assertNobodyCalled();
  }

  @Test
  void includesWhatTheCallerMaySee() throws IOException {
    Answer answer = get("/api/include?to=/admin/x", "all");

    assertEquals("before ada after", answer.body());
    assertEquals(1, library.store().takeReads());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/conflict", "/api/failure"})
  void letsErrorPagesThroughWithoutADecision(String path) throws IOException {
    Answer answer = get(path, "read");

    assertEquals(path.equals("/api/conflict") ? 409 : 500, answer.status());
    assertEquals("sorry", answer.body());
    assertEquals(1, library.store().takeReads());
    assertEquals(List.of("ERROR"), errorPages.take().stream().map(Call::dispatch).toList());
  }

  @Test
  void guardsThePathOfTheErrorPageItself() throws IOException {
    assertRefused(403, List.of(), get("/page-of-errors", "all"));
  }

  private void errorPage(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    errorPages.add(Call.of(request));
    response.getOutputStream().print("sorry");
  }

  private static void forward(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.getRequestDispatcher(request.getParameter("to")).forward(request, response);
  }

  private static void include(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.getOutputStream().print("before ");
    request.getRequestDispatcher(request.getParameter("to")).include(request, response);
    response.getOutputStream().print(" after");
  }

  private static void fail(HttpServletRequest request, HttpServletResponse response) {
    throw new IllegalStateException("on purpose");
  }
}
