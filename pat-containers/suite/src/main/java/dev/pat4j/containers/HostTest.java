package dev.pat4j.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.containers.table.Requests;
import dev.pat4j.containers.table.RowRunner;
import dev.pat4j.containers.table.Traces;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.opentest4j.AssertionFailedError;

/**
 * A test of a host application that guards itself with the filter, in the container under test. The
 * host is started once for all tests of a class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HostTest {

  /** What the filter is to say in its challenges. */
  public static final String REALM = "pat4j";

  /** Both challenges as they are when nothing is known about the credentials. */
  protected static final List<String> BOTH_CHALLENGES =
      List.of("Basic realm=\"pat4j\", charset=\"UTF-8\"", "Bearer realm=\"pat4j\"");

  /** The library behind the filter. */
  protected final Library library = new Library();

  /** What reached the application. */
  protected final Calls calls = new Calls();

  private RunningServer server = new RunningServer(0, () -> {});

  @BeforeAll
  final void startHost() throws Exception {
    server = ContainerUnderTest.get().start(tuning(), applications());
  }

  @AfterAll
  final void stopHost() throws Exception {
    server.close();
    library.close();
  }

  @BeforeEach
  final void forgetWhatWas() {
    calls.take();
    library.store().takeReads();
  }

  /** How the container is tuned; as it comes, unless overridden. */
  protected Tuning tuning() {
    return Tuning.DEFAULTS;
  }

  /** What is served; one application at the root, unless overridden. */
  protected WebApp[] applications() {
    return new WebApp[] {application("", filter())};
  }

  /** An application at this path with this filter. */
  protected final WebApp application(String path, TokenAuthenticationFilter.Builder filter) {
    return WebApp.at(
        path,
        (classes, context) -> {
          guard(context, filter.build());
          addServlets(context);
        });
  }

  /** The filter's configuration. */
  protected TokenAuthenticationFilter.Builder filter() {
    return TokenAuthenticationFilter.builder(library.tokens())
        .realm(REALM)
        .rules(rules())
        .scopeHeaders(false);
  }

  /** The rules of the host; those of the table of requests, unless overridden. */
  protected AccessRules rules() {
    return tableRules();
  }

  /** The servlets of the host; one that records every call, unless overridden. */
  protected void addServlets(ServletContext context) throws ServletException {
    add(context, new RecordingServlet(calls), "/*", "/api/*", "/admin/*", "/open", "*.do");
  }

  /** The rules that the table of requests is written for. */
  protected static AccessRules tableRules() {
    return AccessRules.builder()
        .open("GET", "/open")
        .open("/public/*")
        .open("GET", "/admin/health")
        .authenticated("/me")
        .require("GET", "/api/*", "repo:read")
        .require("/api/*", "repo")
        .require("/api/mail/*", "user:email")
        .require("/admin/*", "admin")
        .require("GET", "/report", "repo:read")
        .require("/both", "repo:read", "user:email")
        .git("/git/*", "repo:read", "repo")
        .build();
  }

  /** Puts a filter in front of everything, for every dispatch. */
  protected static void guard(ServletContext context, TokenAuthenticationFilter filter) {
    FilterRegistration.Dynamic registration = context.addFilter("tokens", filter);
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
  }

  /** Registers a servlet that may go asynchronous. */
  protected static void add(ServletContext context, HttpServlet servlet, String... patterns) {
    ServletRegistration.Dynamic registration = context.addServlet(patterns[0], servlet);
    registration.setAsyncSupported(true);
    if (!registration.addMapping(patterns).isEmpty()) {
      throw new IllegalStateException("the container has a servlet there: " + patterns[0]);
    }
  }

  /** Runs rows of the table of requests against the host. */
  protected final RowRunner rowRunner() {
    Traces traces =
        new Traces() {
          @Override
          public List<Call> takeCalls() {
            return calls.take();
          }

          @Override
          public int takeStoreReads() {
            return library.store().takeReads();
          }
        };
    String container = ContainerUnderTest.get().name();
    return new RowRunner(server, container, Requests.outcomes(), library.named(), traces);
  }

  /** The running host. */
  protected final RunningServer server() {
    return server;
  }

  /** Asks for a path with a token over Bearer. */
  protected final Answer get(String path, String token) throws IOException {
    return ask("GET", path, bearer(token));
  }

  /** The field line of a named token over Bearer. */
  protected final String bearer(String token) {
    return "Authorization: Bearer " + library.token(token);
  }

  /** Sends a request without a body on a connection of its own. */
  protected final Answer ask(String method, String path, String... fields) throws IOException {
    return Wire.exchange(server, request(method, path, fields));
  }

  /** A request without a body. */
  protected static String request(String method, String path, String... fields) {
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: h\r\n");
    for (String field : fields) {
      request.append(field).append("\r\n");
    }
    return request.append("\r\n").toString();
  }

  /** Asserts a 200 whose body names this caller. */
  protected static void assertServed(String who, Answer answer) {
    assertEquals(
        Map.of("status", 200, "body", who),
        Map.of("status", answer.status(), "body", answer.body()));
  }

  /** Asserts a refusal with this status and these challenges, and that the application slept. */
  protected final void assertRefused(int status, List<String> challenges, Answer answer) {
    assertEquals(status, answer.status(), answer::toString);
    assertEquals(challenges, answer.all("WWW-Authenticate"), answer::toString);
    assertNobodyCalled();
  }

  /** Asserts that no call reached the application. */
  protected final void assertNobodyCalled() {
    List<Call> seen = calls.take();
    if (!seen.isEmpty()) {
      throw new AssertionFailedError("the application was called: " + seen);
    }
  }
}
