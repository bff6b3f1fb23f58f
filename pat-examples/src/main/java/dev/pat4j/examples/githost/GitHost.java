package dev.pat4j.examples.githost;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenListener;
import dev.pat4j.TokenPolicy;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.FailureThrottle;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import dev.pat4j.store.EventLog;
import dev.pat4j.store.TokenStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jgit.http.server.GitServlet;

/**
 * A git host, small and whole: an API and git repositories, opened by personal access tokens.
 *
 * <p>Read it from the top: the library is built, the rules say which route asks for which scope,
 * one filter stands in front of everything, and the servlets behind it know nothing of tokens.
 */
final class GitHost implements AutoCloseable {

  private final PersonalAccessTokens tokens;
  private final Repositories repositories;
  private final AccessLog accessLog;
  private final Server server = new Server();
  private final ServletContextHandler context;
  private final URI url;

  private GitHost(
      Options options,
      Accounts accounts,
      TokenStore store,
      EventLog events,
      FailureThrottle throttle,
      InstantSource clock)
      throws IOException {
    url = listen(options);
    tokens =
        PersonalAccessTokens.builder(store)
            .format(TokenFormat.withPrefix("demo"))
            .scopes(GitHubScopes.catalog())
            .policy(
                TokenPolicy.builder().maximumLifetime(Duration.ofDays(366)).requireName().build())
            .owners(accounts)
            .listener(TokenListener.recordingIn(events))
            .clock(clock)
            .build();
    Filter filter =
        new SignIn(
            TokenAuthenticationFilter.builder(tokens)
                .realm("git host")
                .rules(rules())
                .throttle(throttle)
                .build(),
            tokens.format(),
            accounts,
            throttle,
            options.gitPassword());
    repositories = Repositories.in(options.data().resolve("repositories"));
    accessLog = new AccessLog(options.data().resolve("access.log"), tokens.format());
    context = contextWith(filter, accounts, events, throttle, clock);
    server.setHandler(context);
    server.setErrorHandler(new PlainErrors());
    server.setRequestLog(accessLog);
    server.setStopTimeout(2_000);
    LifeCycle.start(server);
  }

  /**
   * Starts a host that is ready for requests when this returns.
   *
   * @throws Options.Unusable if it cannot listen where it is told to
   * @throws IOException if the folder for its data cannot be used
   */
  static GitHost start(
      Options options,
      Accounts accounts,
      TokenStore store,
      EventLog events,
      FailureThrottle throttle,
      InstantSource clock)
      throws IOException {
    return new GitHost(options, accounts, store, events, throttle, clock);
  }

  /** Which route asks for which scope. What is not named here, no token opens. */
  private static AccessRules rules() {
    return AccessRules.builder()
        .open("GET", "/status")
        .open("GET", "/")
        .open("/signin")
        .open("GET", "/signin.css")
        .open("POST", "/signout")
        .open("GET", "/favicon.ico")
        // Open to the filter, and closed by the servlets themselves: no token opens them.
        .open("/settings/tokens/*")
        .open("/authorizations/*")
        .open("/applications/*")
        .open("/api/v3/authorizations/*")
        .open("/api/v3/applications/*")
        .open("/tokens/*")
        .open("/token")
        .open("/oauth/introspect")
        .open("/oauth/revoke")
        .open("GET", "/.well-known/oauth-protected-resource")
        .open("/leak-reports")
        .authenticated("GET", "/user")
        .authenticated("GET", "/api/v3/user")
        .require("GET", "/repos/*", "public_repo")
        .require("DELETE", "/repos/*", "delete_repo")
        .git("/git/*", "public_repo", "repo")
        .build();
  }

  private ServletContextHandler contextWith(
      Filter filter,
      Accounts accounts,
      EventLog events,
      FailureThrottle throttle,
      InstantSource clock) {
    ServletContextHandler made = new ServletContextHandler(ServletContextHandler.SESSIONS);
    made.getSessionHandler().setHttpOnly(true);
    made.getSessionHandler().setSameSite(HttpCookie.SameSite.LAX);
    made.setErrorHandler(new PlainErrors());
    FilterHolder holder = new FilterHolder(filter);
    holder.setAsyncSupported(true);
    made.addFilter(
        holder,
        "/*",
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
    made.addServlet(new StatusServlet(), "/status");
    made.addServlet(new IconServlet(), "/favicon.ico");
    TokenPages.mount(made, tokens, accounts, events, throttle, url, clock);
    add(made, new UserServlet(accounts), "/user", "/api/v3/user");
    made.addServlet(new ReposServlet(repositories, url + "/git/"), "/repos/*");
    made.addServlet(new ServletHolder(git()), "/git/*");
    return made;
  }

  static void add(ServletContextHandler context, Servlet servlet, String... paths) {
    ServletHolder holder = new ServletHolder(servlet);
    for (String path : paths) {
      context.addServlet(holder, path);
    }
  }

  private GitServlet git() {
    GitServlet git = new GitServlet();
    git.setRepositoryResolver(repositories.resolver());
    // The smart protocol only. The plain files are guarded by the same rule; nobody needs them.
    git.setAsIsFileService(null);
    return git;
  }

  /** Takes the port already, so that the address is known before anything is served. */
  private URI listen(Options options) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(options.host().getHostAddress());
    connector.setPort(options.port());
    // At the end; Jetty would wait longer for a silent client than for the whole of the end.
    connector.setShutdownIdleTimeout(200);
    server.addConnector(connector);
    try {
      connector.open();
    } catch (IOException e) {
      throw Options.cannotListen(
          options.host(), options.port(), e.getCause() == null ? e : e.getCause());
    }
    return url(options, connector.getLocalPort());
  }

  private static URI url(Options options, int port) {
    try {
      return new URI("http", null, options.host().getHostAddress(), port, null, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where it listens, without a slash at the end. */
  URI url() {
    return url;
  }

  PersonalAccessTokens tokens() {
    return tokens;
  }

  /** What is mounted, and where. */
  ServletContextHandler context() {
    return context;
  }

  /** Waits until the host is closed. */
  void join() throws InterruptedException {
    server.join();
  }

  /** Lets requests under way finish, and writes the last uses that wait in memory. */
  @Override
  public void close() throws IOException {
    try (accessLog;
        tokens) {
      LifeCycle.stop(server);
    }
  }
}
