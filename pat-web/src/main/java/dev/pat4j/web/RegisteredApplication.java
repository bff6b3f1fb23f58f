package dev.pat4j.web;

import static java.util.Objects.requireNonNull;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import java.net.URI;

/**
 * An application that was registered with the host, and may ask for tokens and check them with its
 * {@code client_id} and secret. Immutable and thread-safe; its secret is kept as a hash.
 */
public final class RegisteredApplication {

  private final String clientId;
  private final TokenDigest secret;
  private final String name;
  private final URI url;

  private RegisteredApplication(String clientId, TokenDigest secret, String name, URI url) {
    this.clientId = clientId;
    this.secret = secret;
    this.name = name;
    this.url = url;
  }

  /**
   * An application with this secret, which should be random: it is hashed once, by SHA-256.
   *
   * @throws IllegalArgumentException if the client id is not 1 to 255 visible ASCII characters
   *     without colon, or the secret empty, or the url not absolute
   */
  public static RegisteredApplication of(String clientId, String secret, String name, URI url) {
    if (!clientId.matches("[\\x21-\\x39\\x3b-\\x7e]{1,255}")) {
      throw new IllegalArgumentException(
          "a client id is 1 to 255 visible ASCII characters without a colon, not '"
              + clientId
              + "'");
    }
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("application " + clientId + " needs a secret");
    }
    if (!url.isAbsolute()) {
      throw new IllegalArgumentException(
          "the url of application " + clientId + " must be absolute, not " + url);
    }
    return new RegisteredApplication(
        clientId, TokenHasher.sha256().digest(secret), requireNonNull(name, "name"), url);
  }

  /** Its public name in the protocol. */
  public String clientId() {
    return clientId;
  }

  /** What people know it by. */
  public String name() {
    return name;
  }

  /** Where to read about it. */
  public URI url() {
    return url;
  }

  /** Whether this is its secret; takes as long for a wrong one. */
  public boolean hasSecret(String presented) {
    return secret.equals(TokenHasher.sha256().digest(presented));
  }

  /** Client id and name. */
  @Override
  public String toString() {
    return "RegisteredApplication[" + clientId + ", " + name + "]";
  }
}
