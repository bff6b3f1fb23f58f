package dev.pat4j.containers;

import dev.pat4j.AccessToken;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What the application saw when it was called.
 *
 * @param dispatch REQUEST, ASYNC, …
 * @param path what it was called for: the servlet path and the path info
 * @param principal the name of the user principal
 * @param remoteUser as the request says
 * @param authType as the request says
 * @param owner the owner of the token that the filter says made the request
 * @param tokenId the id of that token
 * @param session whether there is a session
 */
public record Call(
    String dispatch,
    String path,
    @Nullable String principal,
    @Nullable String remoteUser,
    @Nullable String authType,
    @Nullable String owner,
    @Nullable Long tokenId,
    boolean session) {

  /** What this request looks like to the application now. */
  public static Call of(HttpServletRequest request) {
    Principal principal = request.getUserPrincipal();
    AccessToken token = TokenAuthenticationFilter.tokenOf(request).orElse(null);
    String pathInfo = request.getPathInfo();
    return new Call(
        request.getDispatcherType().name(),
        request.getServletPath() + (pathInfo == null ? "" : pathInfo),
        principal == null ? null : principal.getName(),
        request.getRemoteUser(),
        request.getAuthType(),
        token == null ? null : token.owner(),
        token == null ? null : token.id().value(),
        request.getSession(false) != null);
  }

  /** Who the caller is, {@code anonymous} if nobody; says so if the ways to ask disagree. */
  public String who() {
    String name = principal == null ? "anonymous" : principal;
    boolean consistent =
        principal == null
            ? remoteUser == null && authType == null && owner == null
            : principal.equals(remoteUser) && authType != null && principal.equals(owner);
    return consistent ? name : "contradictory " + this;
  }
}
