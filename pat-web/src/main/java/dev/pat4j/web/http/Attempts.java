package dev.pat4j.web.http;

import dev.pat4j.servlet.FailureThrottle;
import dev.pat4j.web.WebHost;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Where requests come from, and which clients failed too often: a client is known by its address
 * alone, never by a name, so that nobody can lock somebody else out. Thread-safe.
 */
public final class Attempts {

  private final WebHost host;
  private final Optional<FailureThrottle> throttle;

  /** Counted by this throttle, if there is one, by the address that the host says. */
  public Attempts(WebHost host, Optional<FailureThrottle> throttle) {
    this.host = host;
    this.throttle = throttle;
  }

  /**
   * The address of the client; empty if it is not known.
   *
   * @throws HostFailure if the host broke when it was asked
   */
  public Optional<String> address(HttpServletRequest request) {
    return Callers.asking(() -> host.clientAddress(request));
  }

  /** How long the client has to wait until it may try again; zero or less if it need not. */
  public Duration delay(HttpServletRequest request) {
    return throttle
        .map(counter -> Callers.asking(() -> counter.delay(counted(request))))
        .orElse(Duration.ZERO);
  }

  /** Takes note that the client failed. */
  public void failed(HttpServletRequest request) {
    throttle.ifPresent(
        counter ->
            Callers.asking(
                () -> {
                  counter.failed(counted(request));
                  return true;
                }));
  }

  private String counted(HttpServletRequest request) {
    return address(request).orElseGet(() -> String.valueOf(request.getRemoteAddr()));
  }
}
