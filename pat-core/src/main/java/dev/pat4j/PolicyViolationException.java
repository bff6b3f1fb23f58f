package dev.pat4j;

import java.io.Serial;

/**
 * What was asked is against the {@link TokenPolicy}. Nothing was changed; the message says which
 * rule, and what would be allowed.
 */
public final class PolicyViolationException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final TokenPolicy.Rule rule;

  PolicyViolationException(TokenPolicy.Rule rule, String message) {
    super(message);
    this.rule = rule;
  }

  /** The rule that stands against it. */
  public TokenPolicy.Rule rule() {
    return rule;
  }
}
