package dev.pat4j.examples.githost;

import dev.pat4j.servlet.FailureThrottle;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code /signin}: a name and a password for a session, and on to where the person was going.
 * {@code POST /signout} ends it. Whoever failed too often, here or at any other door, waits before
 * a password is looked at. A host has pages like these already, and keeps them.
 */
final class SignInServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final String HOME = "/settings/tokens";

  private static final String STYLE =
      """
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --edge: #818b98; --go: #0969da; --on-go: #fff; }
      @media (prefers-color-scheme: dark) { :root { --edge: #656c76; --go: #4493f8; --on-go: #000; background: #0d1117; } }
      body { margin: 0; display: grid; min-height: 100vh; place-items: center; }
      main { width: min(20rem, 90vw); padding-bottom: 10vh; }
      h1 { font-size: 1.5rem; font-weight: 600; }
      label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
      input, button { box-sizing: border-box; width: 100%; padding: .5rem .75rem; font: inherit;
        border: 1px solid var(--edge); border-radius: 6px; }
      button { margin-top: 1.5rem; cursor: pointer; border-color: var(--go); background: var(--go); color: var(--on-go); }
      form + p { opacity: .75; font-size: .875rem; }
      [role=alert] { border-left: .25rem solid #c62828; padding-left: .75rem; }
      """;

  private final transient People people;
  private final transient Accounts accounts;
  private final transient FailureThrottle throttle;

  SignInServlet(People people, Accounts accounts, FailureThrottle throttle) {
    this.people = people;
    this.accounts = accounts;
    this.throttle = throttle;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getServletPath()) {
      case "" -> response.sendRedirect(HOME);
      case "/signin" -> show(response, 200, request, "");
      case "/signin.css" -> write(response, "text/css", STYLE);
      default -> response.sendError(404);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (isOfAnotherSite(request)) {
      response.sendError(403);
    } else if (request.getServletPath().equals("/signout")) {
      people.signOut(request);
      response.sendRedirect("/signin");
    } else {
      signIn(request, response);
    }
  }

  private void signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String client = people.clientAddress(request).orElseGet(request::getRemoteAddr);
    Duration delay = throttle.delay(client);
    if (delay.compareTo(Duration.ZERO) > 0) {
      long seconds = delay.toSeconds() + 1;
      response.setHeader("Retry-After", Long.toString(seconds));
      show(response, 429, request, "Too often wrong: wait " + seconds + " seconds.");
      return;
    }
    Optional<Account> account =
        accounts.signIn(parameter(request, "login"), parameter(request, "password"));
    if (account.isEmpty()) {
      throttle.failed(client);
      show(response, 403, request, "Wrong name or password.");
      return;
    }
    people.signIn(request, account.get());
    response.sendRedirect(returnTo(request));
  }

  /** Without it, a page of another site could sign its visitors in as somebody else. */
  private static boolean isOfAnotherSite(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    String origin = request.getHeader("Origin");
    String own = request.getScheme() + "://" + request.getHeader("Host");
    return site != null
        ? !site.equals("same-origin") // behind a proxy that ends TLS, only the browser knows
        : origin != null && !origin.equals(own);
  }

  /**
   * A path on this host and nothing else, or the way out would lead wherever a link says. It is
   * plain: containers resolve the dots of a redirect, and {@code /x/..//evil.example} would then be
   * another server.
   */
  private static String returnTo(HttpServletRequest request) {
    String wanted = parameter(request, "return_to");
    return wanted.matches("(?![^?]*(?://|/[.]|%))/[A-Za-z0-9][A-Za-z0-9/?&=%+._~,:-]*")
        ? wanted
        : HOME;
  }

  private static String parameter(HttpServletRequest request, String name) {
    return Optional.ofNullable(request.getParameter(name)).orElse("");
  }

  private static void show(
      HttpServletResponse response, int status, HttpServletRequest request, String error)
      throws IOException {
    response.setStatus(status);
    write(
        response,
        "text/html",
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Sign in - git host</title>
        <link rel="stylesheet" href="/signin.css">
        <main>
        <h1>Sign in to the git host</h1>
        {error}
        <form method="post" action="/signin">
        <input type="hidden" name="return_to" value="{return_to}">
        <label for="login">Name</label>
        <input id="login" name="login" value="{login}" autocomplete="username" required {at_login}>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required {at_password}>
        <button>Sign in</button>
        </form>
        <p>Names and passwords are in the terminal that runs this host.</p>
        </main>
        </html>
        """
            .replace("{error}", error.isEmpty() ? "" : "<p role=\"alert\">" + error + "</p>")
            .replace("{at_login}", error.isEmpty() ? "autofocus" : "")
            .replace("{at_password}", error.isEmpty() ? "" : "autofocus")
            .replace("{return_to}", escaped(returnTo(request)))
            .replace("{login}", escaped(parameter(request, "login"))));
  }

  /** As text in HTML, whatever is in it. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static void write(HttpServletResponse response, String type, String text)
      throws IOException {
    response.setContentType(type + "; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'");
    // Not no-referrer: browsers may then name no origin with the form.
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
