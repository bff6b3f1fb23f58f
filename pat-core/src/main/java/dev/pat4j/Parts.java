package dev.pat4j;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.internal.Millis;
import dev.pat4j.internal.RowAccess;
import dev.pat4j.internal.Text;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every operation works with: the store, the rules, time and chance. */
record Parts(
    TokenStore store,
    TokenFormat format,
    ScopeCatalog catalog,
    TokenHasher hasher,
    TokenPolicy policy,
    Scopes allowedByPolicy,
    OwnerDirectory owners,
    InstantSource clock,
    SecureRandom random,
    Events events) {

  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  /** Now, cut to milliseconds: the one look at the clock of an operation. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** As {@link #now()}, as a number; the clock of the system makes no object for it. */
  long nowMillis() {
    try {
      return clock.millis();
    } catch (ArithmeticException beyond) {
      return Millis.of(clock.instant());
    }
  }

  /**
   * The row as a token; empty, and an error in the log, if it cannot be read: a scope that was
   * never declared, an address range that is none, nobody's token.
   */
  Optional<AccessToken> read(StoredToken row) {
    return Optional.ofNullable(readOrNull(row));
  }

  /** As {@link #read}; null if it cannot be read. */
  @Nullable AccessToken readOrNull(StoredToken row) {
    try {
      if (!RowAccess.of(row).hasReadableOwner(row)) {
        Text.required("owner", row.owner()); // says what is wrong
      }
      return new AccessToken(row, catalog.parse(row.scopes()), ranges(row.allowedAddresses()));
    } catch (IllegalArgumentException e) {
      LOG.error("the row of token {} is corrupt and is refused: {}", row.id(), e.getMessage());
      return null;
    }
  }

  /** As {@link #read}, for a row that must be readable to go on. */
  AccessToken readable(StoredToken row) {
    return read(row)
        .orElseThrow(
            () -> new TokenStoreException("the row of token " + row.id() + " is corrupt", null));
  }

  /**
   * Puts a changed row in the place of this one: the token it is then, or empty for a lost race.
   */
  Optional<AccessToken> replace(StoredToken row, StoredToken.Builder updated) {
    AccessToken after = readable(updated.version(row.version() + 1).build());
    return store.replace(row, after.row()) ? Optional.of(after) : Optional.empty();
  }

  /** Refuses scopes beyond those that the policy allows. */
  void checkAllowed(Scopes scopes) {
    if (!allowedByPolicy.covers(scopes)) {
      throw new PolicyViolationException(
          TokenPolicy.Rule.SCOPES,
          "the scopes '" + scopes + "' go beyond '" + allowedByPolicy + "'");
    }
  }

  /** Refuses a blank name where the policy requires one. */
  void checkName(String name) {
    if (policy.isNameRequired() && name.isBlank()) {
      throw new PolicyViolationException(TokenPolicy.Rule.NAME, "a token needs a name");
    }
  }

  /** Whether the owner may act; a directory that fails is a breakdown. */
  boolean isActive(String owner) {
    try {
      return owners.isActive(owner);
    } catch (Exception e) { // every one, since not every language checks them
      throw failed(e);
    }
  }

  /** The granted scopes, cut to the policy and to what the owner may do now. */
  Scopes effective(String owner, Scopes granted) {
    Scopes allowed = granted.intersect(allowedByPolicy);
    try {
      return owners.rightsOf(owner, allowed).intersect(allowed);
    } catch (Exception e) { // every one, since not every language checks them
      throw failed(e);
    }
  }

  /** A directory that fails in whatever way is a breakdown. */
  private static TokenStoreException failed(Exception e) {
    return new TokenStoreException("the owner directory failed", e);
  }

  private static List<AddressRange> ranges(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ", -1)).map(AddressRange::parse).toList();
  }
}
