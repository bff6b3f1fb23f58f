package dev.pat4j.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.AccessToken;
import dev.pat4j.store.TokenId;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

/** The quick start of the README, run in the order in which it is read. */
class AcmeHostTest {

  private final Set<String> disabled = new HashSet<>();
  private final AcmeHost host = new AcmeHost(new byte[32], owner -> !disabled.contains(owner));

  @Test
  void aTokenThatWasIssuedIsVerified() {
    String secret = host.issue("ada", "laptop");
    assertEquals(200, host.verify(secret, "192.0.2.1"));
    assertEquals(401, host.verify(secret + "x", "192.0.2.1"));
  }

  @Test
  void aDisabledOwnerIsRefusedAtTheNextRequest() {
    String secret = host.issue("ada", "laptop");
    disabled.add("ada");
    assertEquals(401, host.verify(secret, "192.0.2.1"));
  }

  @Test
  void tokensAreReviewedRevokedRotatedAndDeleted() {
    String lost = host.issue("ada", "lost");
    String old = host.issue("ada", "old");
    String done = host.issue("ada", "done");

    List<AccessToken> review = host.manage("ada", id("lost"), id("old"), id("done"));

    assertEquals(3, review.size());
    assertEquals(401, host.verify(lost, "192.0.2.1"));
    assertEquals(200, host.verify(old, "192.0.2.1"));
    assertEquals(401, host.verify(done, "192.0.2.1"));
  }

  @Test
  void theFilterGuardsAnApplication() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    AtomicReference<String> caller = new AtomicReference<>();
    context.addServlet(new ServletHolder(new Handler(caller)), "/*");
    context.addServletContainerInitializer((classes, started) -> host.protect(started));
    server.setHandler(context);
    server.start();
    try {
      String secret = host.issue("ada", "laptop");
      URI base = URI.create("http://127.0.0.1:" + connector.getLocalPort());
      assertEquals(401, status(base, "/api/repos/one", "none"));
      assertEquals(200, status(base, "/api/repos/one", "Bearer " + secret));
      assertEquals("ada", caller.get());
      assertEquals(403, status(base, "/git/one.git/git-receive-pack", "Bearer " + secret));
      assertEquals(403, status(base, "/api/other", "Bearer " + secret));
    } finally {
      server.stop();
    }
  }

  private TokenId id(String name) {
    return host.list("ada").stream()
        .filter(token -> token.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static int status(URI base, String path, String authorization) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path)).header("Authorization", authorization).build();
    HttpResponse<Void> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    return response.statusCode();
  }

  private final class Handler extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient AtomicReference<String> caller;

    Handler(AtomicReference<String> caller) {
      this.caller = caller;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      caller.set(host.handle(request));
    }
  }
}
