package dev.pat4j.web;

import dev.pat4j.servlet.TokenAuthenticationFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * What the host tells the servlets of this module: who people are, and which applications are
 * registered. A host implements {@link #signedIn} and {@link #provenAt} for the settings page,
 * {@link #authenticate} for the REST interfaces, and whatever else applies to it; what it leaves
 * out is refused.
 *
 * <p><b>Security guarantees</b> of the caller: a request that carries a token is never asked about
 * here, so that a token is never a person; passwords and codes are handed on and kept nowhere; what
 * is returned is trusted, and nothing that a client wrote is.
 *
 * <p>Implementations are thread-safe. No argument or result is null. An exception becomes 503: the
 * servlets let nobody in.
 */
public interface WebHost {

  /** The owner who is signed in by the host's own means, such as its session; empty for nobody. */
  default Optional<String> signedIn(HttpServletRequest request) {
    return Optional.empty();
  }

  /**
   * Where a browser is sent whose user is not signed in; empty to answer 401.
   *
   * <p>What comes back from the browser is no longer what was given here: a link can name any place
   * to return to. The page it leads to must send people on to a path of this server alone, or it is
   * a door for phishing. Compare it with the few paths that there are; or take one that begins with
   * a single slash and a letter, and whose path has no further {@code //}, no backslash, no segment
   * that begins with a dot, and no {@code %}, since containers decode and resolve it once more.
   *
   * @param returnTo the path and query on this server to come back to; encode it where it becomes a
   *     parameter
   */
  default Optional<URI> signInPage(HttpServletRequest request, String returnTo) {
    return Optional.empty();
  }

  /**
   * When the person who is signed in last proved it, by password or second factor; empty if that is
   * not known, and then whatever needs a recent proof is refused.
   */
  default Optional<Instant> provenAt(HttpServletRequest request) {
    return Optional.empty();
  }

  /**
   * Where a browser is sent whose user must prove once more who they are; empty to answer 403.
   *
   * <p>As for {@link #signInPage}, the page checks where it sends people on to. It asks the person
   * who is signed in, and nobody else: a proof of another's is none.
   *
   * @param returnTo the path and query on this server to come back to; encode it where it becomes a
   *     parameter
   */
  default Optional<URI> proofPage(HttpServletRequest request, String returnTo) {
    return Optional.empty();
  }

  /**
   * The owner with this user name and password; empty if there is none. Takes as long for an
   * unknown name as for a wrong password. Never called with what has the shape of a token.
   */
  default Optional<String> authenticate(String userName, String password) {
    return Optional.empty();
  }

  /** The second factor this owner must show besides the password; empty for none. */
  default Optional<SecondFactor> secondFactor(String owner) {
    return Optional.empty();
  }

  /** The registered application with this {@code client_id}; empty if there is none. */
  default Optional<RegisteredApplication> application(String clientId) {
    return Optional.empty();
  }

  /**
   * Whether this person, whose password was right, is a site administrator who may be given a token
   * of that owner's, to see what the owner sees. Nobody may, unless the host says so. Both exist;
   * how they are spelt was written by a client.
   */
  default boolean mayImpersonate(String administrator, String owner) {
    return false;
  }

  /**
   * The address of the client that a request is from, as a literal: failures are counted against
   * it, and a token that is bound to addresses is held to it. Empty if it is not known: such a
   * token is refused then, and the peer is counted.
   *
   * <p>By default, what {@link TokenAuthenticationFilter#clientAddressOf} says: the client behind
   * the trusted proxies of a filter that is in front, or else the peer, which behind a proxy is the
   * proxy, for everybody. A host without that filter, whose container does not rewrite the peer's
   * address either, says here which one its proxies vouch for; never the first of X-Forwarded-For,
   * which anybody can send.
   */
  default Optional<String> clientAddress(HttpServletRequest request) {
    return TokenAuthenticationFilter.clientAddressOf(request);
  }

  /** The number by which GitHub-compatible clients know this owner; 0 if there is none. */
  default long userId(String owner) {
    return 0;
  }
}
