package dev.pat4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pat4j.AccessToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.RejectionReason;
import dev.pat4j.TokenPolicy;
import dev.pat4j.Verification;
import dev.pat4j.scope.ScopeCatalog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples on the package's page are lines of these tests. */
class PackagePageTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Test
  void anApplicationIsTestedWithARealToken() throws Exception {
    TestTokens tokens = TestTokens.configured(Acme::configure);
    try (Acme acme = Acme.start(tokens.library())) {
      TestCaller ada = tokens.actingAs("ada", "notes:read");
      HttpRequest.Builder request = HttpRequest.newBuilder(acme.uri("/notes"));
      ada.authorize(request::header);
      assertEquals(200, send(request));

      ada.revoke();
      assertEquals(401, send(request));
    }
  }

  @Test
  void timePassesWhenTheTestSaysSo() {
    TestTokens tokens = TestTokens.configured(Acme::configure);
    TestCaller grace = tokens.actingAs("grace", "notes:read");
    tokens.clock().advance(Duration.ofDays(90));
    Verification outcome = tokens.library().verify(grace.plainText());
    assertEquals("EXPIRED", outcome.fold(AccessToken::name, RejectionReason::name));
    assertEquals(grace.token().id(), tokens.library().ownedBy("grace").list().get(0).id());
  }

  @Test
  void everyLineOfTheExamplesIsALineOfThisClass() throws IOException {
    String page = Files.readString(Path.of("src/main/java/dev/pat4j/testkit/package-info.java"));
    List<String> here =
        Files.readAllLines(Path.of("src/test/java/dev/pat4j/testkit/PackagePageTest.java")).stream()
            .map(String::strip)
            .map(line -> line.replaceFirst("^try \\((.*)\\) \\{$", "$1;"))
            .toList();
    List<String> examples =
        Pattern.compile("<pre>\\{@code\n(.*?) \\* }</pre>", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(MatchResult::group)
            .toList();
    assertEquals(2, examples.size());
    examples.stream()
        .flatMap(String::lines)
        .map(line -> line.replaceFirst("^ \\* ?", "").strip())
        .filter(line -> line.endsWith(";"))
        .forEach(line -> assertTrue(here.contains(line), line));
  }

  private static int send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** An application as small as one can be. */
  private record Acme(HttpServer server) implements AutoCloseable {

    static void configure(PersonalAccessTokens.Builder builder) {
      builder
          .scopes(ScopeCatalog.builder().scope("notes:read", "Read notes").build())
          .policy(TokenPolicy.maximumLifetime(Duration.ofDays(90)));
    }

    static Acme start(PersonalAccessTokens tokens) throws IOException {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer server = HttpServer.create(anyPort, 0);
      server.createContext("/notes", exchange -> serve(exchange, tokens));
      server.start();
      return new Acme(server);
    }

    private static void serve(HttpExchange exchange, PersonalAccessTokens tokens)
        throws IOException {
      String header = exchange.getRequestHeaders().getFirst("Authorization");
      Verification outcome = tokens.verify(header.substring("Bearer ".length()));
      int status = outcome.requiring("notes:read").fold(token -> 200, why -> 401);
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    }

    URI uri(String path) {
      return URI.create(
          "http://"
              + server.getAddress().getHostString()
              + ":"
              + server.getAddress().getPort()
              + path);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
