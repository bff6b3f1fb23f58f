package dev.pat4j.servlet;

import static java.util.Objects.requireNonNull;

import dev.pat4j.AccessToken;
import dev.pat4j.AddressRange;
import dev.pat4j.TokenVerifier;
import dev.pat4j.Verified;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.Judgement.Identity;
import dev.pat4j.servlet.internal.OutageLog;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Authenticates requests with personal access tokens, sent as the password of HTTP Basic or as a
 * Bearer token, and lets through what the access rules allow.
 *
 * <p><b>Security guarantees.</b> Whatever no rule names is denied. A request that presents
 * credentials to a protected path is judged by them alone, never by a session. A broken store is
 * answered with 503, never with 401 and never with a pass. No session is made, no body read, and no
 * token stands in a log, an answer or an attribute. Who calls is who owns the token, whatever name
 * or header was sent along.
 *
 * <p>Register it in front of everything that acts on the path or the user, for {@code /*}: {@link
 * #registerIn} does it right in one call. A filter that rewrites paths or methods has to run before
 * it; so does one that adds CORS headers, or refusals will lack them. Immutable once built, and
 * thread-safe.
 */
public final class TokenAuthenticationFilter implements Filter {

  private @Nullable volatile Gate gate;

  /**
   * For {@code web.xml}, where the container makes the filter and configures it by {@link
   * #init(FilterConfig)}. Everybody else uses {@link #builder}.
   */
  public TokenAuthenticationFilter() {}

  private TokenAuthenticationFilter(Gate gate) {
    this.gate = gate;
  }

  /** A builder for a filter that asks this verifier. */
  public static Builder builder(TokenVerifier verifier) {
    return new Builder(requireNonNull(verifier, "verifier"));
  }

  /**
   * The token this request was made with, for handlers that are reached with one alone: rules that
   * are {@linkplain AccessRules.Builder#open open}, and {@linkplain Builder#optionalCredentials
   * optional credentials}, let requests through without.
   *
   * @throws IllegalStateException if no such filter judged this request, or if one let it through
   *     anonymously; the message says which, and what to change
   */
  public static AccessToken requireToken(HttpServletRequest request) {
    Identity identity = Standing.required(request).identity();
    if (identity == null) {
      throw new IllegalStateException(
          "TokenAuthenticationFilter let this request through without a token: have a rule require"
              + " one for this path, or ask tokenOf(request)");
    }
    return identity.verified().token();
  }

  /**
   * The token this request was made with; empty if it went through anonymously, or past this filter
   * altogether. {@link #requireToken} tells the two apart.
   */
  public static Optional<AccessToken> tokenOf(HttpServletRequest request) {
    return verifiedOf(request).map(Verified::token);
  }

  /**
   * The proof that this request was made with a valid token, as minting and rotating ask for; empty
   * where {@link #tokenOf} is.
   */
  public static Optional<Verified> verifiedOf(HttpServletRequest request) {
    return Standing.of(request).map(Standing::identity).map(Identity::verified);
  }

  /**
   * The address of the client that sent this request, as a literal: behind this filter the one that
   * its {@linkplain Builder#trustedProxies trusted proxies} vouch for, without it that of the peer.
   * Empty if it is not known, because a proxy passed on something that is no address: whatever
   * depends on the address must refuse then.
   */
  public static Optional<String> clientAddressOf(HttpServletRequest request) {
    Optional<Standing> standing = Standing.of(request);
    return Optional.ofNullable(
        standing.isPresent() ? standing.get().clientAddress() : ClientAddresses.peer(request));
  }

  /**
   * Registers this filter for {@code /*}, for REQUEST, ASYNC and ERROR dispatches, with support for
   * asynchronous requests, in front of the filters that are declared elsewhere. To be called while
   * the context starts, for example from a {@code ServletContainerInitializer} or a {@code
   * ServletContextListener}.
   *
   * <p>A forward by a named dispatcher does not say where it goes: it is judged, if at all, by the
   * path it comes from. Do not offer one on an open path.
   *
   * @return the registration, to add FORWARD or INCLUDE with a mapping of its own
   * @throws IllegalStateException if the context has started, or has such a filter already
   */
  public FilterRegistration.Dynamic registerIn(ServletContext context) {
    String name = TokenAuthenticationFilter.class.getName();
    FilterRegistration.Dynamic registration = context.addFilter(name, this);
    if (registration == null) {
      throw new IllegalStateException("a filter named " + name + " is registered already");
    }
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
        false,
        "/*");
    return registration;
  }

  /**
   * Configures a filter that the container made, from the init parameter {@code verifierAttribute}:
   * the name of a ServletContext attribute that holds either a {@code TokenAuthenticationFilter} as
   * built by {@link #builder}, and then there is no other parameter, or a {@link TokenVerifier}.
   * With the latter {@code rules} is required, one rule a line, each written as the call on {@link
   * AccessRules.Builder} without its punctuation:
   *
   * <pre>
   * open GET /status
   * authenticated /user
   * require GET /repos/* public_repo
   * git /git/* public_repo repo
   * </pre>
   *
   * <p>All other parameters are called as the setters of {@link Builder}: {@code realm}, {@code
   * trustedProxies} and {@code hideHeaders} (separated by blanks or commas), {@code userNames}
   * ({@code ignored}, {@code mustMatchOwner} or {@code fixed NAME}), {@code maximumHeaderLength},
   * {@code resourceMetadata}, and the switches ({@code true} or {@code false}). A firewall or a
   * throttle needs a built filter.
   *
   * @throws ServletException if a parameter is missing, unknown or malformed; the message names it
   */
  @Override
  public void init(FilterConfig config) throws ServletException {
    Gate ready = gate;
    if (ready == null) {
      ready = requireNonNull(InitParameters.read(config).gate);
      gate = ready;
    }
    ready.start(config.getServletContext());
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Gate ready = gate;
    if (ready == null
        || !(request instanceof HttpServletRequest httpRequest)
        || !(response instanceof HttpServletResponse httpResponse)) {
      throw new ServletException(
          "TokenAuthenticationFilter judges HTTP alone, and only once it is initialised");
    }
    ready.handle(httpRequest, httpResponse, chain);
  }

  /** Configures a filter; not thread-safe. No method accepts null. */
  public static final class Builder {

    private static final int SMALLEST_HEADER = 128;
    private static final int LARGEST_HEADER = 65_536;

    private final TokenVerifier verifier;
    private final Set<Option> options =
        EnumSet.of(Option.SCOPE_HEADERS, Option.EXPIRY_HEADER, Option.CHALLENGE_BARE_401);
    private final List<AddressRange> proxies = new ArrayList<>();
    private final List<String> hiddenHeaders = new ArrayList<>();
    private String realm = "personal access tokens";
    private @Nullable AccessRules rules;
    private UserNamePolicy userNames = UserNamePolicy.ignored();
    private RequestFirewall firewall = RequestFirewall.strict();
    private @Nullable FailureThrottle throttle;
    private @Nullable URI resourceMetadata;
    private int maximumHeaderLength = 4_096;

    private Builder(TokenVerifier verifier) {
      this.verifier = verifier;
    }

    /**
     * The realm of both challenges, which people see when they are asked for a password.
     *
     * @param realm visible ASCII and blanks; whatever else is refused by {@link #build()}
     */
    public Builder realm(String realm) {
      this.realm = requireNonNull(realm, "realm");
      return this;
    }

    /** What is open, and which scopes the rest needs. There is no default. */
    public Builder rules(AccessRules rules) {
      this.rules = requireNonNull(rules, "rules");
      return this;
    }

    /** What the user name of a Basic pair has to be; ignored by default. */
    public Builder userNames(UserNamePolicy policy) {
      this.userNames = requireNonNull(policy, "policy");
      return this;
    }

    /** Which request targets are refused outright; {@link RequestFirewall#strict()} by default. */
    public Builder firewall(RequestFirewall firewall) {
      this.firewall = requireNonNull(firewall, "firewall");
      return this;
    }

    /**
     * The proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; none by default. Leave
     * it so where the container itself already rewrites the peer's address.
     */
    public Builder trustedProxies(AddressRange... proxies) {
      this.proxies.addAll(List.of(proxies));
      return this;
    }

    /** Slows clients down that keep presenting bad credentials; nothing does by default. */
    public Builder throttle(FailureThrottle throttle) {
      this.throttle = requireNonNull(throttle, "throttle");
      return this;
    }

    /**
     * Lets requests without credentials through anonymously, to any path, for the host's own login
     * behind the filter to decide. Off by default. Credentials that are presented are still judged,
     * and refused if they are bad.
     */
    public Builder optionalCredentials(boolean on) {
      return set(Option.OPTIONAL_CREDENTIALS, on);
    }

    /**
     * Lets CORS preflights through: OPTIONS with an Origin and an Access-Control-Request-Method.
     * Off by default. Switch it on only if a CORS layer answers them and no handler acts on
     * OPTIONS; with the CORS layer in front of this filter it is not needed at all.
     */
    public Builder corsPreflight(boolean on) {
      return set(Option.CORS_PREFLIGHT, on);
    }

    /**
     * Refuses, with 403 and before any challenge, protected paths over anything but TLS. Off by
     * default, for hosts behind a proxy that does not tell. Open paths stay open.
     */
    public Builder requireTls(boolean on) {
      return set(Option.REQUIRE_TLS, on);
    }

    /**
     * Whether answers to a token carry X-OAuth-Scopes, what it was granted, and
     * X-Accepted-OAuth-Scopes, what the rule asks for. On by default.
     */
    public Builder scopeHeaders(boolean on) {
      return set(Option.SCOPE_HEADERS, on);
    }

    /**
     * Whether answers to a token that expires carry GitHub-Authentication-Token-Expiration, as
     * {@code 2026-12-31 23:59:59 UTC}. On by default.
     */
    public Builder expiryHeader(boolean on) {
      return set(Option.EXPIRY_HEADER, on);
    }

    /**
     * Whether a 401 of the application behind the filter is given challenges if it has none, as it
     * must have (RFC 9110 section 15.5.2). On by default.
     */
    public Builder challengeBare401(boolean on) {
      return set(Option.CHALLENGE_BARE_401, on);
    }

    /**
     * The longest Authorization line that is read, in characters; 4096 by default. A longer one is
     * malformed.
     *
     * @throws IllegalArgumentException if it is below 128 or above 65536
     */
    public Builder maximumHeaderLength(int characters) {
      if (characters < SMALLEST_HEADER || characters > LARGEST_HEADER) {
        throw new IllegalArgumentException(
            "maximum header length " + characters + " must be from 128 to 65536");
      }
      this.maximumHeaderLength = characters;
      return this;
    }

    /**
     * Where the protected resource's metadata is published, to be named in Bearer challenges (RFC
     * 9728 section 5.1); by default it is not. Never made up from a request.
     *
     * @param uri absolute; whatever else is refused by {@link #build()}
     */
    public Builder resourceMetadata(URI uri) {
      this.resourceMetadata = requireNonNull(uri, "uri");
      return this;
    }

    /**
     * Headers that claim an identity, in addition to the well-known ones such as X-Remote-User and
     * X-Forwarded-User. The application does not get to see them; see {@link #trustIdentityHeaders}
     * for the exception.
     */
    public Builder hideHeaders(String... names) {
      hiddenHeaders.addAll(List.of(names));
      return this;
    }

    /**
     * Whether headers that claim an identity are shown to the application on requests without a
     * token, if a {@linkplain #trustedProxies trusted proxy} sent them. Off by default: a proxy may
     * be trusted with addresses and yet pass on whatever else a client sends. Switch it on only if
     * it removes or overwrites each of these headers.
     */
    public Builder trustIdentityHeaders(boolean on) {
      return set(Option.IDENTITY_HEADERS, on);
    }

    /**
     * Whether the application may use a session on requests made with a token. Off by default:
     * {@code getSession(false)} answers null then, and {@code getSession()} throws an {@link
     * IllegalStateException}. A session that remembers who called would outlive the token.
     */
    public Builder sessions(boolean on) {
      return set(Option.SESSIONS, on);
    }

    /**
     * The filter.
     *
     * @throws IllegalStateException if there are no rules
     * @throws IllegalArgumentException if a rule names a scope that is not in the verifier's
     *     catalogue, or the realm or the metadata's URI cannot stand in a header
     */
    public TokenAuthenticationFilter build() {
      if (rules == null) {
        throw new IllegalStateException(
            "no rules: say rules(AccessRules), since without any every request is denied");
      }
      ScopeCatalog catalog = verifier.scopeCatalog();
      Challenges challenges = new Challenges(realm, resourceMetadata);
      TokenHeaders tokenHeaders = new TokenHeaders(options);
      OutageLog outages = new OutageLog(LoggerFactory.getLogger(TokenAuthenticationFilter.class));
      Judge judge =
          new Judge(
              verifier,
              rules.resolve(catalog),
              firewall,
              new AuthorizationHeader(maximumHeaderLength),
              userNames,
              throttle,
              options,
              outages);
      return new TokenAuthenticationFilter(
          new Gate(
              judge,
              new Answers(challenges, tokenHeaders),
              new ClientAddresses(proxies),
              new IdentityHeaders(hiddenHeaders),
              tokenHeaders,
              catalog,
              options.contains(Option.CHALLENGE_BARE_401) ? challenges.both() : List.of(),
              outages,
              options));
    }

    private Builder set(Option option, boolean on) {
      if (on) {
        options.add(option);
      } else {
        options.remove(option);
      }
      return this;
    }
  }
}
