package dev.pat4j.containers.undertow;

import dev.pat4j.containers.ContainerUnderTest;
import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Runs the suite on {@link Undertow23}, but for what {@code web.xml} says: it reads none. */
@Suite
@SelectPackages("dev.pat4j.containers.suite")
@ExcludeTags("web.xml")
class Undertow23Test {

  @BeforeSuite
  static void choose() {
    ContainerUnderTest.use(new Undertow23());
  }
}
