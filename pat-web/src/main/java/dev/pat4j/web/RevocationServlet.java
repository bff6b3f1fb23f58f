package dev.pat4j.web;

import static java.util.Objects.requireNonNull;

import dev.pat4j.AccessToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Rejected;
import dev.pat4j.RejectionReason;
import dev.pat4j.TokenAdministration;
import dev.pat4j.Verification;
import dev.pat4j.Verified;
import dev.pat4j.servlet.FailureThrottle;
import dev.pat4j.web.oauth.ClientEndpoint;
import dev.pat4j.web.oauth.Form;
import dev.pat4j.web.oauth.OAuthError;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets a registered application revoke a token that it holds (RFC 7009), at once and for good.
 * Mount it where you like, for example at {@code /oauth/revoke}.
 *
 * <p>The application authenticates by HTTP Basic or by {@code client_id} and {@code client_secret}
 * in the form. It may revoke the tokens that were made for it, whose attribute {@code
 * github.client_id} is its client id; {@link Builder#mayRevoke} says otherwise. For another's token
 * the answer is 400 {@code invalid_grant}, and the token stays valid. A token that is not there, or
 * is no longer good, has what was asked for: 200. The hint of its type is not needed, and ignored.
 *
 * <p><b>Security guarantees</b>: 200 is said only of a token that is not valid when it is said; a
 * broken store is 503. To ask is no use of the token. Thread-safe.
 */
public final class RevocationServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String TOKEN = "token";
  private static final String REASON = "revoked by the application that held it (RFC 7009)";

  private final transient TokenAdministration administration;
  private final transient ClientEndpoint endpoint;
  private final transient BiPredicate<RegisteredApplication, AccessToken> mayRevoke;

  private RevocationServlet(Builder from) {
    this.administration = from.tokens.administration();
    this.mayRevoke = from.mayRevoke;
    this.endpoint =
        new ClientEndpoint(
            "revocation", from.host, from.tokens.format(), Set.of(TOKEN), from.throttle);
  }

  /** Begins with these tokens, and the host that knows the applications. */
  public static Builder builder(PersonalAccessTokens tokens, WebHost host) {
    return new Builder(requireNonNull(tokens, "tokens"), requireNonNull(host, "host"));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    endpoint.serve(request, response, this::revoke);
  }

  private Optional<JsonObject> revoke(RegisteredApplication client, Form form) {
    Optional<AccessToken> token = revocable(form.required(TOKEN));
    if (token.isPresent()) {
      if (!mayRevoke.test(client, token.get())) {
        throw OAuthError.invalidGrant("the token was not issued to this application");
      }
      administration.revoke(token.get().id(), client.clientId(), REASON);
    }
    return Optional.empty();
  }

  /** One that is good, or would be again if its owner came back or the policy changed. */
  private Optional<AccessToken> revocable(String text) {
    Verification outcome = administration.inspect(text);
    if (outcome instanceof Verified verified) {
      return Optional.of(verified.token());
    }
    return outcome instanceof Rejected rejected
            && rejected.reason() != RejectionReason.REVOKED
            && rejected.reason() != RejectionReason.EXPIRED
        ? rejected.tokenId().flatMap(administration::find)
        : Optional.empty();
  }

  private static boolean isItsOwn(RegisteredApplication client, AccessToken token) {
    return client.clientId().equals(token.attributes().get("github.client_id"));
  }

  /** Collects what the servlet is built from; not thread-safe. No method accepts null. */
  public static final class Builder {
    private final PersonalAccessTokens tokens;
    private final WebHost host;
    private BiPredicate<RegisteredApplication, AccessToken> mayRevoke = RevocationServlet::isItsOwn;
    private @Nullable FailureThrottle throttle;

    private Builder(PersonalAccessTokens tokens, WebHost host) {
      this.tokens = tokens;
      this.host = host;
    }

    /**
     * Which application may revoke which token that it presents; if not said, those that were made
     * for it. One that throws makes the request fail with 503.
     */
    public Builder mayRevoke(BiPredicate<RegisteredApplication, AccessToken> rule) {
      this.mayRevoke = requireNonNull(rule, "rule");
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
    public RevocationServlet build() {
      return new RevocationServlet(this);
    }
  }
}
