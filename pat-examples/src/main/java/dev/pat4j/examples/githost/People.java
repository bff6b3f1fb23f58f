package dev.pat4j.examples.githost;

import dev.pat4j.web.RegisteredApplication;
import dev.pat4j.web.WebHost;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What this host tells the servlets of the web module: who is signed in, by a session of its own;
 * whose password is right; and the one application that is registered.
 */
final class People implements WebHost {

  /** Keeps who signed in and when, in a session. */
  private record SignedIn(String login, Instant at) implements Serializable {}

  private static final String SIGNED_IN = People.class.getName();
  private static final RegisteredApplication APPLICATION =
      RegisteredApplication.of(
          "demo-client", "demo-secret", "Demo application", URI.create("https://example.org/"));

  private final Accounts accounts;
  private final InstantSource clock;

  People(Accounts accounts, InstantSource clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  /** Begins a session; the id it may have had before is worth nothing from now on. */
  void signIn(HttpServletRequest request, Account account) {
    HttpSession session = request.getSession();
    request.changeSessionId();
    session.setAttribute(SIGNED_IN, new SignedIn(account.login(), clock.instant()));
  }

  /** Ends the session. */
  void signOut(HttpServletRequest request) {
    Optional.ofNullable(request.getSession(false)).ifPresent(HttpSession::invalidate);
  }

  /** Says at the end of a page who is signed in, and lets them out. */
  String signOutForm(HttpServletRequest request) {
    return signedIn(request)
        .map(
            login ->
                """
                <form class="wide" method="post" action="/signout">
                <p class="dim">Signed in as {login}. <button class="button small">Sign out</button></p>
                </form>
                """
                    .replace("{login}", SignInServlet.escaped(login)))
        .orElse("");
  }

  @Override
  public Optional<String> signedIn(HttpServletRequest request) {
    return inSession(request).map(SignedIn::login).filter(accounts::isActive);
  }

  @Override
  public Optional<Instant> provenAt(HttpServletRequest request) {
    return inSession(request).map(SignedIn::at);
  }

  @Override
  public Optional<URI> signInPage(HttpServletRequest request, String returnTo) {
    String query = URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
    return Optional.of(URI.create(request.getContextPath() + "/signin?return_to=" + query));
  }

  @Override
  public Optional<URI> proofPage(HttpServletRequest request, String returnTo) {
    return signInPage(request, returnTo);
  }

  @Override
  public Optional<String> authenticate(String userName, String password) {
    return accounts.signIn(userName, password).map(Account::login);
  }

  @Override
  public Optional<RegisteredApplication> application(String clientId) {
    return Optional.of(APPLICATION).filter(known -> known.clientId().equals(clientId));
  }

  @Override
  public long userId(String owner) {
    return accounts.find(owner).map(Account::id).orElse(0L);
  }

  private static Optional<SignedIn> inSession(HttpServletRequest request) {
    return Optional.ofNullable(request.getSession(false))
        .map(session -> (SignedIn) session.getAttribute(SIGNED_IN));
  }
}
