/**
 * Personal access tokens on the web: a settings page for people, REST interfaces for their tools,
 * OAuth endpoints for resource servers, and the receiver of leak reports. Each is a servlet to
 * mount.
 */
@SuppressWarnings("requires-automatic") // JTE names its module in its manifest alone
module dev.pat4j.web {
  requires static org.jspecify;
  requires transitive dev.pat4j.core;
  requires transitive dev.pat4j.servlet;
  requires transitive jakarta.servlet;
  requires gg.jte.runtime;
  requires jakarta.json;
  requires java.net.http;
  requires org.slf4j;

  exports dev.pat4j.web;
}
