package dev.pat4j.containers;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The container that the suite runs on in this JVM. */
public final class ContainerUnderTest {

  private static volatile @Nullable ServletContainer container;

  private ContainerUnderTest() {}

  /** Runs the suite on this one from now on. Said before the first test, by a suite's class. */
  public static void use(ServletContainer chosen) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    container = chosen;
  }

  /** The container. */
  public static ServletContainer get() {
    return requireNonNull(container, "no container was chosen");
  }
}
