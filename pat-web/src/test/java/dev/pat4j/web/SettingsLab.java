package dev.pat4j.web;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.store.TokenId;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** The settings page on a server, with a person who has just signed in. */
final class SettingsLab implements AutoCloseable {

  final WebLab lab;
  final SettingsBrowser ada;

  SettingsLab(
      String contextPath,
      Consumer<PersonalAccessTokens.Builder> library,
      Consumer<TokenSettingsServlet.Builder> page)
      throws Exception {
    lab = new WebLab(contextPath, library);
    lab.start(
        context -> {
          mount(context, page);
          context.addServlet(new ServletHolder(new SignIn()), "/in");
          context.addServlet(new ServletHolder(new SessionDump()), "/session");
        });
    ada = signedIn("ada");
  }

  SettingsLab(Consumer<TokenSettingsServlet.Builder> page) throws Exception {
    this("/", library -> {}, page);
  }

  SettingsLab() throws Exception {
    this(page -> {});
  }

  /** A browser in which this person has just signed in. */
  SettingsBrowser signedIn(String person) throws Exception {
    SettingsBrowser browser = browser();
    browser.send(HttpRequest.newBuilder(URI.create(lab.base() + "/in?user=" + person)));
    return browser;
  }

  /** A browser in which nobody is signed in. */
  SettingsBrowser browser() {
    return new SettingsBrowser(lab.base() + "/settings/tokens");
  }

  /** A token of this person with the scope gist, for 30 days. */
  TokenId token(String owner, String name) {
    return lab.tokens
        .issue(
            TokenRequest.forOwner(owner)
                .name(name)
                .scopes("gist")
                .expiresAfter(Duration.ofDays(30))
                .build())
        .token()
        .id();
  }

  @Override
  public void close() {
    lab.close();
  }

  private void mount(ServletContextHandler context, Consumer<TokenSettingsServlet.Builder> page) {
    TokenSettingsServlet.Builder builder =
        TokenSettingsServlet.builder(lab.tokens, lab.host).clock(lab.clock);
    page.accept(builder);
    context.addServlet(new ServletHolder(builder.build()), "/settings/tokens/*");
  }

  private final class SignIn extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      request.getSession().setAttribute(FakeHost.SIGNED_IN, request.getParameter("user"));
      request.getSession().setAttribute(FakeHost.PROVEN_AT, lab.clock.instant());
    }
  }

  /** The bytes that a container would keep of a session. */
  private static final class SessionDump extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      ObjectOutputStream out = new ObjectOutputStream(response.getOutputStream());
      for (String name : Collections.list(request.getSession().getAttributeNames())) {
        out.writeObject(name);
        out.writeObject(request.getSession().getAttribute(name));
      }
      out.flush();
    }
  }
}
