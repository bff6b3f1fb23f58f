package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the host allows of tokens. Applied when one is issued, and again at every use: a token from
 * before the policy that does not meet it is refused, unless {@link Builder#enforcedAtUseFrom} puts
 * that off. {@link TokenAdministration#notComplying} finds such tokens beforehand.
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenPolicy {

  /** What stands against a request or a token. */
  public enum Rule {
    /** It would live longer than {@link TokenPolicy#maximumLifetime()}. */
    LIFETIME,
    /** It was not used for {@link TokenPolicy#inactivityLimit()}. */
    INACTIVITY,
    /** Its owner has {@link TokenPolicy#tokensPerOwner()} live tokens already. */
    TOKENS_PER_OWNER,
    /** It has no name. */
    NAME,
    /** It has scopes beyond {@link TokenPolicy#allowedScopes()}. */
    SCOPES,
    /** A token asked for what only a person may, or for more than it has itself. */
    DELEGATION
  }

  private static final Duration SUGGESTED = Duration.ofDays(90);
  private static final Duration LONGEST_SPREAD = Duration.ofDays(3_660);

  private final Duration defaultLifetime;
  private final @Nullable Duration maximumLifetime;
  private final @Nullable Duration inactivityLimit;
  private final int tokensPerOwner;
  private final boolean nameRequired;
  private final @Nullable Set<String> allowedScopes;
  private final boolean mintingPermitted;
  private final boolean selfRotationPermitted;
  private final Instant enforcedAtUseFrom;
  private final Duration enforcedOver;

  private TokenPolicy(Builder from) {
    this.maximumLifetime = from.maximumLifetime;
    this.defaultLifetime =
        from.defaultLifetime != null
            ? from.defaultLifetime
            : maximumLifetime != null && maximumLifetime.compareTo(SUGGESTED) < 0
                ? maximumLifetime
                : SUGGESTED;
    this.inactivityLimit = from.inactivityLimit;
    this.tokensPerOwner = from.tokensPerOwner;
    this.nameRequired = from.nameRequired;
    this.allowedScopes = from.allowedScopes;
    this.mintingPermitted = from.mintingPermitted;
    this.selfRotationPermitted = from.selfRotationPermitted;
    this.enforcedAtUseFrom = from.enforcedAtUseFrom;
    this.enforcedOver = from.enforcedOver;
  }

  /** The policy in force where none is given: 1,000 live tokens an owner, nothing delegated. */
  public static TokenPolicy standard() {
    return builder().build();
  }

  /** {@link #standard()} with a longest lifetime; tokens that never expire are then refused. */
  public static TokenPolicy maximumLifetime(Duration longest) {
    return builder().maximumLifetime(longest).build();
  }

  /** A builder that begins with {@link #standard()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** The lifetime to suggest to a person; 90 days, or the maximum if that is less. */
  public Duration defaultLifetime() {
    return defaultLifetime;
  }

  /** The longest time from the making of a secret to its expiry; empty if there is no limit. */
  public Optional<Duration> maximumLifetime() {
    return Optional.ofNullable(maximumLifetime);
  }

  /** How long a token may go unused before it is refused; empty if there is no limit. */
  public Optional<Duration> inactivityLimit() {
    return Optional.ofNullable(inactivityLimit);
  }

  /** How many live tokens an owner may have. */
  public int tokensPerOwner() {
    return tokensPerOwner;
  }

  /** Whether a token needs a name. */
  public boolean isNameRequired() {
    return nameRequired;
  }

  /** The scopes that may be granted, with all they imply; empty if all may. */
  public Optional<Set<String>> allowedScopes() {
    return Optional.ofNullable(allowedScopes);
  }

  /** Whether tokens may issue tokens, below themselves. */
  public boolean isMintingPermitted() {
    return mintingPermitted;
  }

  /** Whether a token may rotate itself. */
  public boolean isSelfRotationPermitted() {
    return selfRotationPermitted;
  }

  /**
   * From when on this token is held to the policy, if it is older: see {@link
   * Builder#enforcedAtUseFrom(Instant, Duration)}.
   */
  public Instant enforcedAtUseFrom(TokenId id) {
    requireNonNull(id, "id");
    return enforcedOver.isZero()
        ? enforcedAtUseFrom
        : Expiry.later(enforcedAtUseFrom, share(id, enforcedOver));
  }

  /** A time as people say it, if it is whole days. */
  static String said(Duration time) {
    return !time.isZero() && time.equals(Duration.ofDays(time.toDays()))
        ? time.toDays() + (time.toDays() == 1 ? " day" : " days")
        : time.toString();
  }

  /** Whether a lifetime from one instant to another, or forever, is within the maximum. */
  boolean allowsLifetime(Instant from, Optional<Instant> to) {
    return maximumLifetime == null
        || to.map(end -> Duration.between(from, end).compareTo(maximumLifetime) <= 0).orElse(false);
  }

  /** Whether no row can break it, whatever its times. */
  boolean isTimeless() {
    return maximumLifetime == null && inactivityLimit == null;
  }

  /** The first rule that this row breaks at this time; scopes and names aside. */
  Optional<Rule> brokenBy(StoredToken row, Instant lastActive, Instant now) {
    if (!allowsLifetime(row.issuedAt(), row.expiresAt())) {
      return Optional.of(Rule.LIFETIME);
    }
    if (inactivityLimit != null
        && Duration.between(lastActive, now).compareTo(inactivityLimit) >= 0) {
      return Optional.of(Rule.INACTIVITY);
    }
    return Optional.empty();
  }

  /** A part of the time, from none to almost all, that depends on nothing but the id. */
  private static Duration share(TokenId id, Duration time) {
    long mixed = (id.value() * 0x9E37_79B9_7F4A_7C15L) >>> 11;
    return Duration.ofMillis((long) (time.toMillis() * 0x1p-53 * mixed));
  }

  /** Collects a policy; not thread-safe. No method accepts null. */
  public static final class Builder {
    private @Nullable Duration defaultLifetime;
    private @Nullable Duration maximumLifetime;
    private @Nullable Duration inactivityLimit;
    private int tokensPerOwner = 1_000;
    private boolean nameRequired;
    private @Nullable Set<String> allowedScopes;
    private boolean mintingPermitted;
    private boolean selfRotationPermitted;
    private Instant enforcedAtUseFrom = Instant.MIN;
    private Duration enforcedOver = Duration.ZERO;

    private Builder() {}

    /** Sets the lifetime to suggest. */
    public Builder defaultLifetime(Duration lifetime) {
      this.defaultLifetime = positive("default lifetime", lifetime);
      return this;
    }

    /** Sets the longest lifetime; tokens that never expire are then refused, old ones too. */
    public Builder maximumLifetime(Duration longest) {
      this.maximumLifetime = positive("maximum lifetime", longest);
      return this;
    }

    /** Sets how long a token may go unused. */
    public Builder inactivityLimit(Duration longest) {
      this.inactivityLimit = positive("inactivity limit", longest);
      return this;
    }

    /**
     * Sets how many live tokens an owner may have.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder tokensPerOwner(int most) {
      if (most < 0) {
        throw new IllegalArgumentException("tokens per owner must not be negative, as " + most);
      }
      this.tokensPerOwner = most;
      return this;
    }

    /** Refuses new tokens without a name. */
    public Builder requireName() {
      this.nameRequired = true;
      return this;
    }

    /** Allows only these scopes, and all they imply; an old token keeps no other. */
    public Builder allowedScopes(String... names) {
      this.allowedScopes = Set.of(names);
      return this;
    }

    /**
     * Lets a token issue tokens. Whoever steals it can then make another one, under another name;
     * never with more scopes, a later expiry, or a life after its parent's revocation.
     */
    public Builder permitMintingByTokens() {
      this.mintingPermitted = true;
      return this;
    }

    /** Lets a token rotate itself, never to a later expiry than its own. */
    public Builder permitSelfRotation() {
      this.selfRotationPermitted = true;
      return this;
    }

    /**
     * Lets tokens from before the policy pass until this time, so that their owners can be told;
     * new tokens are held to it at once.
     */
    public Builder enforcedAtUseFrom(Instant time) {
      return enforcedAtUseFrom(time, Duration.ZERO);
    }

    /**
     * As {@link #enforcedAtUseFrom(Instant)}, but not for all of them on one day: each old token is
     * held to the policy from a moment of its own, spread evenly over this long after the time. It
     * follows from the id, so that every node knows the same; {@link
     * TokenPolicy#enforcedAtUseFrom(TokenId)} tells it.
     *
     * @throws IllegalArgumentException if the spread is negative or longer than ten years
     */
    public Builder enforcedAtUseFrom(Instant time, Duration spread) {
      if (spread.isNegative() || spread.compareTo(LONGEST_SPREAD) > 0) {
        throw new IllegalArgumentException(
            "tokens are spread over at most " + LONGEST_SPREAD + ", not " + spread);
      }
      this.enforcedAtUseFrom = requireNonNull(time, "time");
      this.enforcedOver = spread;
      return this;
    }

    /**
     * The policy.
     *
     * @throws IllegalStateException if the default lifetime exceeds the maximum
     */
    public TokenPolicy build() {
      if (defaultLifetime != null
          && maximumLifetime != null
          && defaultLifetime.compareTo(maximumLifetime) > 0) {
        throw new IllegalStateException(
            "the default lifetime, "
                + said(defaultLifetime)
                + ", exceeds the maximum, "
                + said(maximumLifetime));
      }
      return new TokenPolicy(this);
    }

    private static Duration positive(String what, Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("the " + what + " must be positive, not " + time);
      }
      return time;
    }
  }
}
