package dev.pat4j;

import dev.pat4j.hash.TokenHasher;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A token as its owner and the host see it: everything but the secret. A snapshot; immutable and
 * thread-safe. Instants are cut to milliseconds.
 */
public final class AccessToken {

  /** The attribute that says who issued it. */
  static final String ISSUED_BY = "pat4j.issued_by";

  private final StoredToken row;
  private final Scopes scopes;
  private final List<AddressRange> allowedAddresses;

  AccessToken(StoredToken row, Scopes scopes, List<AddressRange> allowedAddresses) {
    this.row = row;
    this.scopes = scopes;
    this.allowedAddresses = allowedAddresses;
  }

  StoredToken row() {
    return row;
  }

  AccessToken with(LastUse use) {
    return new AccessToken(row.toBuilder().lastUse(use).build(), scopes, allowedAddresses);
  }

  /** The public id, for logs, URLs and audit trails. */
  public TokenId id() {
    return row.id();
  }

  /** Whose token it is. */
  public String owner() {
    return row.owner();
  }

  /** What the owner calls it; may be empty. Written by a person: escape it where it is shown. */
  public String name() {
    return row.name();
  }

  /** The scopes it was granted. What it may do now can be less, see {@link Verified#scopes()}. */
  public Scopes scopes() {
    return scopes;
  }

  /** From where it may be used; empty for everywhere. */
  public List<AddressRange> allowedAddresses() {
    return allowedAddresses;
  }

  /**
   * The administrator who had it issued, by {@link TokenAdministration#issue}; empty if that was
   * the owner. It stays, whatever else is changed.
   */
  public Optional<String> issuedBy() {
    return Optional.ofNullable(attributes().get(ISSUED_BY));
  }

  /** These attributes in the place of those it has, but for what is not the host's to change. */
  Map<String, String> attributesReplacedBy(Map<String, String> others) {
    Map<String, String> all = new HashMap<>(others);
    issuedBy().ifPresent(by -> all.put(ISSUED_BY, by));
    return all;
  }

  /** What the host attached. */
  public Map<String, String> attributes() {
    return row.attributes();
  }

  /** The last eight characters of the secret, to recognise it by. */
  public String lastEight() {
    return row.lastEight();
  }

  /**
   * The SHA-256 of the token in lower case hexadecimal, as GitHub's API tells it ({@code
   * hashed_token}); empty if it is found by a keyed hash, since then nobody knows it who has not
   * seen the token. It cannot be presented. Of an imported token, whose text is hashed twice, it is
   * the hash of that hash.
   */
  public Optional<String> sha256() {
    return row.hashKeyId().equals(TokenHasher.sha256().keyId())
        ? Optional.of(HexFormat.of().formatHex(row.digest().toBytes()))
        : Optional.empty();
  }

  /** When it was created. */
  public Instant createdAt() {
    return row.createdAt();
  }

  /** When its present secret was made: at creation, or when it was last regenerated. */
  public Instant issuedAt() {
    return row.issuedAt();
  }

  /** When its name, scopes, secret or state last changed. */
  public Instant updatedAt() {
    return row.updatedAt();
  }

  /** The first instant at which it is refused; empty if it never expires. */
  public Optional<Instant> expiresAt() {
    return row.expiresAt();
  }

  /** Whether it has expired at this time. */
  public boolean isExpiredAt(Instant time) {
    return row.isExpiredAt(time);
  }

  /**
   * When it was last used, cut to the minute; empty if it never was. May lag by the interval at
   * which last uses are written.
   */
  public Optional<Instant> lastUsedAt() {
    return row.lastUse().map(LastUse::at);
  }

  /** The address it was last used from; empty if never used, or not known. */
  public Optional<String> lastUsedFrom() {
    return row.lastUse().flatMap(LastUse::from);
  }

  /** When, by whom and why it was revoked; empty if it was not. */
  public Optional<Revocation> revocation() {
    return row.revocation();
  }

  /** When it was rotated: a successor was issued in its place. */
  public Optional<Instant> rotatedAt() {
    return row.rotatedAt();
  }

  /** The token in whose place it was issued, if by rotation. */
  public Optional<TokenId> rotatedFrom() {
    return row.rotatedFrom();
  }

  /** The token with whose power it was issued, if by another token. */
  public Optional<TokenId> mintedBy() {
    return row.mintedBy();
  }

  /** The first of the line of rotations it belongs to; its own id if it is the first. */
  public TokenId family() {
    return row.family();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AccessToken that && row.equals(that.row);
  }

  @Override
  public int hashCode() {
    return row.hashCode();
  }

  /** Id and owner. */
  @Override
  public String toString() {
    return "AccessToken[id=" + id() + ", owner=" + owner() + "]";
  }
}
