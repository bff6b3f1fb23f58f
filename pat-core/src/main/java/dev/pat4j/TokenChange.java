package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.internal.Text;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.StoredToken;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What is to change of a token, said to {@link OwnedTokens#change}; what is not said stays. Of use
 * during that call and in its thread alone. No method accepts null.
 */
public final class TokenChange {

  private final Parts parts;
  private final AccessToken before;
  private final StoredToken.Builder row;

  TokenChange(Parts parts, AccessToken before) {
    this.parts = parts;
    this.before = before;
    this.row = before.row().toBuilder();
  }

  /** The token as it is, should nobody be faster. */
  public AccessToken before() {
    return before;
  }

  /**
   * Gives it another name.
   *
   * @throws IllegalArgumentException if the name is longer than 255 characters or holds control
   *     characters
   * @throws PolicyViolationException if it is blank and the policy requires one
   */
  public TokenChange name(String name) {
    parts.checkName(Text.optional("name", name));
    row.name(name);
    return this;
  }

  /**
   * Grants it these scopes in the place of those it had, as {@link OwnedTokens#changeScopes} does.
   *
   * @throws IllegalArgumentException if a scope is not in the catalogue
   * @throws PolicyViolationException if the policy does not allow them
   */
  public TokenChange scopes(Collection<String> names) {
    Scopes scopes = parts.catalog().of(requireNonNull(names, "scope names"));
    parts.checkAllowed(scopes);
    row.scopes(Issuer.written(scopes));
    return this;
  }

  /**
   * Binds it to these address ranges, as {@link OwnedTokens#changeAllowedAddresses} does.
   *
   * @throws IllegalArgumentException if one is malformed, or the list too long
   */
  public TokenChange allowedAddresses(String... ranges) {
    row.allowedAddresses(AddressRange.written(AddressRange.list(ranges)));
    return this;
  }

  /**
   * Attaches these attributes in the place of those it had.
   *
   * @throws IllegalArgumentException as {@link TokenRequest.Builder#attribute}
   */
  public TokenChange attributes(Map<String, String> attributes) {
    Map<String, String> checked =
        Text.attributes(new HashMap<>(requireNonNull(attributes, "attributes")));
    row.attributes(before.attributesReplacedBy(checked));
    return this;
  }

  /**
   * Makes a change of it even if all that is said is what it was: {@link AccessToken#updatedAt()}
   * moves, and a {@link TokenEvent.Changed} is told.
   */
  public TokenChange touch() {
    row.updatedAt(parts.now());
    return this;
  }

  StoredToken.Builder row() {
    return row;
  }
}
