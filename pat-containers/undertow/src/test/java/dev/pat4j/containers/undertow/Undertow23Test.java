package dev.pat4j.containers.undertow;

import dev.pat4j.containers.ContainerUnderTest;
import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Runs the suite on {@link Undertow23}. */
@Suite
@SelectPackages("dev.pat4j.containers.suite")
class Undertow23Test {

  @BeforeSuite
  static void choose() {
    ContainerUnderTest.use(new Undertow23());
  }
}
