/**
 * Personal access tokens over HTTP: the servlet filter that reads Basic and Bearer credentials, the
 * access rules it decides by, and the challenges it answers with.
 */
@SuppressWarnings("module") // the module of the pages is not there yet when this one is compiled
module dev.pat4j.servlet {
  requires static org.jspecify;
  requires transitive dev.pat4j.core;
  requires transitive jakarta.servlet;
  requires org.slf4j;

  exports dev.pat4j.servlet;
  // For how both write to the log; nobody else's.
  exports dev.pat4j.servlet.internal to
      dev.pat4j.web;
}
