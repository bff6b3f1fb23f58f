package dev.pat4j.store;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The store broke: it is down, timed out, or answered with something that cannot be. Says nothing
 * about any token, so over HTTP it is 503, never 401 and never a pass. Trying again may help.
 */
public final class TokenStoreException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * With a message for operators, which must hold neither a token nor a digest, and the failure
   * beneath it, if any.
   */
  public TokenStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
