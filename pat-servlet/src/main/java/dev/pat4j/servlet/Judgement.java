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

  /** It is answered here. As text, why, for the log: nothing that the client wrote. */
  sealed interface Refused extends Judgement {
    Refusal refusal();
  }

  /** All is said by the kind of refusal. */
  record Plain(Refusal refusal) implements Refused {
    @Override
    public String toString() {
      return refusal.toString();
    }
  }

  /** There is a time to wait: row 19. */
  record Throttled(Duration delay) implements Refused {
    @Override
    public Refusal refusal() {
      return Refusal.THROTTLED;
    }

    @Override
    public String toString() {
      return refusal() + " for " + delay;
    }
  }

  /** The token is valid and lacks a scope: row 16. */
  record LacksScope(Verified verified, Requirement requirement) implements Refused {
    @Override
    public Refusal refusal() {
      return Refusal.INSUFFICIENT_SCOPE;
    }

    @Override
    public String toString() {
      return refusal()
          + ": "
          + requirement
          + ", token "
          + verified.token().id()
          + " holds "
          + verified.scopes().names();
    }
  }

  /** The proof, and how it came. */
  record Identity(Verified verified, Credentials.Carrier carrier) {}
}
