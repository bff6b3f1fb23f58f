package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.TokenStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Personal access tokens: issuing, verifying and managing them. The one door of this library.
 *
 * <pre>{@code
 * PersonalAccessTokens tokens = PersonalAccessTokens.builder(store)
 *     .format(TokenFormat.withPrefix("acme"))
 *     .scopes(ScopeCatalog.builder().scope("repo:read", "Read repositories").build())
 *     .build();
 *
 * IssuedToken issued = tokens.issue(TokenRequest.forOwner("ada")
 *     .name("laptop").scopes("repo:read").expiresAfter(Duration.ofDays(90)).build());
 * String once = issued.secret().reveal();
 *
 * Verification outcome = tokens.verify(once).requiring("repo:read");
 * }</pre>
 *
 * <p>Build it once. Immutable and thread-safe, blocking, friendly to virtual threads, with no
 * thread of its own. Close it at the end, so that the last uses that wait in memory are written.
 *
 * <p><b>Security guarantees</b>: a token in plain text leaves by {@link Secret#reveal()} once and
 * is kept nowhere; a row found is compared again whatever the store says; a token never gives more
 * than it was granted, nor more than its owner may do now; a store that breaks lets nobody in.
 */
public final class PersonalAccessTokens implements TokenVerifier, AutoCloseable {

  private final Parts parts;
  private final Issuer issuer;
  private final Revocations revocations;
  private final Lifecycle lifecycle;
  private final LastUses lastUses;
  private final Deferred deferred;
  private final VerificationSteps steps;
  private final Delegation delegation;
  private final TokenAdministration administration;

  private PersonalAccessTokens(Builder from) {
    Scopes allowed =
        from.policy.allowedScopes().map(from.scopes::of).orElseGet(() -> all(from.scopes));
    this.parts =
        new Parts(
            new DistrustfulStore(from.store),
            from.format,
            from.scopes,
            new DistrustfulHasher(from.hasher),
            from.policy,
            allowed,
            from.owners,
            from.clock,
            from.random,
            new Events(from.listeners));
    this.issuer = new Issuer(parts);
    this.revocations = new Revocations(parts);
    this.lifecycle = new Lifecycle(parts, issuer, revocations);
    this.lastUses = new LastUses(parts.store());
    Rekeying rekeying = new Rekeying(parts.store(), parts.hasher());
    this.deferred = new Deferred(lastUses, rekeying, from.lastUseInterval, from.executor);
    this.steps =
        new VerificationSteps(
            parts,
            new Shortcut(from.hasher, from.store),
            new ForeignFormats(from.foreignFormats),
            lastUses,
            new Sightings(parts.events()),
            rekeying,
            deferred);
    this.delegation = new Delegation(parts, issuer, lifecycle, revocations, steps);
    this.administration =
        new TokenAdministration(
            parts,
            revocations,
            steps,
            new ExpiryWarnings(parts, from.expiryWarnings),
            lastUses,
            new Importer(parts, issuer),
            issuer);
  }

  /** Begins with this store and a default for all else; each is told at its setter. */
  public static Builder builder(TokenStore store) {
    return new Builder(requireNonNull(store, "store"));
  }

  /**
   * Issues a token.
   *
   * @throws IllegalArgumentException if a scope is not in the catalogue, or the expiry not in the
   *     future
   * @throws PolicyViolationException if the policy does not allow it
   * @throws dev.pat4j.store.TokenStoreException if the store broke; nothing usable was issued
   */
  public IssuedToken issue(TokenRequest request) {
    return issuer.issue(requireNonNull(request, "request"));
  }

  /** {@link #verify(String, String)} for a client whose address is not known. */
  public Verification verify(@Nullable String presented) {
    return verify(presented, null);
  }

  /**
   * Verifies a presented token, in these steps, of which the first that fails decides:
   *
   * <ol>
   *   <li>shape: an accepted prefix, an underscore, 36 characters of the alphabet
   *   <li>checksum: the last six fit the thirty before
   *   <li>digest: the text is hashed
   *   <li>look-up: the store has a row under that digest
   *   <li>digest compared again: the row is the one that was asked for, and can be read
   *   <li>not revoked
   *   <li>not expired: at {@link AccessToken#expiresAt()} it is
   *   <li>policy still met
   *   <li>owner still active
   *   <li>client address allowed
   * </ol>
   *
   * <p>Only then scopes, by {@link Verification#requiring(String...)}: whether somebody is known is
   * one question, what they may do another. A token that fails step 1 or 2 never reaches the store;
   * any other costs one read, while no keys are being rotated. Nothing is written.
   *
   * <p>A {@link ForeignFormat} adds a shape to step 1 and has no checksum. In step 3 the SHA-256 of
   * such a text is hashed, and in step 4, if that finds nothing, the row is looked up that the
   * format names. A text of the own format that finds nothing goes that way too, if it also has the
   * foreign shape. All other steps are the same.
   */
  @Override
  public Verification verify(@Nullable String presented, @Nullable String clientAddress) {
    return steps.verify(presented, clientAddress);
  }

  /** The tokens of this owner, who must come from the host's own authentication of a person. */
  public OwnedTokens ownedBy(String owner) {
    return new OwnedTokens(parts, lifecycle, revocations, lastUses, owner);
  }

  /** All tokens of all owners, for administrators. */
  public TokenAdministration administration() {
    return administration;
  }

  /**
   * Issues a token with the power of a presented one, and below it: what is asked for is cut to the
   * parent's present scopes, expiry and addresses. When the parent is revoked, regenerated or
   * deleted, this one is revoked; when the parent is cut, or retired by a rotation, this one is cut
   * along. Attributes are those of the request: a host to whom they mean a restriction carries them
   * over.
   *
   * @throws PolicyViolationException unless the policy {@linkplain
   *     TokenPolicy.Builder#permitMintingByTokens permits it} and the owner is the parent's
   * @throws TokenStateException if the parent is no longer valid
   */
  public IssuedToken mint(Verified parent, TokenRequest request) {
    return delegation.mint(requireNonNull(parent, "parent"), requireNonNull(request, "request"));
  }

  /**
   * Rotates a presented token by its own power, as {@link OwnedTokens#rotate} but never to a later
   * expiry.
   *
   * @throws PolicyViolationException unless the policy {@linkplain
   *     TokenPolicy.Builder#permitSelfRotation permits it}
   * @throws TokenStateException if the token is no longer valid; or if it was rotated before, which
   *     says that it was copied: then its whole family has been revoked
   */
  public IssuedToken rotate(Verified presented, Duration overlap) {
    return delegation.rotate(
        requireNonNull(presented, "presented"), requireNonNull(overlap, "overlap"));
  }

  @Override
  public ScopeCatalog scopeCatalog() {
    return parts.catalog();
  }

  /** How tokens are written. */
  public TokenFormat format() {
    return parts.format();
  }

  /** What the host allows. */
  public TokenPolicy policy() {
    return parts.policy();
  }

  /** Writes the last uses that wait in memory, now. A failure is logged, not thrown. */
  public void flush() {
    deferred.flush();
  }

  /**
   * Writes the last uses that wait in memory, and schedules no more. The store is not closed: close
   * it afterwards, for what it cannot take any more is lost, which is logged.
   */
  @Override
  public void close() {
    deferred.close();
  }

  private static Scopes all(ScopeCatalog catalog) {
    return catalog.of(catalog.scopes().stream().map(scope -> scope.name()).toList());
  }

  /** Collects what the library is built from; not thread-safe. No method accepts null. */
  public static final class Builder {
    private final TokenStore store;
    private final List<TokenListener> listeners = new ArrayList<>();
    private final List<ForeignFormat> foreignFormats = new ArrayList<>();
    private TokenFormat format = TokenFormat.withPrefix("pat");
    private ScopeCatalog scopes = ScopeCatalog.empty();
    private TokenHasher hasher = TokenHasher.sha256();
    private TokenPolicy policy = TokenPolicy.standard();
    private OwnerDirectory owners = owner -> true;
    private InstantSource clock = InstantSource.system();
    private SecureRandom random = new SecureRandom();
    private Executor executor = ForkJoinPool.commonPool();
    private Duration lastUseInterval = Duration.ofMinutes(1);
    private List<Duration> expiryWarnings =
        List.of(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(1));

    private Builder(TokenStore store) {
      this.store = store;
    }

    /** How tokens are written; the prefix is {@code pat} if not said. */
    public Builder format(TokenFormat newFormat) {
      this.format = requireNonNull(newFormat, "format");
      return this;
    }

    /** The scopes there are; none if not said. */
    public Builder scopes(ScopeCatalog catalog) {
      this.scopes = requireNonNull(catalog, "scopes");
      return this;
    }

    /**
     * How tokens are hashed; SHA-256 if not said. Its key ids, and the hashers it replaces, are
     * read once, at {@link #build()}.
     */
    public Builder hasher(TokenHasher newHasher) {
      this.hasher = requireNonNull(newHasher, "hasher");
      return this;
    }

    /** What is allowed; {@link TokenPolicy#standard()} if not said. */
    public Builder policy(TokenPolicy newPolicy) {
      this.policy = requireNonNull(newPolicy, "policy");
      return this;
    }

    /**
     * Adds a format of tokens that an older system made and that were {@linkplain
     * TokenAdministration#importToken imported}; none if not said. Take it out again when none of
     * them is left.
     */
    public Builder foreignFormat(ForeignFormat format) {
      foreignFormats.add(requireNonNull(format, "foreign format"));
      return this;
    }

    /** Who is active and may do what; if not said, every owner is and may do all. */
    public Builder owners(OwnerDirectory directory) {
      this.owners = requireNonNull(directory, "owners");
      return this;
    }

    /** Adds one to those who are told of events. */
    public Builder listener(TokenListener listener) {
      listeners.add(requireNonNull(listener, "listener"));
      return this;
    }

    /** The only clock; the system's if not said. */
    public Builder clock(InstantSource source) {
      this.clock = requireNonNull(source, "clock");
      return this;
    }

    /** The only source of chance; the platform's default if not said. */
    public Builder random(SecureRandom source) {
      this.random = requireNonNull(source, "random");
      return this;
    }

    /** Runs the writing of last uses; the common pool if not said. */
    public Builder executor(Executor newExecutor) {
      this.executor = requireNonNull(newExecutor, "executor");
      return this;
    }

    /**
     * How long last uses wait in memory before they are written; a minute if not said. A crash
     * loses at most so much of them, and nothing else. Where several libraries in one process share
     * a store in memory, or a cache, each use is written by the one that met it first in its
     * minute: give them the same interval.
     *
     * @throws IllegalArgumentException unless it is from a millisecond to a day
     */
    public Builder lastUseInterval(Duration interval) {
      if (interval.compareTo(Duration.ofMillis(1)) < 0
          || interval.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException(
            "the last use interval is from a millisecond to a day, not " + interval);
      }
      this.lastUseInterval = interval;
      return this;
    }

    /**
     * How long before expiry to warn; 30, 7 and 1 days if not said, never if none is given.
     *
     * @throws IllegalArgumentException unless each is positive
     */
    public Builder expiryWarnings(Duration... thresholds) {
      for (Duration threshold : requireNonNull(thresholds, "expiry warnings")) {
        if (threshold.isNegative() || threshold.isZero()) {
          throw new IllegalArgumentException(
              "an expiry warning comes a positive time before, not " + threshold);
        }
      }
      this.expiryWarnings = Arrays.asList(thresholds.clone());
      return this;
    }

    /**
     * The library.
     *
     * @throws IllegalArgumentException if the policy allows a scope that is not in the catalogue, a
     *     key of the hasher is named {@link TokenImport#BY_REFERENCE}, or the policy's inactivity
     *     limit is so short that a token in use might meet it, since last uses are written late and
     *     cut to the minute
     */
    public PersonalAccessTokens build() {
      Duration least = lastUseInterval.plusMinutes(1);
      policy
          .inactivityLimit()
          .filter(limit -> limit.compareTo(least) <= 0)
          .ifPresent(
              limit -> {
                throw new IllegalArgumentException(
                    "the inactivity limit must be longer than the last use interval and a minute, "
                        + least
                        + ", not "
                        + limit);
              });
      return new PersonalAccessTokens(this);
    }
  }
}
