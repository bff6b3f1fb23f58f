package dev.pat4j.web;

/**
 * An owner's second factor, shown by clients in the header {@code X-GitHub-OTP}. A host implements
 * it over the one it has. Thread-safe; no argument is null.
 */
public interface SecondFactor {

  /** How the code reaches the person, as clients are told: {@code app} or {@code sms}. */
  String kind();

  /**
   * Whether this is the code of now. A code is good for one use; the host counts failures.
   *
   * @param code as the client sent it, not empty
   */
  boolean accepts(String code);

  /** Sends a code, if codes are sent; called when one is missing from a request that writes. */
  default void send() {}
}
