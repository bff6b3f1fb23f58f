package dev.pat4j.web;

import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.servlet.FailureThrottle;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** The API under {@code /tokens} on a socket, and short words for requests to it. */
final class TokensLab implements AutoCloseable {

  static final String ADA = WebLab.basic("ada", FakeHost.ADA);
  static final String GRACE = WebLab.basic("grace", FakeHost.GRACE);

  final WebLab web;
  volatile Duration delay = Duration.ZERO;
  final AtomicInteger failures = new AtomicInteger();

  TokensLab(Consumer<PersonalAccessTokens.Builder> library, Consumer<ServletContextHandler> inFront)
      throws Exception {
    web = new WebLab("/ctx", library);
    TokensServlet servlet =
        TokensServlet.builder(web.tokens, web.host).clock(web.clock).throttle(throttle()).build();
    web.start(
        context -> {
          inFront.accept(context);
          ServletHolder holder = new ServletHolder(servlet);
          for (String mapping : TokensServlet.mappings("/", "/api/")) {
            context.addServlet(holder, mapping);
          }
        });
  }

  TokensLab() throws Exception {
    this(library -> {}, context -> {});
  }

  /** A token of ada's that lives for a day. */
  IssuedToken issued() {
    return web.tokens.issue(
        TokenRequest.forOwner("ada")
            .name("laptop")
            .scopes("repo")
            .expiresAfter(Duration.ofDays(1))
            .build());
  }

  HttpResponse<String> send(
      String credentials, String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request = web.to(path).method(method, BodyPublishers.ofString(body));
    if (!credentials.isEmpty()) {
      request.header("Authorization", credentials);
    }
    boolean typed = false;
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
      typed |= headers[i].equals("Content-Type");
    }
    if (!typed && !body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return web.send(request);
  }

  @Override
  public void close() {
    web.close();
  }

  private FailureThrottle throttle() {
    return new FailureThrottle() {
      @Override
      public Duration delay(String clientAddress) {
        return delay;
      }

      @Override
      public void failed(String clientAddress) {
        failures.incrementAndGet();
      }
    };
  }
}
