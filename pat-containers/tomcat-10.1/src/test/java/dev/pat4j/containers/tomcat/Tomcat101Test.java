package dev.pat4j.containers.tomcat;

import dev.pat4j.containers.ContainerUnderTest;
import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Runs the suite on {@link Tomcat101}. */
@Suite
@SelectPackages("dev.pat4j.containers.suite")
class Tomcat101Test {

  @BeforeSuite
  static void choose() {
    ContainerUnderTest.use(new Tomcat101());
  }
}
