package dev.pat4j.examples.tomcat;

import static java.util.Objects.requireNonNull;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;

/**
 * Tomcat with one web application. All that concerns tokens stands in {@code web.xml} beside this
 * class, and in {@link TokensListener}.
 */
public final class TomcatExample implements AutoCloseable {

  /** Held, since the log manager would forget the level of a logger that nobody holds. */
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  private final Tomcat tomcat = new Tomcat();
  private final Path folder = Files.createTempDirectory("tomcat-example");
  private final Context application;

  private TomcatExample(int port) throws IOException, LifecycleException {
    TOMCAT.setLevel(Level.WARNING);
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(port);
    tomcat.setAddDefaultWebXmlToWebapp(false);
    tomcat.getHost().getPipeline().addValve(silentErrors());
    application = tomcat.addWebapp("", unpacked(folder.resolve("application")).toString());
    // As in every installed Tomcat: without it, paths of no servlet never come to a filter.
    Tomcat.addServlet(application, "default", DefaultServlet.class.getName()).addMapping("/");
    tomcat.getConnector();
    tomcat.start();
  }

  /**
   * Starts it.
   *
   * @param port 0 for a free one
   */
  static TomcatExample start(int port) throws IOException, LifecycleException {
    return new TomcatExample(port);
  }

  /** Runs until it is stopped, on port 8080. */
  public static void main(String[] arguments) throws IOException, LifecycleException {
    TomcatExample example = start(8080);
    TokenRequest request =
        TokenRequest.forOwner("ada")
            .name("curl")
            .scopes("notes")
            .expiresAfter(Duration.ofDays(1))
            .build();
    String secret = example.tokens().issue(request).secret().reveal();
    System.out.println("curl -u ada:" + secret + " http://localhost:" + example.port() + "/notes");
    example.tomcat.getServer().await();
  }

  /** Where it listens. */
  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  PersonalAccessTokens tokens() {
    return TokensListener.tokensIn(application.getServletContext());
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
    ExpandWar.delete(folder.toFile());
  }

  /**
   * Without this, Tomcat answers a malformed header with a page that repeats the header, and the
   * token in it; and an exception with its stack trace.
   */
  private static ErrorReportValve silentErrors() {
    ErrorReportValve valve = new ErrorReportValve();
    valve.setShowReport(false);
    valve.setShowServerInfo(false);
    return valve;
  }

  /** The application as Tomcat wants it: a folder with a {@code web.xml} in its place. */
  private static Path unpacked(Path folder) throws IOException {
    Path target = Files.createDirectories(folder.resolve("WEB-INF")).resolve("web.xml");
    try (InputStream xml =
        requireNonNull(TomcatExample.class.getResourceAsStream("web.xml"), "web.xml")) {
      Files.copy(xml, target);
    }
    return folder;
  }
}
