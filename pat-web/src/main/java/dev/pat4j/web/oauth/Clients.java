package dev.pat4j.web.oauth;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.web.RegisteredApplication;
import dev.pat4j.web.WebHost;
import dev.pat4j.web.http.BasicCredentials;
import dev.pat4j.web.http.Carried;
import dev.pat4j.web.http.ProvenApplication;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Which application a request is from: by HTTP Basic or by the form, one and not both (RFC 6749
 * section 2.3). A token is never a client, however it is carried.
 */
final class Clients {

  /** The parameters of the form that say who a client is. */
  static final Set<String> PARAMETERS = Set.of("client_id", "client_secret");

  private final WebHost host;
  private final TokenFormat format;

  Clients(WebHost host, TokenFormat format) {
    this.host = host;
    this.format = format;
  }

  /** Whether it tries to say who it is. */
  static boolean isNamed(HttpServletRequest request, Form form) {
    return request.getHeader("Authorization") != null || form.value("client_secret").isPresent();
  }

  /**
   * The application; empty if the credentials are missing or wrong.
   *
   * @throws OAuthError if it says it twice
   */
  Optional<RegisteredApplication> of(HttpServletRequest request, Form form) {
    Optional<String> id = form.value("client_id");
    Optional<String> secret = form.value("client_secret");
    if (Carried.token(request, format)) {
      return Optional.empty();
    }
    if (request.getHeader("Authorization") == null) {
      return id.isPresent() && secret.isPresent()
          ? application(id.get(), secret.get())
          : Optional.empty();
    }
    if (secret.isPresent()) {
      throw OAuthError.invalidRequest("a client authenticates by Basic or by the form, not both");
    }
    Optional<RegisteredApplication> found = BasicCredentials.of(request).flatMap(this::basic);
    if (found.isPresent() && id.isPresent() && !found.get().clientId().equals(id.get())) {
      throw OAuthError.invalidRequest("client_id is another than the one in Authorization");
    }
    return found;
  }

  /**
   * Id and secret stand there encoded as in a form (RFC 6749 section 2.3.1); yet many clients put
   * them there as they are, which is the same unless they hold {@code %} or {@code +}.
   */
  private Optional<RegisteredApplication> basic(BasicCredentials pair) {
    Optional<String> id = decoded(pair.name());
    Optional<String> secret = decoded(pair.password());
    Optional<RegisteredApplication> found =
        id.isPresent() && secret.isPresent()
            ? application(id.get(), secret.get())
            : Optional.empty();
    boolean same =
        id.equals(Optional.of(pair.name())) && secret.equals(Optional.of(pair.password()));
    return found.isPresent() || same ? found : application(pair.name(), pair.password());
  }

  private static Optional<String> decoded(String text) {
    boolean ascii = text.chars().allMatch(c -> c < 0x80);
    return ascii ? Form.decoded(text) : Optional.empty();
  }

  private Optional<RegisteredApplication> application(String id, String secret) {
    return ProvenApplication.of(host, id, secret);
  }
}
