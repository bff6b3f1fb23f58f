package dev.pat4j.store;

import static java.util.Objects.requireNonNull;

import dev.pat4j.hash.TokenDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a {@link TokenStore}: all that is kept of a token, and nothing that could be presented
 * as one.
 *
 * <p>A row is flat: text, numbers, instants cut to milliseconds, and a small map. It says what was
 * stored, not whether the token is valid. Immutable and thread-safe; null nowhere. Equal when every
 * field is.
 */
public final class StoredToken {

  /** Never written to once it is here. */
  private final Builder fields;

  private StoredToken(Builder complete) {
    this.fields = complete;
  }

  /**
   * Begins a row that is neither used, revoked nor rotated, never expires, has no scope, no name,
   * no address list and no attribute, version 1, and is a family of its own.
   *
   * @param createdAt cut to milliseconds, as every instant here
   */
  public static Builder builder(
      TokenId id, TokenDigest digest, String hashKeyId, String owner, Instant createdAt) {
    return new Builder(id, digest, hashKeyId, owner, createdAt);
  }

  /** A builder that begins with this row's fields. */
  public Builder toBuilder() {
    return new Builder(fields);
  }

  /** The public id; unique. */
  public TokenId id() {
    return fields.id;
  }

  /** What the row is found by; unique. */
  public TokenDigest digest() {
    return fields.digest;
  }

  /** The {@code keyId} of the hasher that made the digest; or that it was imported by reference. */
  public String hashKeyId() {
    return fields.hashKeyId;
  }

  /** Whose token it is. */
  public String owner() {
    return fields.owner;
  }

  /** What the owner calls it; may be empty. */
  public String name() {
    return fields.name;
  }

  /** The granted scopes: normalised, sorted, separated by single spaces; empty for none. */
  public String scopes() {
    return fields.scopes;
  }

  /** The address ranges it may be used from, separated by single spaces; empty for everywhere. */
  public String allowedAddresses() {
    return fields.allowedAddresses;
  }

  /** What the host attached. */
  public Map<String, String> attributes() {
    return fields.attributes;
  }

  /** The last eight characters of the text, for a person to recognise it by. */
  public String lastEight() {
    return fields.lastEight;
  }

  /** When the token was created. */
  public Instant createdAt() {
    return fields.createdAt;
  }

  /** When its present secret was made: at creation, or when it was last regenerated. */
  public Instant issuedAt() {
    return fields.issuedAt;
  }

  /** When its name, scopes, secret or other settings last changed. */
  public Instant updatedAt() {
    return fields.updatedAt;
  }

  /** The first instant at which it is no longer valid; empty if it never expires. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(fields.expiresAt);
  }

  /** When the last warning of its expiry was sent. */
  public Optional<Instant> expiryWarnedAt() {
    return Optional.ofNullable(fields.expiryWarnedAt);
  }

  /** Its last recorded use. */
  public Optional<LastUse> lastUse() {
    return Optional.ofNullable(fields.lastUse);
  }

  /** That it was revoked. */
  public Optional<Revocation> revocation() {
    return Optional.ofNullable(fields.revocation);
  }

  /** When it was rotated away: a successor was issued in its place. */
  public Optional<Instant> rotatedAt() {
    return Optional.ofNullable(fields.rotatedAt);
  }

  /** The token in whose place this one was issued. */
  public Optional<TokenId> rotatedFrom() {
    return Optional.ofNullable(fields.rotatedFrom);
  }

  /** The token with whose power this one was issued. */
  public Optional<TokenId> mintedBy() {
    return Optional.ofNullable(fields.mintedBy);
  }

  /** The first token of its line of rotations; its own id if it is the first. */
  public TokenId family() {
    return fields.family;
  }

  /** Counts {@linkplain TokenStore#replace replacements}, from 1. */
  public long version() {
    return fields.version;
  }

  /** Whether it has expired at this time: at {@link #expiresAt()} it has. */
  public boolean isExpiredAt(Instant time) {
    return fields.expiresAt != null && !time.isBefore(fields.expiresAt);
  }

  /** When it was last used or its secret made, whichever is later. */
  public Instant lastActiveAt() {
    LastUse used = fields.lastUse;
    return used == null || used.at().isBefore(fields.issuedAt) ? fields.issuedAt : used.at();
  }

  /** Whether {@link #scopes()} names this scope; what a scope implies is not looked at. */
  public boolean namesScope(String scope) {
    return Arrays.asList(fields.scopes.split(" ")).contains(scope) && !scope.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredToken that && fields.values().equals(that.fields.values());
  }

  @Override
  public int hashCode() {
    return Objects.hash(fields.id, fields.version);
  }

  /** Id, owner and version. */
  @Override
  public String toString() {
    return "StoredToken[id="
        + fields.id
        + ", owner="
        + fields.owner
        + ", version="
        + fields.version
        + "]";
  }

  /** Sets the fields of a row; not thread-safe. No setter but those so marked accepts null. */
  public static final class Builder {
    private final TokenId id;
    private final Instant createdAt;
    private TokenDigest digest;
    private String hashKeyId;
    private String owner;
    private String name = "";
    private String scopes = "";
    private String allowedAddresses = "";
    private Map<String, String> attributes = Map.of();
    private String lastEight = "";
    private Instant issuedAt;
    private Instant updatedAt;
    private @Nullable Instant expiresAt;
    private @Nullable Instant expiryWarnedAt;
    private @Nullable LastUse lastUse;
    private @Nullable Revocation revocation;
    private @Nullable Instant rotatedAt;
    private @Nullable TokenId rotatedFrom;
    private @Nullable TokenId mintedBy;
    private TokenId family;
    private long version = 1;

