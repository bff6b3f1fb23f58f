package dev.pat4j.web.http;

import dev.pat4j.web.RegisteredApplication;
import dev.pat4j.web.WebHost;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** An application that knows its secret. */
public final class ProvenApplication {

  /**
   * What can have been registered: nothing else is asked about, such as what a database chokes on.
   */
  private static final Pattern CLIENT_ID = Pattern.compile("[\\x21-\\x39\\x3b-\\x7e]{1,255}");

  /** Of no one; asked for a secret where there is no application, so that it takes as long. */
  private static final RegisteredApplication NOBODY =
      RegisteredApplication.of("nobody", "\u0000", "nobody", URI.create("about:blank"));

  private ProvenApplication() {}

  /**
   * The application with exactly this id and secret, whatever a host takes for equal; empty if
   * there is none.
   *
   * @throws HostFailure if the host broke when it was asked
   */
  public static Optional<RegisteredApplication> of(WebHost host, String clientId, String secret) {
    Optional<RegisteredApplication> known =
        CLIENT_ID.matcher(clientId).matches()
            ? Callers.asking(() -> host.application(clientId))
            : Optional.empty();
    boolean proven = known.orElse(NOBODY).hasSecret(secret);
    return proven ? known.filter(found -> found.clientId().equals(clientId)) : Optional.empty();
  }
}
