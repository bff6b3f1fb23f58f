package dev.pat4j.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * Asks for scopes from within a handler, where the operation is known and not just its path. It
 * completes the access rules and replaces none of them.
 *
 * <pre>{@code
 * private static final RequireScopes DELETE = RequireScopes.of("delete_repo");
 *
 * if (!DELETE.admits(request, response)) {
 *   return; // answered already
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe. No method accepts null.
 */
public final class RequireScopes {

  private final List<String> scopes;

  private RequireScopes(List<String> scopes) {
    this.scopes = scopes;
  }

  /**
   * Asks for all of these scopes.
   *
   * @throws IllegalArgumentException if none is named: that would let everything through
   */
  public static RequireScopes of(String... scopes) {
    if (scopes.length == 0) {
      throw new IllegalArgumentException("name at least one scope to require");
    }
    return new RequireScopes(List.of(scopes));
  }

  /**
   * Whether the request was made with a token that covers the scopes now. False if it was let
   * through anonymously, as every request to an open path is.
   *
   * @throws IllegalArgumentException if a scope is not in the catalogue
   * @throws IllegalStateException if the request did not come through the filter
   */
  public boolean isMet(HttpServletRequest request) {
    Standing standing = Standing.required(request);
    Requirement requirement = requirement(standing);
    return standing.identity() != null
        && requirement.isMetBy(standing.identity().verified().scopes());
  }

  /**
   * Whether the request was made with a token that covers the scopes now. If not, it has been
   * answered just as the filter would have: with 401 and challenges if it came without a token,
   * with 403 and {@code insufficient_scope} if the token lacks a scope (RFC 6750 section 3.1).
   *
   * @throws IllegalArgumentException if a scope is not in the catalogue
   * @throws IllegalStateException if the request did not come through the filter
   * @throws ServletException if it must be refused and the response is committed already
   * @throws IOException if the refusal cannot be written
   */
  public boolean admits(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (isMet(request)) {
      return true;
    }
    Standing standing = Standing.required(request);
    standing.gate().refuseScopes(request, response, standing.identity(), requirement(standing));
    return false;
  }

  @Override
  public String toString() {
    return "RequireScopes" + scopes;
  }

  private Requirement requirement(Standing standing) {
    return Requirement.of(standing.gate().catalog().of(scopes), toString());
  }
}