    private Builder(TokenId id, TokenDigest digest, String keyId, String owner, Instant createdAt) {
      this.id = requireNonNull(id, "id");
      this.digest = requireNonNull(digest, "digest");
      this.hashKeyId = requireNonNull(keyId, "hashKeyId");
      this.owner = requireNonNull(owner, "owner");
      this.createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
      this.issuedAt = this.createdAt;
      this.updatedAt = this.createdAt;
      this.family = id;
    }

    private Builder(Builder from) {
      this(from.id, from.digest, from.hashKeyId, from.owner, from.createdAt);
      this.name = from.name;
      this.scopes = from.scopes;
      this.allowedAddresses = from.allowedAddresses;
      this.attributes = from.attributes;
      this.lastEight = from.lastEight;
      this.issuedAt = from.issuedAt;
      this.updatedAt = from.updatedAt;
      this.expiresAt = from.expiresAt;
      this.expiryWarnedAt = from.expiryWarnedAt;
      this.lastUse = from.lastUse;
      this.revocation = from.revocation;
      this.rotatedAt = from.rotatedAt;
      this.rotatedFrom = from.rotatedFrom;
      this.mintedBy = from.mintedBy;
      this.family = from.family;
      this.version = from.version;
    }

    /** Sets {@link StoredToken#digest()}, {@link StoredToken#hashKeyId()} with it. */
    public Builder digest(TokenDigest newDigest, String keyId) {
      this.digest = requireNonNull(newDigest, "digest");
      this.hashKeyId = requireNonNull(keyId, "hashKeyId");
      return this;
    }

    /** Sets {@link StoredToken#name()}. */
    public Builder name(String newName) {
      this.name = requireNonNull(newName, "name");
      return this;
    }

    /** Sets {@link StoredToken#scopes()}. */
    public Builder scopes(String newScopes) {
      this.scopes = requireNonNull(newScopes, "scopes");
      return this;
    }

    /** Sets {@link StoredToken#allowedAddresses()}. */
    public Builder allowedAddresses(String ranges) {
      this.allowedAddresses = requireNonNull(ranges, "allowedAddresses");
      return this;
    }

    /** Sets {@link StoredToken#attributes()}; copied. */
    public Builder attributes(Map<String, String> newAttributes) {
      this.attributes = Map.copyOf(newAttributes);
      return this;
    }

    /** Sets {@link StoredToken#lastEight()}. */
    public Builder lastEight(String characters) {
      this.lastEight = requireNonNull(characters, "lastEight");
      return this;
    }

    /** Sets {@link StoredToken#issuedAt()}. */
    public Builder issuedAt(Instant time) {
      this.issuedAt = time.truncatedTo(ChronoUnit.MILLIS);
      return this;
    }

    /** Sets {@link StoredToken#updatedAt()}. */
    public Builder updatedAt(Instant time) {
      this.updatedAt = time.truncatedTo(ChronoUnit.MILLIS);
      return this;
    }

    /** Sets {@link StoredToken#expiresAt()}; null for never. */
    public Builder expiresAt(@Nullable Instant time) {
      this.expiresAt = cut(time);
      return this;
    }

    /** Sets {@link StoredToken#expiryWarnedAt()}; null for not yet. */
    public Builder expiryWarnedAt(@Nullable Instant time) {
      this.expiryWarnedAt = cut(time);
      return this;
    }

    /** Sets {@link StoredToken#lastUse()}; null for never. */
    public Builder lastUse(@Nullable LastUse use) {
      this.lastUse = use;
      return this;
    }

    /** Sets {@link StoredToken#revocation()}; null for not revoked. */
    public Builder revocation(@Nullable Revocation newRevocation) {
      this.revocation = newRevocation;
      return this;
    }

    /** Sets {@link StoredToken#rotatedAt()}; null for not rotated. */
    public Builder rotatedAt(@Nullable Instant time) {
      this.rotatedAt = cut(time);
      return this;
    }

    /** Sets {@link StoredToken#rotatedFrom()}; null for none. */
    public Builder rotatedFrom(@Nullable TokenId predecessor) {
      this.rotatedFrom = predecessor;
      return this;
    }

    /** Sets {@link StoredToken#mintedBy()}; null for none. */
    public Builder mintedBy(@Nullable TokenId parent) {
      this.mintedBy = parent;
      return this;
    }

    /** Sets {@link StoredToken#family()}. */
    public Builder family(TokenId first) {
      this.family = requireNonNull(first, "family");
      return this;
    }

    /** Sets {@link StoredToken#version()}; a store does, nobody else need. */
    public Builder version(long newVersion) {
      this.version = newVersion;
      return this;
    }

    /** The row; this builder may go on and build another. */
    public StoredToken build() {
      return new StoredToken(new Builder(this));
    }

    private List<@Nullable Object> values() {
      return Arrays.asList(
          id,
          digest,
          hashKeyId,
          owner,
          name,
          scopes,
          allowedAddresses,
          attributes,
          lastEight,
          createdAt,
          issuedAt,
          updatedAt,
          expiresAt,
          expiryWarnedAt,
          lastUse,
          revocation,
          rotatedAt,
          rotatedFrom,
          mintedBy,
          family,
          version);
    }

    private static @Nullable Instant cut(@Nullable Instant time) {
      return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
    }
  }
}
