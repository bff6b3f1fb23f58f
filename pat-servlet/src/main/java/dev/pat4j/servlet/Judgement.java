package dev.pat4j.servlet;

import dev.pat4j.Verified;
import java.time.Duration;

/** What becomes of a request. */
sealed interface Judgement {

  /**
   * It goes through without an identity: rows 3, 4 and 5, and what is optional by configuration.
   */
  enum Anonymous implements Judgement {
    PASSES
  }

  /** It goes through as the owner of a token that meets the requirement: row 17. */
  record Authenticated(Identity identity, Requirement requirement) implements Judgement {}

  /** It is answered here. */
  sealed interface Refused extends Judgement {
    Refusal refusal();
  }

  /** All is said by the kind of refusal. */
  record Plain(Refusal refusal) implements Refused {}

  /** There is a time to wait: row 19. */
  record Throttled(Duration delay) implements Refused {
    @Override
    public Refusal refusal() {
      return Refusal.THROTTLED;
    }
  }

  /** The token is valid and lacks a scope: row 16. */
  record LacksScope(Verified verified, Requirement requirement) implements Refused {
    @Override
    public Refusal refusal() {
      return Refusal.INSUFFICIENT_SCOPE;
    }
  }

  /** The proof, and how it came. */
  record Identity(Verified verified, Credentials.Carrier carrier) {}
}
