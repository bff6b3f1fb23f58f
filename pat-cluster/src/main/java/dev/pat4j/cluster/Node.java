package dev.pat4j.cluster;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.cache.CachingTokenStore;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.jdbc.JdbcSchema;
import dev.pat4j.jdbc.JdbcTokenStore;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * One of several servers on one database: a pool, the store, a cache in front of it, the library,
 * and the filter. Read {@link #start} from the top; it is all that a host has to do.
 *
 * <p>Prints {@code ready PORT} once it serves, and ends when its standard input does: so it goes
 * with whoever started it, however that one goes.
 */
public final class Node implements AutoCloseable {

  /** How long a node may take to write last uses and end when it is told to. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final HikariDataSource pool;
  private final CachingTokenStore cache;
  private final PersonalAccessTokens tokens;
  private final Server server;
  private final ServerConnector connector;

  private Node(
      HikariDataSource pool,
      CachingTokenStore cache,
      PersonalAccessTokens tokens,
      Server server,
      ServerConnector connector) {
    this.pool = pool;
    this.cache = cache;
    this.tokens = tokens;
    this.server = server;
    this.connector = connector;
  }

  /** Runs until standard input ends; see {@link NodeSettings} for the flags. */
  public static void main(String[] arguments) throws IOException, SQLException {
    try (Node node = start(NodeSettings.from(System.getProperties(), System.getenv()))) {
      System.out.println("ready " + node.port());
      System.out.flush();
      awaitEndOfInput();
      haltAfter(FAREWELL);
    }
  }

  /** Starts a node that is ready for requests when this returns. */
  static Node start(NodeSettings settings) throws SQLException {
    HikariDataSource pool = DataSources.pool(settings);
    JdbcSchema.migrate(pool); // twenty nodes may do so at once
    JdbcTokenStore.Builder builder =
        JdbcTokenStore.builder(pool)
            .timeout(settings.timeout())
            .listenOn(DataSources.listener(settings))
            .bound(settings.bound());
    settings.pollEvery().ifPresent(builder::pollEvery);
    JdbcTokenStore store = builder.build();
    CommitTimes commits = new CommitTimes(store);
    CachingTokenStore cache = CachingTokenStore.builder(commits, store.changes()).build();
    Optional<Accounts> accounts =
        settings.accountsInDatabase() ? Optional.of(Accounts.in(pool)) : Optional.empty();
    PersonalAccessTokens.Builder library =
        PersonalAccessTokens.builder(cache)
            .format(TokenFormat.withPrefix("acme"))
            .scopes(
                ScopeCatalog.builder()
                    .scope("user", "Know who you are")
                    .scope("repo", "Read and write repositories")
                    .build())
            .lastUseInterval(Duration.ofSeconds(1));
    accounts.ifPresent(library::owners);
    PersonalAccessTokens tokens = library.build();
    ControlServlet control =
        new ControlServlet(tokens, commits, accounts, said -> say(said, cache, pool));
    Server server = new Server(new QueuedThreadPool(50, 4));
    ServerConnector connector = listen(server, settings);
    server.setHandler(handler(tokens, control));
    LifeCycle.start(server);
    return new Node(pool, cache, tokens, server, connector);
  }

  /** Where it listens. */
  int port() {
    return connector.getLocalPort();
  }

  /** Breaks off what is under way, and writes the last uses that wait in memory. */
  @Override
  public void close() {
    try (pool;
        cache;
        tokens) {
      LifeCycle.stop(server);
    }
  }

  private static ServerConnector listen(Server server, NodeSettings settings) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.addCustomizer(
        (request, headers) -> {
          headers.put("X-Node", settings.name());
          return request;
        });
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(settings.port());
    server.addConnector(connector);
    return connector;
  }

  private static ServletContextHandler handler(
      PersonalAccessTokens tokens, ControlServlet control) {
    TokenAuthenticationFilter filter =
        TokenAuthenticationFilter.builder(tokens)
            .realm("cluster")
            .rules(
                AccessRules.builder()
                    .require("GET", "/api/whoami", "user")
                    .open("POST", "/control/*")
                    .build())
            .build();
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
    context.addFilter(
        new FilterHolder(filter),
        "/*",
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
    context.addServlet(new ServletHolder(new WhoAmIServlet()), "/api/whoami");
    context.addServlet(new ServletHolder(control), "/control/*");
    return context;
  }

  private static void say(
      Map<String, Object> said, CachingTokenStore cache, HikariDataSource pool) {
    CachingTokenStore.Statistics looked = cache.statistics();
    said.put("hits", looked.hits());
    said.put("misses", looked.misses());
    said.put("bypassed", looked.bypassed());
    HikariPoolMXBean connections = pool.getHikariPoolMXBean();
    said.put("active", connections.getActiveConnections());
    said.put("total", connections.getTotalConnections());
    said.put("waiting", connections.getThreadsAwaitingConnection());
    said.put("maximum", pool.getMaximumPoolSize());
  }

  private static void awaitEndOfInput() throws IOException {
    System.in.transferTo(OutputStream.nullOutputStream());
  }

  private static void haltAfter(Duration patience) {
    Thread last =
        new Thread(
            () -> {
              try {
                Thread.sleep(patience.toMillis());
              } catch (InterruptedException e) {
                // Then the end is now.
              }
              Runtime.getRuntime().halt(1);
            },
            "halt");
    last.setDaemon(true);
    last.start();
  }
}
