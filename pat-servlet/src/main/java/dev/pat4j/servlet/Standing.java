package dev.pat4j.servlet;

import dev.pat4j.servlet.Judgement.Identity;
import jakarta.servlet.ServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gate has found about a request, kept in an attribute of it so that further dispatches and
 * handlers need not ask again. Attributes cannot be set over HTTP, and a {@code Verified} cannot be
 * made by anybody but the library.
 *
 * @param clientAddress null if it is not known
 */
record Standing(Gate gate, @Nullable Identity identity, @Nullable String clientAddress) {

  private static final String ATTRIBUTE = "dev.pat4j.servlet.standing";

  static Optional<Standing> of(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Standing standing
        ? Optional.of(standing)
        : Optional.empty();
  }

  /**
   * @throws IllegalStateException if no filter has judged the request
   */
  static Standing required(ServletRequest request) {
    return of(request)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no TokenAuthenticationFilter judged this request: register the filter for this"
                        + " path, or best for /* with registerIn(context)"));
  }

  void attachTo(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Not the token: attributes end up in the logs of debuggers. */
  @Override
  public String toString() {
    return identity == null ? "anonymous" : "token " + identity.verified().token().id();
  }
}
