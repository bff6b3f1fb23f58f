package dev.pat4j.examples.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pat4j.AccessToken;
import dev.pat4j.IssuedToken;
import dev.pat4j.TokenRequest;
import dev.pat4j.servlet.FailureThrottle;
import dev.pat4j.store.InMemoryEventLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;

/** The git host within the test, over a real socket, with its clock and its store in our hands. */
final class TestHost implements AutoCloseable {

  static final String ADAS_PASSWORD = "ada's own password";
  static final String GRACES_PASSWORD = "grace's own password";

  final SwitchableStore store = new SwitchableStore();
  final Accounts accounts = new Accounts(new SecureRandom(), 1_000);
  final InMemoryEventLog events = new InMemoryEventLog(10_000);
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final GitHost host;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Lets everybody fail as often as he likes. */
  private static final FailureThrottle PATIENT =
      new FailureThrottle() {
        @Override
        public Duration delay(String clientAddress) {
          return Duration.ZERO;
        }

        @Override
        public void failed(String clientAddress) {}
      };

  private TestHost(Path data, boolean gitPassword, boolean patient) throws Exception {
    accounts.add(new Account("ada", 1, now), ADAS_PASSWORD);
    accounts.add(new Account("grace", 2, now), GRACES_PASSWORD);
    Options options =
        new Options(
            0,
            InetAddress.getLoopbackAddress(),
            data,
            Optional.of(ADAS_PASSWORD),
            Optional.of(GRACES_PASSWORD),
            gitPassword,
            DatabaseAddress.from(new Properties(), data)); // not opened: the store is the test's
    FailureThrottle throttle = patient ? PATIENT : new FailureLimit(() -> now);
    host = GitHost.start(options, accounts, store.asStore(), events, throttle, () -> now);
  }

  static TestHost start(Path data) throws Exception {
    return new TestHost(data, false, true);
  }

  static TestHost startWithPasswordsForGit(Path data) throws Exception {
    return new TestHost(data, true, true);
  }

  /** As the demo is: whoever fails too often waits. */
  static TestHost startWithLimit(Path data) throws Exception {
    return new TestHost(data, true, false);
  }

  /** The secret of a new token of ada's that lives for a day. */
  String tokenWith(String... scopes) {
    return issue("ada", scopes).secret().reveal();
  }

  IssuedToken issue(String owner, String... scopes) {
    return host.tokens()
        .issue(
            TokenRequest.forOwner(owner)
                .name("a test's")
                .scopes(scopes)
                .expiresAfter(Duration.ofDays(1))
                .build());
  }

  void revoke(AccessToken token) {
    host.tokens().ownedBy(token.owner()).revoke(token.id(), "by the test");
  }

  GitHost host() {
    return host;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  String url(String path) {
    return host.url() + path;
  }

  /** The address of a repository for git. */
  String repository(String name) {
    return url("/git/" + name + ".git");
  }

  HttpResponse<String> get(String path, String... authorization)
      throws IOException, InterruptedException {
    return send("GET", path, "", authorization);
  }

  /** Sends a request, with JSON in its body unless that is empty. */
  HttpResponse<String> send(String method, String path, String json, String... authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url(path)))
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (!json.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    for (String line : authorization) {
      request.header("Authorization", line);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException closed) {
      // A refusal waits for no body: the connection may close under its sender (RFC 9112, 9.6).
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  static String bearer(String token) {
    return "Bearer " + token;
  }

  static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  static String asAda() {
    return basic("ada", ADAS_PASSWORD);
  }

  static String asGrace() {
    return basic("grace", GRACES_PASSWORD);
  }

  @Override
  public void close() throws IOException {
    host.close();
  }
}
