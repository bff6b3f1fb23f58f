package dev.pat4j.examples.githost;

import static dev.pat4j.examples.githost.GitHost.add;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.servlet.FailureThrottle;
import dev.pat4j.store.EventLog;
import dev.pat4j.web.AuthorizationsServlet;
import dev.pat4j.web.IntrospectionServlet;
import dev.pat4j.web.LeakReportServlet;
import dev.pat4j.web.ResourceMetadataServlet;
import dev.pat4j.web.RevocationServlet;
import dev.pat4j.web.TokenSettingsServlet;
import dev.pat4j.web.TokensServlet;
import java.net.URI;
import java.time.InstantSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;

/**
 * What the web module brings, each mounted in a line or two: the page for people, the API for their
 * tools, the endpoints for other servers, and the receiver of leak reports.
 */
final class TokenPages {

  /** Of a scanner that reports here; the sample in the README signs with it. */
  private static final String LEAK_REPORT_SECRET = "demo-leak-secret";

  private TokenPages() {}

  static void mount(
      ServletContextHandler context,
      PersonalAccessTokens tokens,
      Accounts accounts,
      EventLog events,
      FailureThrottle throttle,
      URI url,
      InstantSource clock) {
    People people = new People(accounts, clock);
    add(
        context,
        new SignInServlet(people, accounts, throttle),
        "",
        "/signin",
        "/signin.css",
        "/signout");
    add(
        context,
        TokenSettingsServlet.builder(tokens, people)
            .brand("git host")
            .home("/")
            .trustedFooterHtml(people::signOutForm)
            .apiUrl(URI.create(url + "/user"))
            .eventLog(events)
            .clock(clock)
            .build(),
        "/settings/tokens/*");
    add(
        context,
        AuthorizationsServlet.builder(tokens, people).throttle(throttle).clock(clock).build(),
        AuthorizationsServlet.mappings("/", "/api/v3/"));
    add(
        context,
        TokensServlet.builder(tokens, people).throttle(throttle).clock(clock).build(),
        TokensServlet.mappings("/"));
    add(
        context,
        IntrospectionServlet.builder(tokens, people).throttle(throttle).build(),
        "/oauth/introspect");
    add(
        context,
        RevocationServlet.builder(tokens, people).throttle(throttle).build(),
        "/oauth/revoke");
    add(
        context,
        LeakReportServlet.builder(tokens).sharedSecret(LEAK_REPORT_SECRET).build(),
        "/leak-reports");
    if (url.getHost().startsWith("127.") || url.getHost().equals("[::1]")) {
      // Elsewhere the resource would have to have a name and TLS, which a proxy brings.
      add(
          context,
          ResourceMetadataServlet.builder(url).scopes(tokens.scopeCatalog()).build(),
          "/.well-known/oauth-protected-resource");
    }
  }
}
