package dev.pat4j.containers.undertow;

import dev.pat4j.containers.RunningServer;
import dev.pat4j.containers.ServletContainer;
import dev.pat4j.containers.Tuning;
import dev.pat4j.containers.WebApp;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Undertow 2.3, embedded: without WildFly round it, it reads no web.xml. */
final class Undertow23 implements ServletContainer {

  @Override
  public String name() {
    return "undertow";
  }

  @Override
  public RunningServer start(Tuning tuning, WebApp... applications) throws Exception {
    PathHandler paths = new PathHandler();
    List<DeploymentManager> deployments = new ArrayList<>();
    for (WebApp application : applications) {
      DeploymentManager deployment = Servlets.newContainer().addDeployment(describe(application));
      deployment.deploy();
      paths.addPrefixPath(prefix(application), deployment.start());
      deployments.add(deployment);
    }
    boolean careless = tuning == Tuning.CARELESS;
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1", paths)
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .setServerOption(UndertowOptions.DECODE_SLASH, careless)
            .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, careless)
            .build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return new RunningServer(address.getPort(), () -> stop(server, deployments));
  }

  private static DeploymentInfo describe(WebApp application) {
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(Undertow23.class.getClassLoader())
            .setContextPath(prefix(application))
            .setDeploymentName("app" + application.contextPath())
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    application.initializer().getClass(),
                    new ImmediateInstanceFactory<>(application.initializer()),
                    Set.of()));
    String errorPage = application.errorPage();
    if (errorPage != null) {
      deployment.addErrorPage(new ErrorPage(errorPage));
    }
    return deployment;
  }

  private static String prefix(WebApp application) {
    return application.contextPath().isEmpty() ? "/" : application.contextPath();
  }

  private static void stop(Undertow server, List<DeploymentManager> deployments) throws Exception {
    server.stop();
    for (DeploymentManager deployment : deployments) {
      deployment.stop();
      deployment.undeploy();
    }
  }
}
