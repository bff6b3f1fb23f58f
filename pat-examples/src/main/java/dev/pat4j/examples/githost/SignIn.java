package dev.pat4j.examples.githost;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.servlet.FailureThrottle;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;

/**
 * This host's own login, round the filter for tokens: whoever shows an account's password where
 * passwords count is that person; every other request is the token filter's, untouched.
 *
 * <p>The two never mix. What looks like a token is never compared with a password, a request with a
 * token is never a {@linkplain #personIn person}, and a wrong password falls to the token filter,
 * which refuses it as it refuses any string that is no token, and counts it. Whoever failed too
 * often falls to it before a password is looked at. There is no session and no cookie.
 */
final class SignIn implements Filter {

  private static final String PERSON = SignIn.class.getName() + ".person";

  private final Filter tokens;
  private final TokenFormat format;
  private final Accounts accounts;
  private final FailureThrottle throttle;
  private final boolean gitToo;

  /**
   * @param gitToo whether passwords count below {@code /git}, too
   */
  SignIn(
      Filter tokens,
      TokenFormat format,
      Accounts accounts,
      FailureThrottle throttle,
      boolean gitToo) {
    this.tokens = tokens;
    this.format = format;
    this.accounts = accounts;
    this.throttle = throttle;
    this.gitToo = gitToo;
  }

  /** Who signed in with a password; empty for everybody who showed a token. */
  static Optional<Account> personIn(HttpServletRequest request) {
    return Optional.ofNullable((Account) request.getAttribute(PERSON));
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<Account> person =
        request instanceof HttpServletRequest http && passwordsCount(http) && !mustWait(http)
            ? BasicPair.of(http).filter(this::isNoToken).flatMap(this::signIn)
            : Optional.empty();
    if (person.isPresent()) {
      chain.doFilter(new SignedIn((HttpServletRequest) request, person.get()), response);
    } else {
      tokens.doFilter(request, response, chain);
    }
  }

  @Override
  public void init(FilterConfig config) throws ServletException {
    tokens.init(config);
  }

  @Override
  public void destroy() {
    tokens.destroy();
  }

  /**
   * Only where the target is written as it is served, without escapes, parameters and dots: the
   * token filter has a firewall for them, and it is not asked here. Nor for TRACE, which would send
   * the password back.
   */
  private boolean passwordsCount(HttpServletRequest request) {
    String servlet = request.getServletPath();
    String info = request.getPathInfo();
    return (servlet.equals("/user")
            || servlet.equals("/api/v3/user")
            || (gitToo && servlet.equals("/git")))
        && request.getRequestURI().equals(servlet + (info == null ? "" : info))
        && !request.getMethod().equals("TRACE");
  }

  private boolean mustWait(HttpServletRequest request) {
    return request.getHeader("Authorization") != null
        && throttle.delay(request.getRemoteAddr()).compareTo(Duration.ZERO) > 0;
  }

  private boolean isNoToken(BasicPair pair) {
    return !format.hasShape(pair.user()) && !format.hasShape(pair.password());
  }

  private Optional<Account> signIn(BasicPair pair) {
    return accounts.signIn(pair.user(), pair.password());
  }

  /** What the application sees of a person: the same getters as for the owner of a token. */
  private static final class SignedIn extends HttpServletRequestWrapper {
    private final Account person;

    SignedIn(HttpServletRequest request, Account person) {
      super(request);
      this.person = person;
      request.setAttribute(PERSON, person);
    }

    @Override
    public Principal getUserPrincipal() {
      return person;
    }

    @Override
    public String getRemoteUser() {
      return person.login();
    }

    @Override
    public String getAuthType() {
      return BASIC_AUTH;
    }

    @Override
    public boolean isUserInRole(String role) {
      return false;
    }
  }
}
