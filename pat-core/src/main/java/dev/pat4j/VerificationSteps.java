package dev.pat4j;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.internal.IpAddress;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ten steps of a verification, in their order; {@link PersonalAccessTokens#verify(String)} says
 * what each holds. The first that fails decides. Steps 1 and 2 ask nobody; step 4 is one indexed
 * read, or one for each key of the hasher and one more if none finds it; nothing is written.
 */
final class VerificationSteps {

  private static final Logger LOG = LoggerFactory.getLogger(VerificationSteps.class);

  private static final Rejected MALFORMED = new Rejected(RejectionReason.MALFORMED, null);
  private static final Rejected CHECKSUM_MISMATCH =
      new Rejected(RejectionReason.CHECKSUM_MISMATCH, null);
  private static final Rejected UNKNOWN = new Rejected(RejectionReason.UNKNOWN, null);
  private static final Rejected CORRUPT = new Rejected(RejectionReason.CORRUPT, null);

  private final Parts parts;
  private final ForeignFormats foreign;
  private final LastUses lastUses;
  private final Sightings sightings;
  private final Rekeying rekeying;
  private final Deferred deferred;

  /**
   * When and from where a token is presented.
   *
   * @param isUse false if it is only looked up: from no address, hence from each
   */
  private record Circumstances(Instant now, @Nullable String from, boolean isUse) {}

  VerificationSteps(
      Parts parts,
      ForeignFormats foreign,
      LastUses lastUses,
      Sightings sightings,
      Rekeying rekeying,
      Deferred deferred) {
    this.parts = parts;
    this.foreign = foreign;
    this.lastUses = lastUses;
    this.sightings = sightings;
    this.rekeying = rekeying;
    this.deferred = deferred;
  }

  Verification verify(@Nullable String presented, @Nullable String clientAddress) {
    Instant now = parts.now();
    // Only a literal, in its one form, goes on into events and rows: anything else may be a
    // header that a client made up.
    String from = clientAddress == null ? null : IpAddress.canonical(clientAddress).orElse(null);
    Verification outcome = decide(presented, new Circumstances(now, from, true));
    if (outcome instanceof Verified verified) {
      noteUse(verified.token(), from, now);
    } else if (outcome instanceof Rejected rejected && !parts.events().isSilent()) {
      parts
          .events()
          .tell(
              new TokenEvent.Refused(
                  now, rejected.reason(), rejected.tokenId(), Optional.ofNullable(from)));
    }
    return outcome;
  }

  /**
   * What {@link #verify} would say to an allowed address; counted as no use, and told to nobody.
   */
  Verification inspect(String presented) {
    return decide(presented, new Circumstances(parts.now(), null, false));
  }

  /** Steps 6 to 9, for a token whose row was just read, whoever asks: why it is not valid now. */
  Optional<RejectionReason> whyNotValid(AccessToken token, Instant now) {
    if (token.revocation().isPresent()) { // 6 not revoked
      return Optional.of(RejectionReason.REVOKED);
    }
    if (token.isExpiredAt(now)) { // 7 not expired
      return Optional.of(RejectionReason.EXPIRED);
    }
    if (!complies(token, now) && isEnforced(token, now)) { // 8 policy still met
      return Optional.of(RejectionReason.POLICY_NOT_MET);
    }
    if (!parts.isActive(token.owner())) { // 9 owner still active
      return Optional.of(RejectionReason.OWNER_INACTIVE);
    }
    return Optional.empty();
  }

  /** Whether the lifetime, and the last use that is known here, are within the policy of now. */
  boolean complies(AccessToken token, Instant now) {
    return parts.policy().brokenBy(token.row(), lastActive(token), now).isEmpty();
  }

  private Verification decide(@Nullable String presented, Circumstances when) {
    if (presented == null) {
      return MALFORMED;
    }
    boolean shaped = parts.format().hasShape(presented); // 1 shape
    boolean fits = shaped && parts.format().checksumFits(presented); // 2 checksum
    Optional<Verification> outcome =
        fits ? underAnyKey(presented, when) : Optional.<Verification>empty();
    if (outcome.isPresent()) {
      return outcome.get();
    }
    List<ForeignFormat> formats = foreign.claiming(presented); // 1 shape, a foreign one
    if (formats.isEmpty()) {
      return fits ? UNKNOWN : shaped ? CHECKSUM_MISMATCH : MALFORMED;
    }
    return decide(presented, formats, when);
  }

  /** The host's old hash is asked last: it is slow, and not needed any more after the first use. */
  private Verification decide(String presented, List<ForeignFormat> formats, Circumstances when) {
    String hashed = ForeignText.hashed(presented);
    Optional<Verification> outcome = underAnyKey(hashed, when);
    for (ForeignFormat format : formats) {
      if (outcome.isPresent()) {
        break;
      }
      String reference = format.find(presented).orElse(null);
      if (reference != null) {
        outcome =
            lookUp(ForeignText.referred(reference), hashed, when)
                .or(() -> moved(hashed, when)); // re-keyed while the host was asked
      }
    }
    return outcome.orElse(UNKNOWN);
  }

  /** The outcome for the row under the newest key that has one; empty if none has. */
  private Optional<Verification> underAnyKey(String text, Circumstances when) {
    Optional<Verification> outcome = underNewestKey(text, when);
    List<TokenHasher> olderKeys = parts.hasher().older();
    for (TokenHasher older : olderKeys) {
      if (outcome.isPresent()) {
        return outcome;
      }
      outcome = lookUp(older.digest(text), text, when); // 3 digest
    }
    // Once more: it may have been re-keyed between two looks, and must not be called unknown then.
    return outcome.isPresent() || olderKeys.isEmpty() ? outcome : moved(text, when);
  }

  /** Past what a cache remembers: it may still hold that there was nothing here. */
  private Optional<Verification> moved(String text, Circumstances when) {
    TokenDigest digest = parts.hasher().digest(text);
    return parts.store().findByDigestAfresh(digest).map(row -> judge(row, digest, when));
  }

  private Optional<Verification> underNewestKey(String text, Circumstances when) {
    return lookUp(parts.hasher().digest(text), null, when); // 3 digest
  }

  /**
   * The outcome for the row under this digest; empty if there is none.
   *
   * @param rekeyed what the row is to be found by from now on, under the newest key; null if it is
   */
  private Optional<Verification> lookUp(
      TokenDigest digest, @Nullable String rekeyed, Circumstances when) {
    StoredToken row = parts.store().findByDigest(digest).orElse(null); // 4 look-up
    if (row == null) {
      return Optional.empty();
    }
    Verification outcome = judge(row, digest, when);
    if (outcome instanceof Verified && when.isUse() && rekeyed != null) {
      rekeying.note(row, rekeyed);
      deferred.schedule();
    }
    return Optional.of(outcome);
  }

  private Verification judge(StoredToken row, TokenDigest digest, Circumstances when) {
    if (!row.digest().equals(digest)) { // 5 digest compared again
      LOG.error("the store gave token {} for a digest that is not its own", row.id());
      return CORRUPT;
    }
    AccessToken token = parts.read(row).orElse(null);
    if (token == null) {
      return new Rejected(RejectionReason.CORRUPT, row.id());
    }
    Optional<RejectionReason> invalid = whyNotValid(token, when.now()); // 6 to 9
    if (invalid.isPresent()) {
      return new Rejected(invalid.get(), token.id());
    }
    if (when.isUse() && !isAllowed(token, when.from())) { // 10 client address allowed
      return new Rejected(RejectionReason.ADDRESS_NOT_ALLOWED, token.id());
    }
    Scopes scopes = parts.effective(token.owner(), token.scopes());
    return new Verified(token, scopes, parts.catalog());
  }

  private boolean isEnforced(AccessToken token, Instant now) {
    return !now.isBefore(parts.policy().enforcedAtUseFrom(token.id()));
  }

  private Instant lastActive(AccessToken token) {
    Instant stored = token.row().lastActiveAt();
    LastUse latest = lastUses.latest(token);
    return latest != null && latest.at().isAfter(stored) ? latest.at() : stored;
  }

  private static boolean isAllowed(AccessToken token, @Nullable String from) {
    return token.allowedAddresses().isEmpty()
        || token.allowedAddresses().stream().anyMatch(range -> range.contains(from));
  }

  private void noteUse(AccessToken token, @Nullable String from, Instant now) {
    LastUse before = lastUses.latest(token);
    if (lastUses.record(token, now, from)) {
      deferred.schedule();
    }
    sightings.note(token, before, now, from);
  }
}
