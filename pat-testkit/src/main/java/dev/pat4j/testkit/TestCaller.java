package dev.pat4j.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.pat4j.AccessToken;
import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import java.util.Base64;
import java.util.function.BiConsumer;

/**
 * For tests: somebody who presents a token, a real one, issued by the application's own library and
 * kept in its store. It is verified, listed, used, revoked and deleted like any other.
 *
 * <p>{@code actingAs(tokens, "ada", "repo").authorize(request::addHeader)} authenticates a request,
 * of whatever kind: what takes the name and the value of a header will do.
 *
 * <p>Keeps the token in plain text, which nothing but a test may. Thread-safe; no method accepts
 * null.
 */
public final class TestCaller {

  private final PersonalAccessTokens tokens;
  private final AccessToken issued;
  private final String text;

  private TestCaller(PersonalAccessTokens tokens, AccessToken issued, String text) {
    this.tokens = tokens;
    this.issued = issued;
    this.text = text;
  }

  /**
   * A caller with a new token of this owner, which has these scopes and lives as long as the policy
   * {@linkplain dev.pat4j.TokenPolicy#defaultLifetime() suggests}.
   *
   * @throws IllegalArgumentException if a scope is not in the catalogue
   * @throws dev.pat4j.PolicyViolationException if the policy does not allow such a token
   */
  public static TestCaller actingAs(PersonalAccessTokens tokens, String owner, String... scopes) {
    TokenRequest request =
        TokenRequest.forOwner(owner)
            .name("for a test")
            .scopes(scopes)
            .expiresAfter(tokens.policy().defaultLifetime())
            .build();
    return presenting(tokens, tokens.issue(request));
  }

  /**
   * A caller with this token, whatever its request was; reveals its secret.
   *
   * @throws IllegalStateException if the secret was revealed before
   */
  public static TestCaller presenting(PersonalAccessTokens tokens, IssuedToken issued) {
    return new TestCaller(
        requireNonNull(tokens, "tokens"), issued.token(), issued.secret().reveal());
  }

  /** Hands {@code Authorization} and {@link #authorization()} to what sets a request's header. */
  public void authorize(BiConsumer<String, String> setHeader) {
    setHeader.accept("Authorization", authorization());
  }

  /** The value of an {@code Authorization} header that presents the token (RFC 6750). */
  public String authorization() {
    return "Bearer " + text;
  }

  /** The same as {@code git} presents it: as the owner's password (RFC 7617). */
  public String basicAuthorization() {
    String pair = issued.owner() + ":" + text;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  /** The token in plain text. */
  public String plainText() {
    return text;
  }

  /**
   * The token as its owner sees it now: its last use, whether it is revoked.
   *
   * @throws java.util.NoSuchElementException if it was deleted
   */
  public AccessToken token() {
    return tokens.ownedBy(issued.owner()).find(issued.id()).orElseThrow();
  }

  /** Revokes the token, as its owner would: from now on it is refused. */
  public void revoke() {
    tokens.ownedBy(issued.owner()).revoke(issued.id(), "by the test");
  }

  /** Id and owner. */
  @Override
  public String toString() {
    return "TestCaller[" + issued + "]";
  }
}
