package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.internal.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token is to be: whose, called what, for what, until when.
 *
 * <p>The owner must come from the host's own authentication of the caller, never from what the
 * caller sent. Immutable and thread-safe.
 */
public final class TokenRequest {

  private final String owner;
  private final String name;
  private final Set<String> scopes;
  private final Expiry expiry;
  private final List<AddressRange> allowedAddresses;
  private final Map<String, String> attributes;

  private TokenRequest(Builder from, Expiry expiry) {
    this.owner = from.owner;
    this.name = from.name;
    this.scopes = from.scopes;
    this.expiry = expiry;
    this.allowedAddresses = from.allowedAddresses;
    this.attributes = from.attributes;
  }

  /**
   * Begins a request for a token of this owner, without a name or a scope.
   *
   * @throws IllegalArgumentException if the owner is blank, longer than 255 characters, or holds
   *     control characters
   */
  public static Builder forOwner(String owner) {
    return new Builder(Text.required("owner", owner));
  }

  /** This request, made by an administrator. */
  TokenRequest issuedBy(String administrator) {
    Builder again = new Builder(owner);
    again.name = name;
    again.scopes = scopes;
    again.allowedAddresses = allowedAddresses;
    again.attributes = attributes;
    return again
        .attribute(AccessToken.ISSUED_BY, Text.required("actor", administrator))
        .expiry(expiry)
        .build();
  }

  /** Whose token it is to be. */
  public String owner() {
    return owner;
  }

  /** What its owner calls it; may be empty. */
  public String name() {
    return name;
  }

  /** The names of the scopes asked for. */
  public Set<String> scopes() {
    return scopes;
  }

  /** When it is to expire. */
  public Expiry expiry() {
    return expiry;
  }

  /** From where it may be used; empty for everywhere. */
  public List<AddressRange> allowedAddresses() {
    return allowedAddresses;
  }

  /** What the host attaches. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** Collects a request; not thread-safe. No method accepts null. */
  public static final class Builder {
    private final String owner;
    private String name = "";
    private Set<String> scopes = Set.of();
    private List<AddressRange> allowedAddresses = List.of();
    private Map<String, String> attributes = Map.of();
    private final List<String> expirySaid = new ArrayList<>();
    private @Nullable Expiry expiry;

    private Builder(String owner) {
      this.owner = owner;
    }

    /**
     * What the owner will recognise it by: {@code laptop}.
     *
     * @throws IllegalArgumentException if it is longer than 255 characters or holds control
     *     characters
     */
    public Builder name(String newName) {
      this.name = Text.optional("name", newName);
      return this;
    }

    /** The scopes to grant, in the place of any said before; without one it may do very little. */
    public Builder scopes(String... names) {
      return scopes(Arrays.asList(requireNonNull(names, "scopes")));
    }

    /** The scopes to grant, in the place of any said before. */
    public Builder scopes(Collection<String> names) {
      requireNonNull(names, "scopes").forEach(name -> requireNonNull(name, "scope name"));
      this.scopes = Set.copyOf(names);
      return this;
    }

    /**
     * It is to expire so long after it is issued. This, {@link #expiresAt}, {@link #neverExpires}
     * or {@link #expiry}: exactly one must be said.
     *
     * @throws IllegalArgumentException unless the time is at least a millisecond
     */
    public Builder expiresAfter(Duration lifetime) {
      return said("expiresAfter", Expiry.after(lifetime));
    }

    /**
     * It is to expire at this time.
     *
     * @throws IllegalArgumentException if the time is beyond the year 9999
     */
    public Builder expiresAt(Instant time) {
      return said("expiresAt", Expiry.at(time));
    }

    /** It is to live until it is revoked or deleted. */
    public Builder neverExpires() {
      return said("neverExpires", Expiry.never());
    }

    /** It is to expire as this says. */
    public Builder expiry(Expiry choice) {
      return said("expiry", requireNonNull(choice, "expiry"));
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
     * Attaches a text of the host's own, at most 16 of them.
     *
     * @throws IllegalArgumentException if there are more; the key is not 1 to 64 letters, digits,
     *     dots, dashes or underscores; or the value is longer than 512 characters or holds control
     *     characters
     */
    public Builder attribute(String key, String value) {
      Map<String, String> more = new HashMap<>(attributes);
      more.put(key, value);
      this.attributes = Map.copyOf(Text.attributes(more));
      return this;
    }

    /**
     * The request.
     *
     * @throws IllegalStateException unless its expiry was said exactly once
     */
    public TokenRequest build() {
      if (expiry == null || expirySaid.size() != 1) {
        throw new IllegalStateException(
            "say exactly one of expiresAfter(...), expiresAt(...), neverExpires() or expiry(...); "
                + (expirySaid.isEmpty() ? "none was said" : "said were " + expirySaid));
      }
      return new TokenRequest(this, expiry);
    }

    private Builder said(String method, Expiry choice) {
      expirySaid.add(method);
      this.expiry = choice;
      return this;
    }
  }
}
