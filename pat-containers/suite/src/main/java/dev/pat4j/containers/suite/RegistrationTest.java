package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.containers.Answer;
import dev.pat4j.containers.ContainerUnderTest;
import dev.pat4j.containers.Handler;
import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.LogCapture;
import dev.pat4j.containers.RecordingServlet;
import dev.pat4j.containers.RunningServer;
import dev.pat4j.containers.Tuning;
import dev.pat4j.containers.WebApp;
import dev.pat4j.containers.Wire;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which a host registers the filter. */
class RegistrationTest extends HostTest {

  /** Left out, not skipped, on a container that does not read {@code web.xml}. */
  private static final String WEB_XML = "web.xml";

  @TempDir private static Path folder = Path.of("");

  @Override
  protected WebApp[] applications() {
    return new WebApp[] {
      WebApp.at("/one-line", (classes, context) -> inOneLine(context)),
      WebApp.at("/by-hand", (classes, context) -> byHand(context)),
      WebApp.at("/not-async", (classes, context) -> withoutAsync(context)),
    };
  }

  @Override
  protected void addServlets(ServletContext context) {
    add(context, new RecordingServlet(calls), "/*");
    add(context, new Handler(RegistrationTest::goAsync), "/api/async");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/one-line", "/by-hand", "/not-async"})
  void guardsTheApplication(String context) throws IOException {
    assertGuards(server(), context);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/one-line", "/by-hand"})
  void letsHandlersGoAsynchronous(String context) throws IOException {
    assertEquals("later", get(context + "/api/async", "read").body());
  }

  @Test
  void saysWhatIsWrongWhereAsyncSupportWasForgotten() throws IOException {
    try (LogCapture log = new LogCapture()) {
      assertEquals(500, get("/not-async/api/async", "read").status());

      String lines = String.join("\n", log.lines());
      assertTrue(lines.contains("every filter before it and the servlet need async"), lines);
    }
  }

  @Test
  @Tag(WEB_XML)
  void readsAFilterFromTheContextAttributeThatWebXmlNames() throws Exception {
    String webXml =
        webXml("<param-name>verifierAttribute</param-name><param-value>it</param-value>");
    WebApp application =
        WebApp.at("/xml", (classes, context) -> attribute(context, filter().build()));

    try (RunningServer running = start(application, webXml)) {
      assertGuards(running, "/xml");
      assertEquals("later", get(running, "/xml/api/async").body());
    }
  }

  @Test
  @Tag(WEB_XML)
  void readsItsSettingsFromTheInitParametersOfWebXml() throws Exception {
    String webXml =
        webXml(
            "<param-name>verifierAttribute</param-name><param-value>it</param-value>",
            "<param-name>realm</param-name><param-value>pat4j</param-value>",
            "<param-name>scopeHeaders</param-name><param-value>false</param-value>",
            """
            <param-name>rules</param-name>
            <param-value>
              open GET /open
              authenticated /me
              require GET /api/* repo:read
              require /admin/* admin
            </param-value>
            """);
    WebApp application =
        WebApp.at("/xml", (classes, context) -> attribute(context, library.tokens()));

    try (RunningServer running = start(application, webXml)) {
      assertGuards(running, "/xml");
    }
  }

  @Test
  @Tag(WEB_XML)
  void doesNotStartWhereWebXmlNamesNothing() throws Exception {
    String webXml =
        webXml("<param-name>verifierAttribute</param-name><param-value>none</param-value>");
    WebApp application = WebApp.at("/xml", (classes, context) -> addServlets(context));

    assertNobodyServed(application, webXml);
  }

  /** A container may refuse to start at all, or serve nothing of such an application. */
  private void assertNobodyServed(WebApp application, String webXml) throws Exception {
    try (RunningServer running = start(application, webXml)) {
      for (String path : List.of("/xml/open", "/xml/api/repos")) {
        assertFalse(get(running, path).status() < 400, path);
      }
    } catch (ServletException | IllegalStateException refused) {
      // Just as well.
    }
    assertNobodyCalled();
  }

  private void assertGuards(RunningServer running, String context) throws IOException {
    calls.take();
    Answer nobody = Wire.exchange(running, request("GET", context + "/api/repos"));
    assertRefused(401, BOTH_CHALLENGES, nobody);
    Answer lacking = Wire.exchange(running, request("GET", context + "/admin/x", bearer("read")));
    assertEquals(403, lacking.status());
    Answer unknown = Wire.exchange(running, request("GET", context + "/nowhere", bearer("read")));
    assertRefused(403, List.of(), unknown);
    assertServed("ada", get(running, context + "/api/repos"));
    assertServed("anonymous", Wire.exchange(running, request("GET", context + "/open")));
  }

  private Answer get(RunningServer running, String path) throws IOException {
    return Wire.exchange(running, request("GET", path, bearer("read")));
  }

  private RunningServer start(WebApp application, String webXml) throws Exception {
    Path home = Files.createTempDirectory(folder, "webapp");
    Path file = Files.createDirectory(home.resolve("WEB-INF")).resolve("web.xml");
    Files.writeString(file, webXml);
    return ContainerUnderTest.get().start(Tuning.DEFAULTS, application.withFolder(home));
  }

  private void attribute(ServletContext context, Object value) {
    context.setAttribute("it", value);
    addServlets(context);
  }

  private void inOneLine(ServletContext context) {
    filter().build().registerIn(context);
    addServlets(context);
  }

  private void byHand(ServletContext context) {
    guard(context, filter().build());
    addServlets(context);
  }

  private void withoutAsync(ServletContext context) {
    FilterRegistration.Dynamic registration = context.addFilter("tokens", filter().build());
    registration.setAsyncSupported(false); // the default, but not Tomcat's
    registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    addServlets(context);
  }

  private static void goAsync(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext later = request.startAsync();
    later.start(
        () -> {
          try {
            response.getOutputStream().print("later");
          } catch (IOException e) {
            throw new IllegalStateException(e);
          } finally {
            later.complete();
          }
        });
  }

  private static String webXml(String... parameters) {
    StringBuilder xml = new StringBuilder();
    for (String parameter : parameters) {
      xml.append("<init-param>").append(parameter).append("</init-param>\n");
    }
    return """
        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
          <filter>
            <filter-name>tokens</filter-name>
            <filter-class>dev.pat4j.servlet.TokenAuthenticationFilter</filter-class>
            <async-supported>true</async-supported>
            %s
          </filter>
          <filter-mapping>
            <filter-name>tokens</filter-name>
            <url-pattern>/*</url-pattern>
            <dispatcher>REQUEST</dispatcher>
            <dispatcher>ASYNC</dispatcher>
          </filter-mapping>
        </web-app>
        """
        .formatted(xml);
  }
}
