package dev.pat4j;

import dev.pat4j.store.TokenId;
import java.io.Serial;

/**
 * The owner has no token with this id. Somebody else's token is no different from none: over HTTP
 * both are 404.
 */
public final class TokenNotFoundException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  TokenNotFoundException(String owner, TokenId id) {
    super("'" + owner + "' has no token with id " + id);
  }
}
