package dev.pat4j.containers.tomcat;

import dev.pat4j.containers.RunningServer;
import dev.pat4j.containers.ServletContainer;
import dev.pat4j.containers.Tuning;
import dev.pat4j.containers.WebApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** Tomcat 11. */
final class Tomcat11 implements ServletContainer {

  @Override
  public String name() {
    return "tomcat-11";
  }

  @Override
  public RunningServer start(Tuning tuning, WebApp... applications) throws Exception {
    Path base = Files.createDirectories(Path.of("target", "tomcat")).toAbsolutePath();
    Tomcat tomcat = new Tomcat();
    tomcat.setSilent(true);
    tomcat.setBaseDir(base.toString());
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(0);
    connector.addUpgradeProtocol(new Http2Protocol());
    if (tuning == Tuning.CARELESS) {
      beCareless(connector);
    }
    tomcat.setConnector(connector);
    ((StandardHost) tomcat.getHost()).setErrorReportValveClass(Quiet.class.getName());
    for (WebApp application : applications) {
      add(application, tomcat, base);
    }
    tomcat.start();
    return new RunningServer(connector.getLocalPort(), () -> stop(tomcat));
  }

  private static void add(WebApp application, Tomcat tomcat, Path base) {
    Path folder = application.folder();
    Context context =
        folder == null
            ? tomcat.addContext(application.contextPath(), base.toString())
            : tomcat.addWebapp(application.contextPath(), folder.toString());
    context.addServletContainerInitializer(application.initializer(), Set.of());
    if (application.errorPage() != null) {
      ErrorPage page = new ErrorPage();
      page.setLocation(application.errorPage());
      context.addErrorPage(page);
    }
  }

  private static void beCareless(Connector connector) {
    connector.setEncodedSolidusHandling("decode");
    connector.setEncodedReverseSolidusHandling("decode");
    connector.setAllowBackslash(true);
    connector.setProperty("relaxedPathChars", "\"<>[\\]^`{|}");
    connector.setProperty("relaxedQueryChars", "\"<>[\\]^`{|}");
  }

  private static void stop(Tomcat tomcat) throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }

  /** As the documentation advises: Tomcat's own page echoes a malformed header, token included. */
  public static final class Quiet extends ErrorReportValve {

    /** Neither a report nor the version. */
    public Quiet() {
      setShowReport(false);
      setShowServerInfo(false);
    }
  }
}
