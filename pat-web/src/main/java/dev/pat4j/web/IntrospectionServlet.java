package dev.pat4j.web;

import static java.util.Objects.requireNonNull;

import dev.pat4j.AccessToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Verification;
import dev.pat4j.Verified;
import dev.pat4j.servlet.FailureThrottle;
import dev.pat4j.web.oauth.ClientEndpoint;
import dev.pat4j.web.oauth.Form;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Says to a registered application whether a token is good, and what for (RFC 7662): so that any
 * resource server that takes opaque tokens can take these, from another process. Mount it where you
 * like, for example at {@code /oauth/introspect}.
 *
 * <p>The application authenticates by HTTP Basic or by {@code client_id} and {@code client_secret}
 * in the form. An answer for a good token has the members {@code active}, {@code scope}, {@code
 * client_id}, {@code username}, {@code sub}, {@code exp}, {@code iat}, {@code token_type} and
 * {@code jti}, the token's id; for any other it is {@code {"active":false}}, whatever is wrong with
 * it. {@code scope} names what the token may do now, with all that is implied, since a resource
 * server knows no catalogue.
 *
 * <p>To ask counts as a use of the token: it is how another process verifies. The address of the
 * token's client is not known here unless the application states it, in the parameter {@code
 * client_address} (section 2.1 allows such); without it a token that is bound to addresses is not
 * active. A stated address is believed: an application that is given tokens is trusted with more.
 *
 * <p><b>Security guarantees</b>: no token and no hash is in an answer; a broken store is 503, never
 * active or inactive; wrong secrets of applications are told to the {@linkplain Builder#throttle
 * throttle}. Thread-safe.
 */
public final class IntrospectionServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String TOKEN = "token";
  private static final String CLIENT_ADDRESS = "client_address";
  private static final JsonObject INACTIVE =
      Json.createObjectBuilder().add("active", false).build();

  private final transient PersonalAccessTokens tokens;
  private final transient ClientEndpoint endpoint;
  private final transient @Nullable BiPredicate<RegisteredApplication, AccessToken> mayIntrospect;

  private IntrospectionServlet(Builder from) {
    this.tokens = from.tokens;
    this.mayIntrospect = from.mayIntrospect;
    this.endpoint =
        new ClientEndpoint(
            "introspection",
            from.host,
            tokens.format(),
            Set.of(TOKEN, CLIENT_ADDRESS),
            from.throttle);
  }

  /** Begins with these tokens, and the host that knows the applications. */
  public static Builder builder(PersonalAccessTokens tokens, WebHost host) {
    return new Builder(requireNonNull(tokens, "tokens"), requireNonNull(host, "host"));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    endpoint.serve(request, response, this::introspect);
  }

  private Optional<JsonObject> introspect(RegisteredApplication client, Form form) {
    String text = form.required(TOKEN);
    return Optional.of(maySee(client, text) ? verified(text, form) : INACTIVE);
  }

  /** Looked at without a use: a token that the application may not see is not used by it. */
  private boolean maySee(RegisteredApplication client, String text) {
    return mayIntrospect == null
        || (tokens.administration().inspect(text) instanceof Verified seen
            && mayIntrospect.test(client, seen.token()));
  }

  private JsonObject verified(String text, Form form) {
    Verification outcome = tokens.verify(text, form.value(CLIENT_ADDRESS).orElse(null));
    return outcome instanceof Verified verified ? described(verified) : INACTIVE;
  }

  private static JsonObject described(Verified verified) {
    AccessToken token = verified.token();
    JsonObjectBuilder answer = Json.createObjectBuilder().add("active", true);
    if (!verified.scopes().isEmpty()) { // an empty text is read as a scope without name by some
      answer.add("scope", String.join(" ", verified.scopes().impliedNames()));
    }
    Optional.ofNullable(token.attributes().get("github.client_id"))
        .ifPresent(id -> answer.add("client_id", id));
    answer.add("username", token.owner()).add("token_type", "Bearer");
    token.expiresAt().ifPresent(at -> answer.add("exp", at.getEpochSecond()));
    return answer
        .add("iat", token.issuedAt().getEpochSecond())
        .add("sub", token.owner())
        .add("jti", token.id().toString())
        .build();
  }

  /** Collects what the servlet is built from; not thread-safe. No method accepts null. */
  public static final class Builder {
    private final PersonalAccessTokens tokens;
    private final WebHost host;
    private @Nullable BiPredicate<RegisteredApplication, AccessToken> mayIntrospect;
    private @Nullable FailureThrottle throttle;

    private Builder(PersonalAccessTokens tokens, WebHost host) {
      this.tokens = tokens;
      this.host = host;
    }

    /**
     * Which application may ask about which token; if not said, each about all. To others the token
     * is not active. One that throws makes the request fail with 503.
     */
    public Builder mayIntrospect(BiPredicate<RegisteredApplication, AccessToken> rule) {
      this.mayIntrospect = requireNonNull(rule, "rule");
      return this;
    }

    /**
     * Slows down whoever guesses the secrets of applications; nobody if not said. It is given
     * {@link WebHost#clientAddress}.
     */
    public Builder throttle(FailureThrottle newThrottle) {
      this.throttle = requireNonNull(newThrottle, "throttle");
      return this;
    }

    /** The servlet. */
    public IntrospectionServlet build() {
      return new IntrospectionServlet(this);
    }
  }
}
