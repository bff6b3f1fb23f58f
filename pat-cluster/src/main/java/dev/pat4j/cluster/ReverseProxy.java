package dev.pat4j.cluster;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Hands the requests for {@code /api/} to the nodes in turn, and no others: what a load balancer
 * does. It knows nothing of tokens, and a client is never sent to the same node for a reason.
 */
final class ReverseProxy implements AutoCloseable {

  private final Server server = new Server(new QueuedThreadPool(20, 4));
  private final ServerConnector connector;

  private ReverseProxy(int port) throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    connector.open();
  }

  /**
   * Takes the port, at which nobody is answered yet.
   *
   * @param port on 127.0.0.1; 0 takes a free one
   * @throws IOException if it is taken
   */
  static ReverseProxy at(int port) throws IOException {
    return new ReverseProxy(port);
  }

  /** Hands requests to these from now on. */
  void serve(List<NodeProcess> nodes) {
    AtomicInteger turn = new AtomicInteger();
    server.setHandler(
        new ApiOnly(
            new ProxyHandler.Reverse(
                request -> {
                  int next = Math.floorMod(turn.getAndIncrement(), nodes.size());
                  return HttpURI.build(request.getHttpURI())
                      .scheme("http")
                      .host("127.0.0.1")
                      .port(nodes.get(next).port())
                      .asImmutable();
                })));
    LifeCycle.start(server);
  }

  int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }

  /** So that {@code /control/} is not within reach of clients. */
  private static final class ApiOnly extends Handler.Wrapper {

    ApiOnly(Handler next) {
      super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return Request.getPathInContext(request).startsWith("/api/")
          && super.handle(request, response, callback);
    }
  }
}
