package dev.pat4j;

import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.TokenStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a presented token is valid: all that an edge, such as a servlet filter, depends
 * on. {@link PersonalAccessTokens} is one; a host may wrap it, to count or to trace.
 *
 * <p>Implementations are thread-safe and may block.
 */
public interface TokenVerifier {

  /**
   * Verifies a presented token. Never throws for a bad one, whatever it is.
   *
   * @param presented exactly as the client sent it; null is refused as malformed
   * @param clientAddress the client's IP address as a literal, for tokens that are bound to
   *     addresses and for the record of last use; null if not known, and anything but a literal is
   *     taken as not known
   * @return never null
   * @throws TokenStoreException if the store broke, so that nothing is known: over HTTP a 503,
   *     never a 401 and never a pass
   */
  Verification verify(@Nullable String presented, @Nullable String clientAddress);

  /** The scopes that tokens and requirements are made of. */
  ScopeCatalog scopeCatalog();
}
