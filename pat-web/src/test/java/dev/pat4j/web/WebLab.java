package dev.pat4j.web;

import static dev.pat4j.scope.ScopeCatalog.within;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
import dev.pat4j.testkit.InsecureTestRandom;
import dev.pat4j.testkit.TestClock;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * The real library behind real servlets on a real socket, for one test: its clock stands at noon
 * UTC of 1 January 2026, its store can be broken, and tokens begin with {@code ghp_}.
 */
final class WebLab implements AutoCloseable {

  static final ScopeCatalog SCOPES =
      ScopeCatalog.builder()
          .scope("repo", "Full control of repositories")
          .scope("public_repo", "Public repositories", within("repo"))
          .scope("repo:status", "Commit status", within("repo"))
          .scope("delete_repo", "Delete repositories")
          .scope("admin:org", "Full control of organisations")
          .scope("write:org", "Write organisations", within("admin:org"))
          .scope("read:org", "Read organisations", within("write:org"))
          .scope("gist", "Create gists")
          .scope("user", "Update all user data")
          .scope("user:email", "Read mail addresses", within("user"))
          .build();

  final TestClock clock = TestClock.at(Instant.parse("2026-01-01T12:00:00Z"));
  final FakeHost host = new FakeHost();
  final TokenStore store;
  final PersonalAccessTokens tokens;
  final HttpClient client = HttpClient.newHttpClient();
  volatile boolean storeBroken;

  /** The call that the store breaks at, once, counted from now; 0 for none. */
  final AtomicInteger storeBreaksAt = new AtomicInteger();

  /** What another node does just before the store's method of this name is called, once. */
  final Map<String, Runnable> meanwhile = new ConcurrentHashMap<>();

  private final Server server = new Server();
  private final String contextPath;
  private int port;

  /** With this context path, {@code /} for none, and what the test configures. */
  WebLab(String contextPath, Consumer<PersonalAccessTokens.Builder> configuration) {
    this(contextPath, configuration, new InMemoryTokenStore(), 1);
  }

  /** Another node over these rows. */
  WebLab(TokenStore rows) {
    this("/", builder -> {}, rows, 2);
  }

  private WebLab(
      String contextPath,
      Consumer<PersonalAccessTokens.Builder> configuration,
      TokenStore rows,
      long seed) {
    this.store = breakable(rows);
    this.contextPath = contextPath.equals("/") ? "" : contextPath;
    PersonalAccessTokens.Builder builder =
        PersonalAccessTokens.builder(store)
            .format(TokenFormat.withPrefix("ghp"))
            .scopes(SCOPES)
            .clock(clock)
            .random(new InsecureTestRandom(seed));
    configuration.accept(builder);
    this.tokens = builder.build();
  }

  /** At the root, with nothing configured but what every test needs. */
  WebLab() {
    this("/", builder -> {});
  }

  /** Starts the server, with what this mounts. */
  WebLab start(Consumer<ServletContextHandler> mount) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context =
        new ServletContextHandler(
            contextPath.isEmpty() ? "/" : contextPath, ServletContextHandler.SESSIONS);
    mount.accept(context);
    server.setHandler(context);
    server.start();
    port = connector.getLocalPort();
    return this;
  }

  /** {@code http://127.0.0.1:port/context}, without a slash at the end. */
  String base() {
    return "http://127.0.0.1:" + port + contextPath;
  }

  /** A request to this path, which may have a query, under the context path. */
  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(base() + path));
  }

  /** The answer to it. */
  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The value of an Authorization header. */
  static String basic(String name, String password) {
    byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
    tokens.close();
  }

  private TokenStore breakable(TokenStore working) {
    return (TokenStore)
        Proxy.newProxyInstance(
            TokenStore.class.getClassLoader(),
            new Class<?>[] {TokenStore.class},
            (proxy, method, arguments) -> {
              if (storeBroken || storeBreaksAt.getAndDecrement() == 1) {
                throw new TokenStoreException("the database is down", null);
              }
              Runnable another = meanwhile.remove(method.getName());
              if (another != null) {
                another.run();
              }
              try {
                return method.invoke(working, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
