package dev.pat4j.store;

import static java.util.Objects.requireNonNull;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.internal.Millis;
import dev.pat4j.internal.RowAccess;
import dev.pat4j.internal.Shared;
import dev.pat4j.internal.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
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
 *
 * <p>Inside it is as small as it can be, since hosts hold a million: a digest in four words,
 * instants as numbers, the last eight characters as one, and what few rows have in an object that
 * most do without. 120 bytes and the name; {@link InMemoryTokenStore} says what a million take.
 *
 * <p>The file is long, as an exception: a row has some twenty fields, and each its accessor, its
 * setter in the builder that users write as {@code StoredToken.Builder}, and what is said of both.
 */
public final class StoredToken {

  static {
    RowAccess.register(new Access());
  }

  private final long digest0;
  private final long digest1;
  private final long digest2;
  private final long digest3;
  private final long id;
  private final long version;
  private final long createdAt;
  private final long expiresAt;
  private final long lastUsedAt;

  /** Eight characters of ISO 8859-1; 0 if {@link #rest} has them. */
  private final long lastEight;

  private final String hashKeyId;
  private final String owner;

  /** The bytes of a name in ISO 8859-1; a String for any other. */
  private final Object name;

  private final String scopes;
  private final @Nullable String lastUsedFrom;
  private final @Nullable RareFields rest;

  /** See {@link RowAccess#note}: the one thing here that changes, and no part of the row. */
  private int noted;

  private StoredToken(Builder from) {
    this.digest0 = from.digest.word(0);
    this.digest1 = from.digest.word(1);
    this.digest2 = from.digest.word(2);
    this.digest3 = from.digest.word(3);
    this.id = from.id.value();
    this.version = from.version;
    this.createdAt = Millis.of(from.createdAt);
    this.expiresAt = millis(from.expiresAt);
    LastUse use = from.lastUse;
    this.lastUsedAt = use == null ? Millis.NONE : Millis.of(use.at());
    this.lastUsedFrom = use == null ? null : use.from().orElse(null);
    this.hashKeyId = Shared.text(from.hashKeyId);
    this.owner = from.owner;
    this.name = Packed.name(from.name);
    this.scopes = Shared.text(from.scopes);
    this.lastEight = Packed.eight(from.lastEight);
    this.rest =
        RareFields.orNull(
            new RareFields(
                lastEight == 0 ? from.lastEight : "",
                from.allowedAddresses,
                from.attributes,
                Millis.of(from.issuedAt),
                Millis.of(from.updatedAt),
                millis(from.expiryWarnedAt),
                millis(from.rotatedAt),
                from.revocation,
                from.rotatedFrom,
                from.mintedBy,
                from.family,
                Text.isRequired(from.owner)),
            createdAt,
            from.id);
  }

  /** The same row, with a String for its owner that others have, too. */
  private StoredToken(StoredToken from, String sharedOwner) {
    this.digest0 = from.digest0;
    this.digest1 = from.digest1;
    this.digest2 = from.digest2;
    this.digest3 = from.digest3;
    this.id = from.id;
    this.version = from.version;
    this.createdAt = from.createdAt;
    this.expiresAt = from.expiresAt;
    this.lastUsedAt = from.lastUsedAt;
    this.lastUsedFrom = from.lastUsedFrom;
    this.hashKeyId = from.hashKeyId;
    this.owner = sharedOwner;
    this.name = from.name;
    this.scopes = from.scopes;
    this.lastEight = from.lastEight;
    this.rest = from.rest;
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
    return new Builder(this);
  }

  /** The public id; unique. */
  public TokenId id() {
    return new TokenId(id);
  }

  /** What the row is found by; unique. */
  public TokenDigest digest() {
    return TokenDigest.ofWords(digest0, digest1, digest2, digest3);
  }

  /** The {@code keyId} of the hasher that made the digest; or that it was imported by reference. */
  public String hashKeyId() {
    return hashKeyId;
  }

  /** Whose token it is. */
  public String owner() {
    return owner;
  }

  /** What the owner calls it; may be empty. */
  public String name() {
    return Packed.name(name);
  }

  /** The granted scopes: normalised, sorted, separated by single spaces; empty for none. */
  public String scopes() {
    return scopes;
  }

  /** The address ranges it may be used from, separated by single spaces; empty for everywhere. */
  public String allowedAddresses() {
    return rest == null ? "" : rest.allowedAddresses();
  }

  /** What the host attached. */
  public Map<String, String> attributes() {
    return rest == null ? Map.of() : rest.attributes();
  }

  /** The last eight characters of the text, for a person to recognise it by. */
  public String lastEight() {
    return lastEight == 0 ? rest == null ? "" : rest.lastEight() : Packed.text(lastEight);
  }

  /** When the token was created. */
  public Instant createdAt() {
    return Instant.ofEpochMilli(createdAt);
  }

  /** When its present secret was made: at creation, or when it was last regenerated. */
  public Instant issuedAt() {
    return Instant.ofEpochMilli(issuedMillis());
  }

  /** When its name, scopes, secret or other settings last changed. */
  public Instant updatedAt() {
    return Instant.ofEpochMilli(rest == null ? createdAt : rest.updatedAt());
  }

  /** The first instant at which it is no longer valid; empty if it never expires. */
  public Optional<Instant> expiresAt() {
    return instant(expiresAt);
  }

  /** When the last warning of its expiry was sent. */
  public Optional<Instant> expiryWarnedAt() {
    return rest == null ? Optional.empty() : instant(rest.expiryWarnedAt());
  }

