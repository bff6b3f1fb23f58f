package dev.pat4j.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.examples.quickstart.AcmePages.AcmePeople;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.web.RegisteredApplication;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The README's mounting of pages, run. */
class AcmePagesTest {

  private final PersonalAccessTokens tokens =
      PersonalAccessTokens.builder(new InMemoryTokenStore()).build();
  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final Server server = new Server();
  private URI base;

  /** Stands for the host's own sign-in. */
  private static final class SignIn extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      request.getSession().setAttribute("user", "ada");
      request.getSession().setAttribute("signed in at", Instant.now());
    }
  }

  @BeforeEach
  void start() throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    RegisteredApplication ci =
        RegisteredApplication.of("ci", "ci's secret", "CI", URI.create("https://ci.example/"));
    AcmePeople people =
        new AcmePeople(
            (user, password) -> user.equals("ada") && password.equals("analytical"),
            Map.of("ci", ci));
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    context.addServlet(new ServletHolder(new SignIn()), "/in");
    context.addServletContainerInitializer(
        (classes, started) -> AcmePages.mount(started, tokens, people));
    server.setHandler(context);
    server.start();
    base = URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void thePageIsForWhoIsSignedIn() throws Exception {
    assertEquals(401, get("/settings/tokens/", "").statusCode());
    get("/in", "");
    HttpResponse<String> page = get("/settings/tokens/", "");
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("Acme"), page.body());
    assertEquals(200, get("/settings/tokens/new", "").statusCode());
  }

  @Test
  void toolsListTokensWithAPassword() throws Exception {
    for (String path : new String[] {"/authorizations", "/api/v3/authorizations", "/tokens"}) {
      assertEquals(200, get(path, basic("ada", "analytical")).statusCode(), path);
      assertEquals(401, get(path, basic("ada", "difference")).statusCode(), path);
    }
  }

  @Test
  void anotherServerAsksWhetherATokenIsGood() throws Exception {
    String token =
        tokens
            .issue(TokenRequest.forOwner("ada").name("ci").neverExpires().build())
            .secret()
            .reveal();
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/oauth/introspect"))
            .header("Authorization", basic("ci", "ci's secret"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("token=" + token))
            .build();
    String answer = client.send(request, BodyHandlers.ofString()).body();
    assertTrue(answer.contains("\"active\":true"), answer);
  }

  private HttpResponse<String> get(String path, String authorization) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
