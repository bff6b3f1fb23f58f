package dev.pat4j.web;

import static java.util.Objects.requireNonNull;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.servlet.FailureThrottle;
import dev.pat4j.web.http.Callers;
import dev.pat4j.web.http.PublicUrl;
import dev.pat4j.web.http.Realm;
import dev.pat4j.web.rest.TokensApi;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A small REST API for tokens, described by the OpenAPI document that it serves at {@code
 * /tokens/openapi.json}. Under {@code /tokens} people, with name and password, list, create,
 * change, rotate, regenerate, revoke and delete their tokens. At {@code /token} whoever has nothing
 * but a token sees what it is, and can revoke it. Errors are RFC 9457 problems.
 *
 * <pre>{@code
 * TokensServlet.builder(tokens, host).build().registerIn(context, "/");
 * }</pre>
 *
 * <p>At {@code /token} the token is the one that {@link
 * dev.pat4j.servlet.TokenAuthenticationFilter} accepted, if that is in front; otherwise it is read
 * from the Authorization header, as Bearer, {@code token} or Basic, and the client's address is
 * {@link WebHost#clientAddress}. Behind a proxy, put the filter in front, which can be told of
 * proxies, or let the host say it. A token may be revoked with itself from any address.
 *
 * <p>{@code GET /token} says in headers, too, whose the token is ({@code X-Token-Owner},
 * percent-encoded), which ({@code X-Token-Id}) and what it may do now ({@code X-Token-Scopes});
 * with {@code ?scope=} it is 403 unless the token has all of these. So a proxy can ask it before it
 * lets a request through, as nginx does with {@code auth_request}.
 *
 * <p><b>Security guarantees</b>: under {@code /tokens} a token is refused, valid or not; the owner
 * comes from the credentials and from nothing else in a request; somebody else's token is not
 * there; a secret is in the answer that made it and in no other; a page of another site cannot use
 * the password that a browser remembers. If the store or the host breaks, the answer is 503 and
 * nobody is let in. Immutable and thread-safe.
 */
public final class TokensServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient TokensApi api;

  private TokensServlet(TokensApi api) {
    this.api = api;
  }

  /** Begins with this library and host, and a default for all else. */
  public static Builder builder(PersonalAccessTokens tokens, WebHost host) {
    return new Builder(requireNonNull(tokens, "tokens"), requireNonNull(host, "host"));
  }

  /**
   * The paths to map this servlet to, for every prefix: {@code /} or {@code /api/v3/}. For hosts
   * that do not register it by {@link #registerIn}.
   *
   * @throws IllegalArgumentException if there is no prefix, or one that does not begin and end with
   *     a slash
   */
  public static String[] mappings(String... prefixes) {
    return Mount.mappings(prefixes, "tokens/*", "token");
  }

  /**
   * Registers this servlet under every prefix, while the context starts.
   *
   * @throws IllegalArgumentException as {@link #mappings}
   * @throws IllegalStateException if the context has started, or has such a servlet already
   */
  public ServletRegistration.Dynamic registerIn(ServletContext context, String... prefixes) {
    return Mount.register(this, context, mappings(prefixes));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    api.serve(request, response);
  }

  /** Collects what the servlet is built from; not thread-safe. No method accepts null. */
  public static final class Builder {
    private final PersonalAccessTokens tokens;
    private final WebHost host;
    private PublicUrl url = PublicUrl.ofRequests();
    private Realm realm = new Realm("tokens");
    private InstantSource clock = InstantSource.system();
    private @Nullable FailureThrottle throttle;

    private Builder(PersonalAccessTokens tokens, WebHost host) {
      this.tokens = tokens;
      this.host = host;
    }

    /**
     * How clients see this server, with the context path and without the prefix; if not said, what
     * each request was sent to, as the container understands it. Say it behind a proxy that the
     * container does not know of.
     *
     * @throws IllegalArgumentException unless it is absolute, http or https, without query
     */
    public Builder publicUrl(URI newUrl) {
      this.url = PublicUrl.of(newUrl);
      return this;
    }

    /**
     * The realm of the challenge, which people see when they are asked for a password.
     *
     * @throws IllegalArgumentException unless it is 1 to 255 visible ASCII characters and blanks,
     *     without quotation mark and backslash
     */
    public Builder realm(String newRealm) {
      this.realm = new Realm(newRealm);
      return this;
    }

    /**
     * Who slows down clients that keep sending wrong passwords, codes and tokens; nobody if not
     * said. It is given {@link WebHost#clientAddress}.
     */
    public Builder throttle(FailureThrottle newThrottle) {
      this.throttle = requireNonNull(newThrottle, "throttle");
      return this;
    }

    /** Tells whether a token has expired; the system's clock if not said. */
    public Builder clock(InstantSource source) {
      this.clock = requireNonNull(source, "clock");
      return this;
    }

    /** The servlet. */
    public TokensServlet build() {
      Callers callers = new Callers(host, tokens.format(), Optional.ofNullable(throttle));
      return new TokensServlet(new TokensApi(tokens, callers, url, realm, clock));
    }
  }
}
