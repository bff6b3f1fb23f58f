package dev.pat4j.containers.jetty;

import dev.pat4j.containers.ContainerUnderTest;
import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Runs the suite on {@link JettyEe10}. */
@Suite
@SelectPackages("dev.pat4j.containers.suite")
class JettyEe10Test {

  @BeforeSuite
  static void choose() {
    ContainerUnderTest.use(new JettyEe10());
  }
}
