package dev.pat4j.servlet;

import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.Judgement.Identity;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A request made with a token: who is calling is the token's owner, in which role is its scopes.
 * The container is never asked, since it would answer from a session, which is another power than
 * the token's.
 */
final class AuthenticatedRequest extends GuardedRequest {

  private final Identity identity;
  private final ScopeCatalog catalog;
  private final boolean sessions;

  AuthenticatedRequest(
      HttpServletRequest request,
      IdentityHeaders hidden,
      HttpServletResponse response,
      Identity identity,
      ScopeCatalog catalog,
      boolean sessions) {
    super(request, hidden, response);
    this.identity = identity;
    this.catalog = catalog;
    this.sessions = sessions;
  }

  @Override
  public Principal getUserPrincipal() {
    return new Owner(getRemoteUser());
  }

  /** The owner; never the user name that was sent. */
  @Override
  public String getRemoteUser() {
    return identity.verified().token().owner();
  }

  @Override
  public String getAuthType() {
    return identity.carrier() == Credentials.Carrier.BASIC ? BASIC_AUTH : "Bearer";
  }

  /** Whether the token covers the scope of this name; false for whatever is no scope. */
  @Override
  public boolean isUserInRole(@Nullable String role) {
    return role != null
        && catalog.find(role).isPresent()
        && identity.verified().scopes().covers(role);
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    if (create) {
      requireSessions();
    }
    return sessions ? super.getSession(create) : null;
  }

  @Override
  public HttpSession getSession() {
    requireSessions();
    return super.getSession();
  }

  @Override
  public String changeSessionId() {
    requireSessions();
    return super.changeSessionId();
  }

  @Override
  public @Nullable String getRequestedSessionId() {
    return sessions ? super.getRequestedSessionId() : null;
  }

  @Override
  public boolean isRequestedSessionIdValid() {
    return sessions && super.isRequestedSessionIdValid();
  }

  private void requireSessions() {
    if (!sessions) {
      throw new IllegalStateException(
          "a request made with a token has no session, which would outlive the token; if the"
              + " application must have one, say sessions(true) to the builder of"
              + " TokenAuthenticationFilter");
    }
  }

  @Override
  public boolean authenticate(HttpServletResponse response) {
    return true;
  }

  @Override
  public void login(String username, String password) throws ServletException {
    throw new ServletException("the caller of this request is known already, by a token");
  }

  private record Owner(String name) implements Principal {
    @Override
    public String getName() {
      return name;
    }
  }
}
