package dev.pat4j.containers.jetty;

import dev.pat4j.containers.RunningServer;
import dev.pat4j.containers.ServletContainer;
import dev.pat4j.containers.Tuning;
import dev.pat4j.containers.WebApp;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Jetty 12.1 with the servlet API of Jakarta EE 10. */
final class JettyEe10 implements ServletContainer {

  @Override
  public String name() {
    return "jetty-ee10";
  }

  @Override
  public RunningServer start(Tuning tuning, WebApp... applications) throws Exception {
    Server server = new Server();
    HttpConfiguration http = new HttpConfiguration();
    if (tuning == Tuning.CARELESS) {
      http.setUriCompliance(UriCompliance.UNSAFE);
    }
    ServerConnector connector =
        new ServerConnector(
            server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ContextHandlerCollection contexts = new ContextHandlerCollection();
    for (WebApp application : applications) {
      ServletContextHandler context = context(application);
      // What is ambiguous is decoded here; on EE 11 the getters of the request throw instead.
      context.getServletHandler().setDecodeAmbiguousURIs(tuning == Tuning.CARELESS);
      contexts.addHandler(context);
    }
    server.setHandler(contexts);
    server.start();
    return new RunningServer(connector.getLocalPort(), server::stop);
  }

  private static ServletContextHandler context(WebApp application) {
    Path folder = application.folder();
    ServletContextHandler context =
        folder == null
            ? new ServletContextHandler(ServletContextHandler.SESSIONS)
            : new WebAppContext(folder.toString(), application.contextPath());
    context.setContextPath(application.contextPath().isEmpty() ? "/" : application.contextPath());
    context.addServletContainerInitializer(application.initializer());
    String errorPage = application.errorPage();
    if (errorPage != null) {
      ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
      errors.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, errorPage);
      context.setErrorHandler(errors);
    }
    return context;
  }
}
