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
  record Refused(Refusal refusal) implements Judgement {}

  /** It is answered here with a time to wait: row 19. */
  record Throttled(Duration delay) implements Judgement {}

  /** It is a valid token that lacks a scope: row 16. */
  record LacksScope(Verified verified, Requirement requirement) implements Judgement {}

  /** The proof, and how it came. */
  record Identity(Verified verified, Credentials.Carrier carrier) {}
}
