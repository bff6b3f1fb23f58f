package dev.pat4j.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens to find: {@code TokenQuery.all().ownedBy("ada").neverUsed()}. Every condition that
 * is said must hold; {@link #all()} says none.
 *
 * <p>Pages are cut by id: ask again with {@link #after} the last id of a page until a page is
 * shorter than {@link #limit()}. Instants are cut to milliseconds, as those of rows are. Immutable
 * and thread-safe; no method accepts null.
 */
public final class TokenQuery {

  /** The longest page. */
  public static final int MAXIMUM_LIMIT = 1_000;

  /** Longer than from the year 1 to the year 9999. */
  private static final Duration LONGEST = Duration.ofDays(10_000 * 366L);

  private static final TokenQuery ALL = new TokenQuery(new Conditions());

  private final Conditions conditions;

  private TokenQuery(Conditions conditions) {
    this.conditions = conditions;
  }

  /** Every token, 100 a page. */
  public static TokenQuery all() {
    return ALL;
  }

  /** Of this owner, compared exactly. */
  public TokenQuery ownedBy(String owner) {
    Conditions next = conditions.copy();
    next.owner = requireNonNull(owner, "owner");
    return new TokenQuery(next);
  }

  /** Neither revoked nor expired at this time. */
  public TokenQuery liveAt(Instant time) {
    Conditions next = conditions.copy();
    next.liveAt = cut(time);
    return new TokenQuery(next);
  }

  /** Revoked, or else never revoked. */
  public TokenQuery revoked(boolean revoked) {
    Conditions next = conditions.copy();
    next.revoked = revoked;
    return new TokenQuery(next);
  }

  /** {@linkplain StoredToken#lastActiveAt() Last active} before this time. */
  public TokenQuery inactiveSince(Instant time) {
    Conditions next = conditions.copy();
    next.inactiveSince = cut(time);
    return new TokenQuery(next);
  }

  /** Never used. */
  public TokenQuery neverUsed() {
    Conditions next = conditions.copy();
    next.neverUsed = true;
    return new TokenQuery(next);
  }

  /** Expiring at {@code from} or later but before {@code to}. */
  public TokenQuery expiringBetween(Instant from, Instant to) {
    Conditions next = conditions.copy();
    next.expiringFrom = cut(from);
    next.expiringTo = cut(to);
    return new TokenQuery(next);
  }

  /**
   * Due to be warned of at this threshold, and not warned of yet: it expires, was not {@linkplain
   * StoredToken#rotatedAt() rotated away}, and its secret was {@linkplain StoredToken#issuedAt()
   * made}, and its last warning {@linkplain StoredToken#expiryWarnedAt() sent}, longer than the
   * threshold before its expiry; or no warning was. Whether its end is near enough by now is for
   * {@link #expiringBetween} to say.
   *
   * @param threshold cut to milliseconds, and to ten thousand years, since no two instants of a row
   *     are farther apart: a store can count in milliseconds without overflow
   * @throws IllegalArgumentException if it is negative
   */
  public TokenQuery unwarnedWithin(Duration threshold) {
    if (threshold.isNegative()) {
      throw new IllegalArgumentException(
          "a warning is due a time before the expiry, not " + threshold);
    }
    Conditions next = conditions.copy();
    next.unwarnedWithin =
        threshold.compareTo(LONGEST) < 0 ? threshold.truncatedTo(ChronoUnit.MILLIS) : LONGEST;
    return new TokenQuery(next);
  }

  /** Whose row names at least one of these scopes; what a scope implies is not looked at. */
  public TokenQuery withAnyScope(Set<String> scopes) {
    Conditions next = conditions.copy();
    next.anyScope = Set.copyOf(scopes);
    return new TokenQuery(next);
  }

  /** Of this family: a token and all that it was rotated into. */
  public TokenQuery ofFamily(TokenId family) {
    Conditions next = conditions.copy();
    next.family = requireNonNull(family, "family");
    return new TokenQuery(next);
  }

  /** Minted with the power of this token. */
  public TokenQuery mintedBy(TokenId parent) {
    Conditions next = conditions.copy();
    next.mintedBy = requireNonNull(parent, "parent");
    return new TokenQuery(next);
  }

  /** Whose digest was made under this {@code keyId} of a hasher. */
  public TokenQuery hashedUnder(String keyId) {
    Conditions next = conditions.copy();
    next.hashKeyId = requireNonNull(keyId, "keyId");
    return new TokenQuery(next);
  }

  /** With an id greater than this one: the next page. */
  public TokenQuery after(TokenId last) {
    Conditions next = conditions.copy();
    next.after = requireNonNull(last, "last");
    return new TokenQuery(next);
  }

  /**
   * At most so many a page.
   *
   * @throws IllegalArgumentException unless it is from 1 to {@value #MAXIMUM_LIMIT}
   */
  public TokenQuery limit(int limit) {
    if (limit < 1 || limit > MAXIMUM_LIMIT) {
      throw new IllegalArgumentException(
          "a page has from 1 to " + MAXIMUM_LIMIT + " tokens, not " + limit);
    }
    Conditions next = conditions.copy();
    next.limit = limit;
    return new TokenQuery(next);
  }

  /** What {@link #ownedBy} said. */
  public Optional<String> owner() {
    return Optional.ofNullable(conditions.owner);
  }

  /** What {@link #liveAt} said. */
  public Optional<Instant> liveAt() {
    return Optional.ofNullable(conditions.liveAt);
  }

  /** What {@link #revoked(boolean)} said. */
  public Optional<Boolean> revoked() {
    return Optional.ofNullable(conditions.revoked);
  }

  /** What {@link #inactiveSince(Instant)} said. */
  public Optional<Instant> inactiveSince() {
    return Optional.ofNullable(conditions.inactiveSince);
  }

  /** Whether {@link #neverUsed()} was said. */
  public boolean isNeverUsed() {
    return conditions.neverUsed;
  }

  /** The first instant that {@link #expiringBetween} includes. */
  public Optional<Instant> expiringFrom() {
    return Optional.ofNullable(conditions.expiringFrom);
  }

  /** The first instant that {@link #expiringBetween} no longer includes. */
  public Optional<Instant> expiringTo() {
    return Optional.ofNullable(conditions.expiringTo);
  }

  /** What {@link #unwarnedWithin(Duration)} said. */
  public Optional<Duration> unwarnedWithin() {
    return Optional.ofNullable(conditions.unwarnedWithin);
  }

  /** What {@link #withAnyScope} said. */
  public Optional<Set<String>> anyScope() {
    return Optional.ofNullable(conditions.anyScope);
  }

  /** What {@link #ofFamily} said. */
  public Optional<TokenId> family() {
    return Optional.ofNullable(conditions.family);
  }

  /** What {@link #mintedBy(TokenId)} said. */
  public Optional<TokenId> mintedBy() {
    return Optional.ofNullable(conditions.mintedBy);
  }

  /** What {@link #hashedUnder} said. */
  public Optional<String> hashKeyId() {
    return Optional.ofNullable(conditions.hashKeyId);
  }

  /** What {@link #after(TokenId)} said. */
  public Optional<TokenId> after() {
    return Optional.ofNullable(conditions.after);
  }

  /** The longest page wanted; 100 if not said. */
  public int limit() {
    return conditions.limit;
  }

  /**
   * Whether this row is one of those asked for, {@link #limit()} aside: the meaning of every
   * condition, for a store to call or to translate.
   */
  public boolean matches(StoredToken token) {
    return conditions.hold(requireNonNull(token, "token"));
  }

  private static Instant cut(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The conditions, mutable only between a copy and the query that keeps it. */
  private static final class Conditions {
    @Nullable String owner;
    @Nullable Instant liveAt;
    @Nullable Boolean revoked;
    @Nullable Instant inactiveSince;
    boolean neverUsed;
    @Nullable Instant expiringFrom;
    @Nullable Instant expiringTo;
    @Nullable Duration unwarnedWithin;
    @Nullable Set<String> anyScope;
    @Nullable TokenId family;
    @Nullable TokenId mintedBy;
    @Nullable String hashKeyId;
    @Nullable TokenId after;
    int limit = 100;

    Conditions copy() {
      Conditions copy = new Conditions();
      copy.owner = owner;
      copy.liveAt = liveAt;
      copy.revoked = revoked;
      copy.inactiveSince = inactiveSince;
      copy.neverUsed = neverUsed;
      copy.expiringFrom = expiringFrom;
      copy.expiringTo = expiringTo;
      copy.unwarnedWithin = unwarnedWithin;
      copy.anyScope = anyScope;
      copy.family = family;
      copy.mintedBy = mintedBy;
      copy.hashKeyId = hashKeyId;
      copy.after = after;
      copy.limit = limit;
      return copy;
    }

    boolean hold(StoredToken token) {
      return (owner == null || owner.equals(token.owner()))
          && (liveAt == null || (token.revocation().isEmpty() && !token.isExpiredAt(liveAt)))
          && (revoked == null || revoked == token.revocation().isPresent())
          && (inactiveSince == null || token.lastActiveAt().isBefore(inactiveSince))
          && (!neverUsed || token.lastUse().isEmpty())
          && expires(token)
          && (unwarnedWithin == null || isUnwarned(token, unwarnedWithin))
          && (anyScope == null || anyScope.stream().anyMatch(token::namesScope))
          && (family == null || family.equals(token.family()))
          && (mintedBy == null || mintedBy.equals(token.mintedBy().orElse(null)))
          && (hashKeyId == null || hashKeyId.equals(token.hashKeyId()))
          && (after == null || after.compareTo(token.id()) < 0);
    }

    private boolean expires(StoredToken token) {
      if (expiringFrom == null || expiringTo == null) {
        return true;
      }
      Instant expiry = token.expiresAt().orElse(null);
      return expiry != null && !expiry.isBefore(expiringFrom) && expiry.isBefore(expiringTo);
    }

    private static boolean isUnwarned(StoredToken token, Duration threshold) {
      Instant expiry = token.expiresAt().orElse(null);
      if (expiry == null || token.rotatedAt().isPresent()) {
        return false;
      }
      Instant warned = token.expiryWarnedAt().orElse(Instant.MIN);
      Instant latest = warned.isAfter(token.issuedAt()) ? warned : token.issuedAt();
      return Duration.between(latest, expiry).compareTo(threshold) > 0;
    }
  }
}
