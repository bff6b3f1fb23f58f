package dev.pat4j;

import dev.pat4j.store.TokenId;
import java.io.Serial;

/**
 * What was asked cannot be done to a token in this state: it is revoked, expired, was rotated away,
 * or is in the way of one that is to be imported. Nothing was changed unless the message says so.
 * Over HTTP a 409.
 */
public final class TokenStateException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  TokenStateException(TokenId id, String state) {
    super("token " + id + " " + state);
  }
}
