package dev.pat4j;

import dev.pat4j.scope.Scopes;

/**
 * What the host knows of owners: whether one may still act, and what one may do now. Asked at every
 * verification, so it should answer from memory.
 *
 * <p>Implementations are thread-safe. An exception counts as a breakdown, like one of the store:
 * nobody is let in and nobody's token is called bad.
 */
@FunctionalInterface
public interface OwnerDirectory {

  /** Whether this owner exists and is neither disabled nor deleted. Compared exactly. */
  boolean isActive(String owner);

  /**
   * Which of these scopes the owner has now. Whatever the result holds beyond {@code granted} is
   * cut off: a token never gives more than it was granted.
   */
  default Scopes rightsOf(String owner, Scopes granted) {
    return granted;
  }
}
