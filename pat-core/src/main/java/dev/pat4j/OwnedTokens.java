package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.internal.Text;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One owner's tokens, for that owner to review and manage.
 *
 * <p>The owner must come from the host's own authentication of a person: whoever presented a token
 * is not to be given this. Somebody else's token is never found here, whatever its id. Thread-safe;
 * no method accepts null. Every method throws {@link dev.pat4j.store.TokenStoreException} if the
 * store breaks, and those that name an id {@link TokenNotFoundException} unless said otherwise.
 *
 * <p>To give a token what it has already is no change: {@link #rename}, {@link #changeScopes},
 * {@link #changeAllowedAddresses}, {@link #changeAttributes} and {@link #change} then neither move
 * {@link AccessToken#updatedAt()} nor tell a {@link TokenEvent.Changed}. They refuse all the same
 * what they refuse otherwise.
 */
public final class OwnedTokens {

  private final Parts parts;
  private final Lifecycle lifecycle;
  private final Revocations revocations;
  private final LastUses lastUses;
  private final String owner;

  OwnedTokens(
      Parts parts, Lifecycle lifecycle, Revocations revocations, LastUses lastUses, String owner) {
    this.parts = parts;
    this.lifecycle = lifecycle;
    this.revocations = revocations;
    this.lastUses = lastUses;
    this.owner = Text.required("owner", owner);
  }

  /** Whose tokens these are. */
  public String owner() {
    return owner;
  }

  /**
   * All of them, revoked and expired ones too, the newest first. A row that cannot be read is left
   * out, and reported in the log.
   */
  public List<AccessToken> list() {
    try (Stream<StoredToken> rows = Pages.of(parts.store(), TokenQuery.all().ownedBy(owner))) {
      return rows.flatMap(row -> parts.read(row).stream())
          .map(lastUses::upToDate)
          .sorted(
              Comparator.comparing(AccessToken::createdAt)
                  .thenComparing(AccessToken::id)
                  .reversed())
          .toList();
    }
  }

  /** The token with this id; empty if this owner has none. */
  public Optional<AccessToken> find(TokenId id) {
    return parts
        .store()
        .findById(id)
        .filter(row -> row.owner().equals(owner))
        .flatMap(parts::read)
        .map(lastUses::upToDate);
  }

  /**
   * Gives a token another name.
   *
   * @throws IllegalArgumentException if the name is longer than 255 characters or holds control
   *     characters
   * @throws PolicyViolationException if it is blank and the policy requires one
   * @throws TokenStateException if the token is revoked
   */
  public AccessToken rename(TokenId id, String name) {
    parts.checkName(Text.optional("name", name));
    return lifecycle.change(owner, id, before -> before.row().toBuilder().name(name));
  }

  /**
   * Grants a token these scopes in the place of those it had; effective at its next use. What was
   * minted with it keeps none beyond them.
   *
   * @throws IllegalArgumentException if a scope is not in the catalogue
   * @throws PolicyViolationException if the policy does not allow them
   * @throws TokenStateException if the token is revoked
   */
  public AccessToken changeScopes(TokenId id, Collection<String> names) {
    Scopes scopes = parts.catalog().of(names);
    parts.checkAllowed(scopes);
    String written = Issuer.written(scopes);
    return lifecycle.restrict(owner, id, before -> before.row().toBuilder().scopes(written));
  }

  /** As {@link #changeScopes(TokenId, Collection)}. */
  public AccessToken changeScopes(TokenId id, String... names) {
    return changeScopes(id, Arrays.asList(requireNonNull(names, "scope names")));
  }

  /**
   * Binds a token to these address ranges in CIDR notation; to none, so that it may be used from
   * everywhere, if there are none. What was minted with it is bound to them, too; and revoked if it
   * may then be used from nowhere.
   *
   * @throws IllegalArgumentException if one is malformed, or the list too long
   * @throws TokenStateException if the token is revoked
   */
  public AccessToken changeAllowedAddresses(TokenId id, String... ranges) {
    String written = AddressRange.written(AddressRange.list(ranges));
    return lifecycle.restrict(
        owner, id, before -> before.row().toBuilder().allowedAddresses(written));
  }

  /**
   * Attaches these attributes in the place of those it had.
   *
   * @throws IllegalArgumentException as {@link TokenRequest.Builder#attribute}
   * @throws TokenStateException if the token is revoked
   */
  public AccessToken changeAttributes(TokenId id, Map<String, String> attributes) {
    Map<String, String> checked =
        Text.attributes(new HashMap<>(requireNonNull(attributes, "attributes")));
    return lifecycle.change(
        owner,
        id,
        before -> before.row().toBuilder().attributes(before.attributesReplacedBy(checked)));
  }

  /**
   * Changes several things of a token at once, or one by what it is: all that is said is written in
   * one step, and if any of it is refused, nothing is. When another was faster, it is asked again
   * with what the token is then, so that neither change is lost, on however many nodes.
   *
   * @param change says what is to change, and nothing else: it may be called more than once
   * @throws TokenStateException if the token is revoked
   */
  public AccessToken change(TokenId id, Consumer<TokenChange> change) {
    requireNonNull(change, "change");
    return lifecycle.restrict(
        owner,
        id,
        before -> {
          TokenChange said = new TokenChange(parts, before);
          change.accept(said);
          return said.row();
        });
  }

  /**
   * Gives a token a new secret; id, name and scopes stay, and it is to live as long again as it was
   * given before. The old secret is dead at once, and revoked is what was minted with it. An
   * expired token lives again.
   *
   * @throws PolicyViolationException if the policy no longer allows such a lifetime, or so many
   *     live tokens as an expired one would make
   * @throws TokenStateException if the token is revoked, or was rotated away; or if another token
   *     minted it and it has expired, so that only {@link #regenerate(TokenId, Expiry)} revives it
   */
  public IssuedToken regenerate(TokenId id) {
    return lifecycle.regenerate(owner, id, Optional.empty());
  }

  /** As {@link #regenerate(TokenId)}, to expire as this says. */
  public IssuedToken regenerate(TokenId id, Expiry expiry) {
    return lifecycle.regenerate(owner, id, Optional.of(requireNonNull(expiry, "expiry")));
  }

  /**
   * Issues a successor with a new id and secret, and lets the token live on beside it for the
   * overlap, never longer than it would have lived. The successor is given as long again as the
   * token was, at most what the policy allows, and no right its owner has lost since.
   *
   * @param overlap zero or more; zero kills the token at once
   * @throws IllegalArgumentException if the overlap is negative
   * @throws TokenStateException if the token is revoked, expired, or was rotated before; nothing is
   *     changed then, so that a repeated call harms nobody
   */
  public IssuedToken rotate(TokenId id, Duration overlap) {
    return lifecycle.rotate(owner, id, overlap, false);
  }

  /**
   * Revokes a token for good, and with it whatever was minted with it.
   *
   * @param reason why, for the audit; may be empty, at most 255 characters
   * @return false if it was revoked before; the first reason stands then
   */
  public boolean revoke(TokenId id, String reason) {
    Revocation revocation = revocation(reason);
    lifecycle.require(owner, id);
    return revocations.revoke(id, revocation);
  }

  /**
   * Revokes all of them, their successors too if some are being rotated; one that is issued
   * meanwhile may be missed.
   *
   * @return how many were revoked
   */
  public int revokeAll(String reason) {
    return revocations.revokeAllOf(owner, revocation(reason));
  }

  /**
   * Removes a token for good; whatever was minted with it is revoked.
   *
   * @return false if this owner has none with this id
   */
  public boolean delete(TokenId id) {
    return parts
        .store()
        .findById(id)
        .filter(row -> row.owner().equals(owner))
        .filter(lifecycle::delete)
        .isPresent();
  }

  /**
   * Removes all of them, as {@link #revokeAll} revokes them.
   *
   * @return how many were removed
   */
  public int deleteAll() {
    return lifecycle.deleteAllOf(owner);
  }

  private Revocation revocation(String reason) {
    return new Revocation(parts.now(), owner, Text.optional("reason", reason));
  }
}
