package dev.pat4j.clients;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.web.AuthorizationsServlet;
import dev.pat4j.web.RegisteredApplication;
import dev.pat4j.web.SecondFactor;
import dev.pat4j.web.WebHost;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** A host on a socket, with ada as the only person and demo-client as the only application. */
final class Lab implements AutoCloseable {

  static final String PASSWORD = "correct horse";

  final PersonalAccessTokens tokens =
      PersonalAccessTokens.builder(new InMemoryTokenStore())
          .format(TokenFormat.withPrefix("ghp"))
          .scopes(
              ScopeCatalog.builder()
                  .scope("repo", "Repositories")
                  .scope("gist", "Gists")
                  .scope("user", "The profile")
                  .build())
          .build();
  final AtomicBoolean asksForCode = new AtomicBoolean();
  final int port;

  private final Server server = new Server();

  Lab() throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    AuthorizationsServlet servlet =
        AuthorizationsServlet.builder(tokens, new Host(asksForCode)).build();
    for (String mapping : AuthorizationsServlet.mappings("/", "/api/v3/")) {
      context.addServlet(new ServletHolder(servlet), mapping);
    }
    server.setHandler(context);
    server.start();
    port = connector.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
    tokens.close();
  }

  private record Host(AtomicBoolean asksForCode) implements WebHost {

    @Override
    public Optional<String> authenticate(String userName, String password) {
      return Optional.of(userName).filter("ada"::equals).filter(x -> password.equals(PASSWORD));
    }

    @Override
    public Optional<RegisteredApplication> application(String clientId) {
      return Optional.of(
              RegisteredApplication.of(
                  "demo-client", "demo-secret", "Demo", URI.create("https://demo.example/")))
          .filter(one -> one.clientId().equals(clientId));
    }

    @Override
    public Optional<SecondFactor> secondFactor(String owner) {
      return asksForCode.get() ? Optional.of(new Code()) : Optional.empty();
    }

    @Override
    public long userId(String owner) {
      return 1815;
    }
  }

  private record Code() implements SecondFactor {
    @Override
    public String kind() {
      return "app";
    }

    @Override
    public boolean accepts(String code) {
      return code.equals("123456");
    }
  }
}
