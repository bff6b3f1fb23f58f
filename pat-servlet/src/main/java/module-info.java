/**
 * Personal access tokens over HTTP: the servlet filter that reads Basic and Bearer credentials, the
 * access rules it decides by, and the challenges it answers with.
 */
module dev.pat4j.servlet {
  requires static org.jspecify;
  requires transitive dev.pat4j.core;
  requires transitive jakarta.servlet;
  requires org.slf4j;

  exports dev.pat4j.servlet;
}
