package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.internal.IpAddress;
import dev.pat4j.internal.Text;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token that an older system made and that is to work on here: whose, for what, until when, and
 * how it is recognised, since its text is not known. See {@link ForeignFormat} for an example and
 * {@link TokenAdministration#importToken} for what becomes of it.
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenImport {

  /**
   * The {@code hashKeyId} of rows that are found by a {@linkplain Builder#reference reference}:
   * imported so, and not used since.
   */
  public static final String BY_REFERENCE = "imported";

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  /** Never written to once it is here. */
  private final Builder fields;

  private TokenImport(Builder complete) {
    this.fields = complete;
  }

  /**
   * Begins with a token of this owner, without a name or a scope.
   *
   * @param createdAt when the old system made it; its age is what a policy looks at. Cut to
   *     milliseconds, as every instant here
   * @throws IllegalArgumentException if the owner is blank, longer than 255 characters, or holds
   *     control characters; or the time is outside the years 1 to 9999
   */
  public static Builder forOwner(String owner, Instant createdAt) {
    return new Builder(Text.required("owner", owner), instant("createdAt", createdAt));
  }

  Set<String> scopes() {
    return fields.scopes;
  }

  /** The id that it is to keep; empty if any will do. */
  Optional<TokenId> id() {
    return Optional.ofNullable(fields.id);
  }

  /** The SHA-256 of its text; empty if it is found by {@link #reference()}. */
  Optional<TokenDigest> sha256() {
    return Optional.ofNullable(fields.sha256);
  }

  String reference() {
    return requireNonNull(fields.reference, "it is found by its SHA-256");
  }

  /** Whether this row is what came of an earlier import of it, whatever has changed since. */
  boolean became(StoredToken row) {
    return row.owner().equals(fields.owner) && row.createdAt().equals(fields.createdAt);
  }

  StoredToken row(TokenId id, TokenDigest digest, String keyId, String writtenScopes) {
    return StoredToken.builder(id, digest, keyId, fields.owner, fields.createdAt)
        .name(fields.name)
        .scopes(writtenScopes)
        .allowedAddresses(AddressRange.written(fields.allowedAddresses))
        .attributes(fields.attributes)
        .lastEight(fields.lastEight)
        .expiresAt(fields.expiresAt)
        .lastUse(fields.lastUse)
        .revocation(fields.revocation)
        .build();
  }

  /** Whose it is. */
  @Override
  public String toString() {
    return "TokenImport[owner=" + fields.owner + "]";
  }

  private static Instant instant(String field, Instant time) {
    if (requireNonNull(time, field).isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new IllegalArgumentException(field + " is in the years 1 to 9999, not " + time);
    }
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Collects what is known of the token; not thread-safe. No method accepts null. */
  public static final class Builder {

    private static final Pattern SHA256 = Pattern.compile("[0-9A-Fa-f]{64}");
    private static final int LAST = 8;

    private final String owner;
    private final Instant createdAt;
    private @Nullable TokenId id;
    private String name = "";
    private Set<String> scopes = Set.of();
    private List<AddressRange> allowedAddresses = List.of();
    private Map<String, String> attributes = Map.of();
    private String lastEight = "";
    private @Nullable Instant expiresAt;
    private @Nullable LastUse lastUse;
    private @Nullable Revocation revocation;
    private @Nullable TokenDigest sha256;
    private @Nullable String reference;
    private final List<String> expirySaid;
    private final List<String> recognitionSaid;

    private Builder(String owner, Instant createdAt) {
      this.owner = owner;
      this.createdAt = createdAt;
      this.expirySaid = new ArrayList<>();
      this.recognitionSaid = new ArrayList<>();
    }

    private Builder(Builder from) {
      this.owner = from.owner;
      this.createdAt = from.createdAt;
      this.id = from.id;
      this.name = from.name;
      this.scopes = from.scopes;
      this.allowedAddresses = from.allowedAddresses;
      this.attributes = from.attributes;
      this.lastEight = from.lastEight;
      this.expiresAt = from.expiresAt;
      this.lastUse = from.lastUse;
      this.revocation = from.revocation;
      this.sha256 = from.sha256;
      this.reference = from.reference;
      this.expirySaid = List.copyOf(from.expirySaid);
      this.recognitionSaid = List.copyOf(from.recognitionSaid);
    }

    /**
     * The id that it had, so that what logs and clients say of it stays true; any, if not said. An
     * import that says it can be run again whatever has become of the token since.
     */
    public Builder id(TokenId oldId) {
      this.id = requireNonNull(oldId, "id");
      return this;
    }

    /**
     * What its owner calls it.
     *
     * @throws IllegalArgumentException if it is longer than 255 characters or holds control
     *     characters
     */
    public Builder name(String oldName) {
      this.name = Text.optional("name", oldName);
      return this;
    }

    /** What it may do, in the place of what was said before: see {@link #scopes(Collection)}. */
    public Builder scopes(String... names) {
      return scopes(Arrays.asList(requireNonNull(names, "scopes")));
    }

    /**
     * What it may do, in the place of what was said before; by the names of this host's catalogue.
     * A {@linkplain dev.pat4j.scope.ScopeCatalog.Builder#retired retired} one grants nothing; one
     * that is not declared is refused by the import.
     */
    public Builder scopes(Collection<String> names) {
      requireNonNull(names, "scopes").forEach(name -> requireNonNull(name, "scope name"));
      this.scopes = Set.copyOf(names);
      return this;
    }

    /**
     * It expires at this time, which may be past. This or {@link #neverExpires()}: one must be
     * said.
     *
     * @throws IllegalArgumentException if the time is outside the years 1 to 9999
     */
    public Builder expiresAt(Instant time) {
      this.expiresAt = instant("expiresAt", time);
      expirySaid.add("expiresAt");
      return this;
    }

    /** It lives until it is revoked or deleted, or until the policy no longer lets it. */
    public Builder neverExpires() {
      expirySaid.add("neverExpires");
      return this;
    }

    /**
     * When it was last used; never, if not said.
     *
     * @throws IllegalArgumentException if the time is outside the years 1 to 9999
     */
    public Builder lastUsedAt(Instant time) {
      this.lastUse = new LastUse(instant("lastUsedAt", time), Optional.empty());
      return this;
    }

    /** As {@link #lastUsedAt(Instant)}, and from where; not known, if that is no IP address. */
    public Builder lastUsedAt(Instant time, String from) {
      Optional<String> address = IpAddress.canonical(requireNonNull(from, "from"));
      this.lastUse = new LastUse(instant("lastUsedAt", time), address);
      return this;
    }

    /**
     * It was revoked, and is imported for the record.
     *
     * @param by who did it: 1 to 255 characters
     * @param reason why; may be empty
     * @throws IllegalArgumentException if one of them is malformed
     */
    public Builder revoked(Instant at, String by, String reason) {
      this.revocation =
          new Revocation(
              instant("revocation", at),
              Text.required("actor", by),
              Text.optional("reason", reason));
      return this;
    }

    /**
     * The last characters of its text, for a person to recognise it by; none, if not said.
     *
     * @throws IllegalArgumentException if they are more than eight, or hold control characters
     */
    public Builder lastEight(String characters) {
      if (Text.optional("lastEight", characters).length() > LAST) {
        throw new IllegalArgumentException(
            "of a token's text at most "
                + LAST
                + " characters are kept, not "
                + characters.length());
      }
      this.lastEight = characters;
      return this;
    }

    /**
     * The only addresses it may be used from, in CIDR notation; see {@link AddressRange}.
     *
     * @throws IllegalArgumentException if one is malformed, or the list too long
     */
    public Builder allowedAddresses(String... ranges) {
      this.allowedAddresses = AddressRange.list(ranges);
      return this;
    }

    /**
     * Attaches a text of the host's own.
     *
     * @throws IllegalArgumentException as {@link TokenRequest.Builder#attribute}
     */
    public Builder attribute(String key, String value) {
      Map<String, String> more = new HashMap<>(attributes);
      more.put(key, value);
      this.attributes = Map.copyOf(Text.attributes(more));
      return this;
    }

    /**
     * It is recognised by the SHA-256 (FIPS 180-4) of its whole text in UTF-8, as the old table has
     * it. This, {@link #sha256(byte[])} or {@link #reference}: one must be said.
     *
     * @param hex 64 hexadecimal digits of either case
     * @throws IllegalArgumentException if it is anything else
     */
    public Builder sha256(String hex) {
      if (!SHA256.matcher(requireNonNull(hex, "sha256")).matches()) {
        throw new IllegalArgumentException(
            "a SHA-256 is 64 hexadecimal digits, this text has "
                + hex.length()
                + " characters or others among them; for another hash say reference(...)");
      }
      return sha256(HexFormat.of().parseHex(hex));
    }

    /**
     * As {@link #sha256(String)}, from the 32 bytes, which are copied.
     *
     * @throws IllegalArgumentException unless there are exactly 32
     */
    public Builder sha256(byte[] digest) {
      this.sha256 = TokenDigest.ofBytes(requireNonNull(digest, "sha256"));
      recognitionSaid.add("sha256");
      return this;
    }

    /**
     * It is recognised by {@link ForeignFormat#find}, which says this reference for it: for a table
     * of salted or slow hashes the row's own key, {@code 4711}; for one of unsalted hashes of
     * another kind the hash itself, in hex. Not kept.
     *
     * @param reference unique among all that are imported; 1 to 255 characters
     * @throws IllegalArgumentException if it is blank, longer, or holds control characters
     */
    public Builder reference(String reference) {
      this.reference = Text.required("reference", reference);
      recognitionSaid.add("reference");
      return this;
    }

    /**
     * The token to import.
     *
     * @throws IllegalStateException unless its expiry, and how it is recognised, were each said
     *     exactly once
     */
    public TokenImport build() {
      requireOne("expiresAt(...) or neverExpires()", expirySaid);
      requireOne("sha256(...) or reference(...)", recognitionSaid);
      return new TokenImport(new Builder(this));
    }

    private static void requireOne(String choice, List<String> said) {
      if (said.size() != 1) {
        throw new IllegalStateException(
            "say exactly one of "
                + choice
                + "; "
                + (said.isEmpty() ? "none was said" : "said were " + said));
      }
    }
  }
}
