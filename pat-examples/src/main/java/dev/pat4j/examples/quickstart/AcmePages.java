package dev.pat4j.examples.quickstart;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.web.AuthorizationsServlet;
import dev.pat4j.web.IntrospectionServlet;
import dev.pat4j.web.RegisteredApplication;
import dev.pat4j.web.TokenSettingsServlet;
import dev.pat4j.web.TokensServlet;
import dev.pat4j.web.WebHost;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Pages and interfaces for people's tokens: what stands between the marks is in the README. */
final class AcmePages {

  private AcmePages() {}

  // README: begin
  record AcmePeople(
      BiPredicate<String, String> passwords, Map<String, RegisteredApplication> applications)
      implements WebHost {
    @Override
    public Optional<String> signedIn(HttpServletRequest request) { // by your own session
      return session(request).map(session -> (String) session.getAttribute("user"));
    }

    @Override
    public Optional<Instant> provenAt(HttpServletRequest request) { // when the password was typed
      return session(request).map(session -> (Instant) session.getAttribute("signed in at"));
    }

    @Override
    public Optional<String> authenticate(String user, String password) { // by your salted hashes
      return Optional.of(user).filter(name -> passwords.test(name, password));
    }

    @Override
    public Optional<RegisteredApplication> application(String clientId) {
      return Optional.ofNullable(applications.get(clientId));
    }

    private static Optional<HttpSession> session(HttpServletRequest request) {
      return Optional.ofNullable(request.getSession(false));
    }
  }

  // README: end

  static void mount(ServletContext context, PersonalAccessTokens tokens, WebHost people) {
    // README: begin
    var settings = TokenSettingsServlet.builder(tokens, people).brand("Acme").build();
    context.addServlet("settings", settings).addMapping("/settings/tokens/*");
    AuthorizationsServlet.builder(tokens, people).build().registerIn(context, "/", "/api/v3/");
    TokensServlet.builder(tokens, people).build().registerIn(context, "/");
    var introspection = IntrospectionServlet.builder(tokens, people).build();
    context.addServlet("introspection", introspection).addMapping("/oauth/introspect");
    // README: end
  }
}
