package dev.pat4j.examples.nginx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.pat4j.AddressRange;
import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.examples.githost.RequiresTool;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.web.TokensServlet;
import dev.pat4j.web.WebHost;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's configuration of nginx, run by a real one, in front of a backend without tokens. */
@RequiresTool("nginx")
class NginxTest {

  private static final String CONFIGURATION = "/dev/pat4j/examples/nginx/tokens.conf";

  /** What the backend was sent: method, path, owner, scopes, credentials and body. */
  private final List<String> received = new CopyOnWriteArrayList<>();

  private final PersonalAccessTokens tokens =
      PersonalAccessTokens.builder(new InMemoryTokenStore())
          .scopes(
              ScopeCatalog.builder()
                  .scope("repo", "Full control of repositories")
                  .scope("repo:read", "Read repositories", ScopeCatalog.within("repo"))
                  .scope("gist", "Gists")
                  .build())
          .build();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Server host = new Server();
  private final HttpServer backend;
  private Process nginx;
  private URI base;

  NginxTest() throws IOException {
    backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    backend.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          byte[] body = exchange.getRequestBody().readAllBytes();
          received.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + headers.get("X-Token-Owner")
                  + " "
                  + headers.get("X-Token-Scopes")
                  + " "
                  + headers.get("Authorization")
                  + " "
                  + new String(body, StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
  }

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    backend.start();
    ServerConnector connector = new ServerConnector(host);
    connector.setHost("127.0.0.1");
    host.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServletContainerInitializer(
        (classes, started) -> {
          // In front only because it knows which proxy to believe.
          TokenAuthenticationFilter.builder(tokens)
              .rules(AccessRules.builder().open("/token").build())
              .trustedProxies(AddressRange.parse("127.0.0.1/32"))
              .build()
              .registerIn(started);
          TokensServlet.builder(tokens, new WebHost() {}).build().registerIn(started, "/");
        });
    host.setHandler(context);
    host.start();
    base = URI.create("http://127.0.0.1:" + freePort());
    configure(folder, connector.getLocalPort());
    nginx =
        new ProcessBuilder(
                RequiresTool.Condition.find("nginx").orElseThrow().toString(),
                "-p",
                folder.toString(),
                "-e",
                folder.resolve("error.log").toString(),
                "-c",
                folder.resolve("nginx.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .start();
    awaitNginx(folder);
  }

  @AfterEach
  void stop() throws Exception {
    nginx.destroy();
    assertTrue(nginx.waitFor(20, TimeUnit.SECONDS), "nginx does not end");
    backend.stop(0);
    host.stop();
    tokens.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The configuration as it is shown, but for the ports; round it what every nginx has. */
  private void configure(Path folder, int hostPort) throws IOException {
    String shown;
    try (InputStream in = NginxTest.class.getResourceAsStream(CONFIGURATION)) {
      shown = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (String port : List.of("127.0.0.1:8080;", "127.0.0.1:9000;", "listen 8000;")) {
      assertTrue(shown.contains(port), port);
    }
    Files.writeString(
        folder.resolve("tokens.conf"),
        shown
            .replace("127.0.0.1:8080;", "127.0.0.1:" + hostPort + ";")
            .replace("127.0.0.1:9000;", "127.0.0.1:" + backend.getAddress().getPort() + ";")
            .replace("listen 8000;", "listen 127.0.0.1:" + base.getPort() + ";"));
    StringBuilder main =
        new StringBuilder("daemon off; master_process off; pid nginx.pid;\nevents {}\nhttp {\n");
    main.append("access_log off;\n");
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      main.append(kind).append("_temp_path ").append(kind).append(";\n");
    }
    Files.writeString(folder.resolve("nginx.conf"), main.append("include tokens.conf;\n}\n"));
  }

  private void awaitNginx(Path folder) throws Exception {
    for (int i = 0; i < 200; i++) {
      assertTrue(nginx.isAlive(), () -> read(folder, "out.txt") + read(folder, "error.log"));
      try {
        client.send(HttpRequest.newBuilder(base.resolve("/")).build(), BodyHandlers.discarding());
        return;
      } catch (ConnectException notYet) {
        Thread.sleep(50);
      }
    }
    throw new AssertionError("nginx does not answer: " + read(folder, "error.log"));
  }

  private static String read(Path folder, String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException none) {
      return "";
    }
  }

  private IssuedToken issue(String scope, String... addresses) {
    return tokens.issue(
        TokenRequest.forOwner("ada")
            .scopes(scope)
            .allowedAddresses(addresses)
            .neverExpires()
            .build());
  }

  private static String bearer(IssuedToken issued) {
    return "Bearer " + issued.secret().reveal();
  }

  private HttpResponse<String> get(String authorization, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/reports/1?q=a"));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void aTokenOpensTheBackendWhichIsToldWhoseItIsAndNotTheSecret() throws Exception {
    IssuedToken issued = issue("repo");
    String text = issued.secret().reveal();
    String pair =
        Base64.getEncoder().encodeToString(("x:" + text).getBytes(StandardCharsets.US_ASCII));

    assertEquals(200, get("Bearer " + text).statusCode());
    assertEquals(200, get("Basic " + pair).statusCode());
    assertEquals(200, get("token " + text, "X-Token-Owner", "grace").statusCode());

    String seen = "GET /reports/1?q=a [ada] [repo repo:read] null ";
    assertEquals(List.of(seen, seen, seen), received);
  }

  @Test
  void whatIsPostedReachesTheBackendWhole() throws Exception {
    String body = "0123456789".repeat(50_000);
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/reports/"))
            .header("Authorization", bearer(issue("repo:read")))
            .POST(BodyPublishers.ofString(body))
            .build();

    assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
    assertEquals(List.of("POST /reports/ [ada] [repo:read] null " + body), received);
  }

  @Test
  void withoutAGoodTokenTheBackendIsNotReached() throws Exception {
    IssuedToken issued = issue("repo");
    String revoked = bearer(issued);
    assertEquals(200, get(revoked).statusCode());
    received.clear();
    tokens.ownedBy("ada").revoke(issued.token().id(), "lost");
    for (String authorization : List.of("", "Bearer nonsense", revoked)) {
      HttpResponse<String> answer = get(authorization, "X-Token-Owner", "ada");
      assertEquals(401, answer.statusCode());
      String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("none");
      assertTrue(challenge.startsWith("Basic realm="), challenge);
    }
    assertEquals(403, get(bearer(issue("gist"))).statusCode());
    assertEquals(List.of(), received);
  }

  @Test
  void aTokenIsHeldToTheAddressThatNginxSees() throws Exception {
    String here = bearer(issue("repo", "127.0.0.0/8"));
    String elsewhere = bearer(issue("repo", "203.0.113.0/24"));

    assertEquals(200, get(here, "X-Forwarded-For", "203.0.113.9").statusCode());
    assertEquals(403, get(elsewhere, "X-Forwarded-For", "203.0.113.9").statusCode());
    assertEquals(1, received.size());
  }

  @Test
  void nobodyPassesWhileNobodyCanBeAskedAndThatIsNoRefusalOfTheToken() throws Exception {
    String good = bearer(issue("repo"));
    host.stop();

    assertEquals(503, get(good).statusCode());
    assertEquals(List.of(), received);
  }

  @Test
  void theQuestionCannotBeAskedFromOutside() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/_token"))
            .header("Authorization", bearer(issue("repo")))
            .build();

    assertEquals(404, client.send(request, BodyHandlers.discarding()).statusCode());
  }
}
