package dev.pat4j.web;

import static java.util.Objects.requireNonNull;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.servlet.FailureThrottle;
import dev.pat4j.web.github.AuthorizationsApi;
import dev.pat4j.web.http.Callers;
import dev.pat4j.web.http.PublicUrl;
import dev.pat4j.web.http.Realm;
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
 * GitHub's OAuth Authorizations API, so that clients which exist already can manage tokens here:
 * {@code /authorizations} for a person with name and password, {@code /applications/grants}
 * likewise, {@code /applications/:client_id} for a registered application with its secret. Tokens
 * of an application carry its id in the attribute {@code github.client_id}; all others are the
 * person's own, wherever they were made.
 *
 * <pre>{@code
 * AuthorizationsServlet.builder(tokens, host).build().registerIn(context, "/", "/api/v3/");
 * }</pre>
 *
 * <p>Tokens made here never expire, as GitHub's do not; unless the policy has a maximum lifetime,
 * which they are then given, and clients read it in {@code expires_at}. A revoked token is not
 * there for this API, and what it deletes is gone. A person's notes are unique among the tokens
 * that no application has, and an application is given one token for each fingerprint: of those
 * asked for at the same moment, on however many nodes, one is made. Only when two that exist are
 * given one note at the same moment, on two nodes, both may bear it. Of updates of one token none
 * is lost.
 *
 * <p>A site administrator, if the host knows any, is given one token of another owner's; {@link
 * dev.pat4j.AccessToken#issuedBy} and the events say who it was.
 *
 * <p><b>Security guarantees</b>: a token, valid or not, is 404 here; owner and application come
 * from the credentials and from nothing else in a request, save for that administrator's; somebody
 * else's token is not there; no list holds a token; a page of another site cannot use the password
 * that a browser remembers. If the store or the host breaks, the answer is 503 and nobody is let
 * in.
 *
 * <p>The path that an application shows a token in ({@code /tokens/:token}) is in the log of many a
 * server; the newer routes take it in the body. Immutable and thread-safe.
 */
public final class AuthorizationsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient AuthorizationsApi api;

  private AuthorizationsServlet(AuthorizationsApi api) {
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
    return Mount.mappings(prefixes, "authorizations/*", "applications/*");
  }

  /**
   * The paths to map it to besides, where {@link WebHost#mayImpersonate} lets site administrators
   * act as others: {@code POST} and {@code DELETE /admin/users/:login/authorizations}. Apart from
   * {@link #mappings}, since a host may have pages of its own at {@code /admin/users}.
   *
   * @throws IllegalArgumentException as {@link #mappings}
   */
  public static String[] adminMappings(String... prefixes) {
    return Mount.mappings(prefixes, "admin/users/*");
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
     * Who slows down clients that keep sending wrong passwords, codes and secrets; nobody if not
     * said. It is given {@link WebHost#clientAddress}.
     */
    public Builder throttle(FailureThrottle newThrottle) {
      this.throttle = requireNonNull(newThrottle, "throttle");
      return this;
    }

    /** Decides whether a token has expired; the system's clock if not said. */
    public Builder clock(InstantSource source) {
      this.clock = requireNonNull(source, "clock");
      return this;
    }

    /** The servlet. */
    public AuthorizationsServlet build() {
      Callers callers = new Callers(host, tokens.format(), Optional.ofNullable(throttle));
      return new AuthorizationsServlet(
          new AuthorizationsApi(tokens, host, callers, url, realm, clock));
    }
  }
}