  /** Its last recorded use. */
  public Optional<LastUse> lastUse() {
    return lastUsedAt == Millis.NONE
        ? Optional.empty()
        : Optional.of(
            new LastUse(Instant.ofEpochMilli(lastUsedAt), Optional.ofNullable(lastUsedFrom)));
  }

  /** That it was revoked. */
  public Optional<Revocation> revocation() {
    return rest == null ? Optional.empty() : Optional.ofNullable(rest.revocation());
  }

  /** When it was rotated away: a successor was issued in its place. */
  public Optional<Instant> rotatedAt() {
    return rest == null ? Optional.empty() : instant(rest.rotatedAt());
  }

  /** The token in whose place this one was issued. */
  public Optional<TokenId> rotatedFrom() {
    return rest == null ? Optional.empty() : Optional.ofNullable(rest.rotatedFrom());
  }

  /** The token with whose power this one was issued. */
  public Optional<TokenId> mintedBy() {
    return rest == null ? Optional.empty() : Optional.ofNullable(rest.mintedBy());
  }

  /** The first token of its line of rotations; its own id if it is the first. */
  public TokenId family() {
    return rest == null ? id() : rest.family();
  }

  /** Counts {@linkplain TokenStore#replace replacements}, from 1. */
  public long version() {
    return version;
  }

  /** Whether it has expired at this time: at {@link #expiresAt()} it has. */
  public boolean isExpiredAt(Instant time) {
    return expiresAt != Millis.NONE && !time.isBefore(Instant.ofEpochMilli(expiresAt));
  }

  /** When it was last used or its secret made, whichever is later. */
  public Instant lastActiveAt() {
    long issued = issuedMillis();
    boolean used = lastUsedAt != Millis.NONE && lastUsedAt > issued;
    return Instant.ofEpochMilli(used ? lastUsedAt : issued);
  }

  /** Whether {@link #scopes()} names this scope; what a scope implies is not looked at. */
  public boolean namesScope(String scope) {
    return Arrays.asList(scopes.split(" ")).contains(scope) && !scope.isEmpty();
  }

  /** {@link #id()}, without an object. */
  long idValue() {
    return id;
  }

  /** This row, with this very String for its owner, which must be equal to it. */
  @SuppressWarnings("ReferenceEquality") // it is the object that is to be shared
  StoredToken sharing(String sameOwner) {
    return owner == sameOwner ? this : new StoredToken(this, sameOwner);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredToken that
        && hasWords(that.digest0, that.digest1, that.digest2, that.digest3)
        && id == that.id
        && version == that.version
        && createdAt == that.createdAt
        && expiresAt == that.expiresAt
        && lastUsedAt == that.lastUsedAt
        && lastEight == that.lastEight
        && Objects.equals(lastUsedFrom, that.lastUsedFrom)
        && hashKeyId.equals(that.hashKeyId)
        && owner.equals(that.owner)
        && name().equals(that.name())
        && scopes.equals(that.scopes)
        && Objects.equals(rest, that.rest);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, version);
  }

  /** Id, owner and version. */
  @Override
  public String toString() {
    return "StoredToken[id=" + id + ", owner=" + owner + ", version=" + version + "]";
  }

  /** Looks at all four whatever it finds, as {@link TokenDigest#equals} does. */
  boolean hasWords(long a, long b, long c, long d) {
    return ((digest0 ^ a) | (digest1 ^ b) | (digest2 ^ c) | (digest3 ^ d)) == 0;
  }

  private long issuedMillis() {
    return rest == null ? createdAt : rest.issuedAt();
  }

  private static Optional<Instant> instant(long millis) {
    return millis == Millis.NONE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static long millis(@Nullable Instant time) {
    return time == null ? Millis.NONE : Millis.of(time);
  }

  private static final class Access extends RowAccess {

    @Override
    public boolean hasDigest(StoredToken row, TokenDigest digest) {
      return row.hasWords(digest.word(0), digest.word(1), digest.word(2), digest.word(3));
    }

    @Override
    public boolean hasWords(StoredToken row, long a, long b, long c, long d) {
      return row.hasWords(a, b, c, d);
    }

    @Override
    public long expiresAt(StoredToken row) {
      return row.expiresAt;
    }

    @Override
    public long issuedAt(StoredToken row) {
      return row.issuedMillis();
    }

    @Override
    public boolean isRevoked(StoredToken row) {
      return row.rest != null && row.rest.revocation() != null;
    }

    @Override
    public boolean hasReadableOwner(StoredToken row) {
      return row.rest == null || row.rest.readableOwner();
    }

    @Override
    public int noted(StoredToken row) {
      return row.noted;
    }

    @Override
    public void note(StoredToken row, int minute) {
      row.noted = minute;
    }
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

    private Builder(StoredToken from) {
      this(from.id(), from.digest(), from.hashKeyId, from.owner, from.createdAt());
      this.name = from.name();
      this.scopes = from.scopes;
      this.allowedAddresses = from.allowedAddresses();
      this.attributes = from.attributes();
      this.lastEight = from.lastEight();
      this.issuedAt = from.issuedAt();
      this.updatedAt = from.updatedAt();
      this.expiresAt = from.expiresAt().orElse(null);
      this.expiryWarnedAt = from.expiryWarnedAt().orElse(null);
      this.lastUse = from.lastUse().orElse(null);
      this.revocation = from.revocation().orElse(null);
      this.rotatedAt = from.rotatedAt().orElse(null);
      this.rotatedFrom = from.rotatedFrom().orElse(null);
      this.mintedBy = from.mintedBy().orElse(null);
      this.family = from.family();
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
      return new StoredToken(this);
    }

    private static @Nullable Instant cut(@Nullable Instant time) {
      return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
    }
  }
}
