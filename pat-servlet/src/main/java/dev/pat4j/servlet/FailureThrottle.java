package dev.pat4j.servlet;

import java.time.Duration;

/**
 * Slows down clients that keep presenting bad credentials. A host implements it, with a limiter of
 * its choice; without one nothing is throttled.
 *
 * <p><b>Security guarantees</b> of the caller: it is keyed by the client's address and by nothing
 * that a client can write, so that nobody can lock an account or a token that is not theirs. It is
 * asked only about requests that present credentials to a protected path; requests without any, and
 * open paths, are never throttled. Only refused credentials count as failures: a broken store, a
 * missing scope or a request without credentials do not.
 *
 * <p>Implementations are thread-safe and fast. One that throws makes the request fail with 503.
 */
public interface FailureThrottle {

  /**
   * How long this client has to wait until its credentials are looked at again.
   *
   * @param clientAddress an IP address literal: the peer, or the client behind trusted proxies
   * @return zero or less to go on; otherwise the answer is 429 with Retry-After
   */
  Duration delay(String clientAddress);

  /** Takes note that credentials of this client were refused. */
  void failed(String clientAddress);
}
