package dev.pat4j;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.internal.IpAddress;
import dev.pat4j.internal.Millis;
import dev.pat4j.internal.RowAccess;
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
  private final boolean hasOlderKeys;

  /**
   * When and from where a token is presented.
   *
   * @param now in milliseconds: an instant is made where one is needed, which is seldom
   * @param isUse false if it is only looked up: from no address, hence from each
   */
  private record Circumstances(long now, @Nullable String from, boolean isUse) {

    Instant instant() {
      return Instant.ofEpochMilli(now);
    }
  }

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
    this.hasOlderKeys = !parts.hasher().older().isEmpty();
  }

  Verification verify(@Nullable String presented, @Nullable String clientAddress) {
    long now = parts.nowMillis();
    // Only a literal, in its one form, goes on into events and rows: anything else may be a
    // header that a client made up.
    String from = clientAddress == null ? null : IpAddress.canonical(clientAddress).orElse(null);
    Circumstances when = new Circumstances(now, from, true);
    Verification outcome = decide(presented, when);
    if (outcome instanceof Verified verified) {
      noteUse(verified.token(), when);
    } else if (outcome instanceof Rejected rejected && !parts.events().isSilent()) {
      parts
          .events()
          .tell(
              new TokenEvent.Refused(
                  when.instant(),
                  rejected.reason(),
                  rejected.tokenId(),
                  Optional.ofNullable(from)));
    }
    return outcome;
  }

  /**
   * What {@link #verify} would say to an allowed address; counted as no use, and told to nobody.
   */
  Verification inspect(String presented) {
    return decide(presented, new Circumstances(parts.nowMillis(), null, false));
  }

  /** Steps 6 to 9, for a token whose row was just read, whoever asks: why it is not valid now. */
  @Nullable RejectionReason whyNotValid(AccessToken token, long now) {
    StoredToken row = token.row();
    if (RowAccess.of(row).isRevoked(row)) { // 6 not revoked
      return RejectionReason.REVOKED;
    }
    if (RowAccess.of(row).expiresAt(row) <= now) { // 7 not expired
      return RejectionReason.EXPIRED;
    }
    if (!parts.policy().isTimeless() && breaksPolicy(token, Instant.ofEpochMilli(now))) {
      return RejectionReason.POLICY_NOT_MET; // 8 policy still met
    }
    if (!parts.isActive(token.owner())) { // 9 owner still active
      return RejectionReason.OWNER_INACTIVE;
    }
    return null;
  }

  /** Whether the lifetime, and the last use that is known here, are within the policy of now. */
  boolean complies(AccessToken token, Instant now) {
    return parts.policy().brokenBy(token.row(), lastActive(token), now).isEmpty();
  }

  private boolean breaksPolicy(AccessToken token, Instant now) {
    return !complies(token, now) && isEnforced(token, now);
  }

  private Verification decide(@Nullable String presented, Circumstances when) {
    if (presented == null) {
      return MALFORMED;
    }
    boolean fits = parts.format().checksumFits(presented); // 1 shape, 2 checksum
    Verification outcome = fits ? underAnyKey(presented, when) : null;
    if (outcome != null) {
      return outcome;
    }
    List<ForeignFormat> formats = foreign.claiming(presented); // 1 shape, a foreign one
    if (formats.isEmpty()) {
      return fits ? UNKNOWN : parts.format().hasShape(presented) ? CHECKSUM_MISMATCH : MALFORMED;
    }
    return decide(presented, formats, when);
  }

  /** The host's old hash is asked last: it is slow, and not needed any more after the first use. */
  private Verification decide(String presented, List<ForeignFormat> formats, Circumstances when) {
    String hashed = ForeignText.hashed(presented);
    Verification outcome = underAnyKey(hashed, when);
    for (ForeignFormat format : formats) {
      if (outcome != null) {
        break;
      }
      String reference = format.find(presented).orElse(null);
      if (reference != null) {
        outcome = lookUp(ForeignText.referred(reference), hashed, when);
        outcome = outcome == null ? moved(hashed, when) : outcome; // re-keyed meanwhile
      }
    }
    return outcome == null ? UNKNOWN : outcome;
  }

  /** The outcome for the row under the newest key that has one; null if none has. */
  private @Nullable Verification underAnyKey(String text, Circumstances when) {
    Verification outcome = lookUp(parts.hasher().digest(text), null, when); // 3 digest
    return outcome != null || !hasOlderKeys ? outcome : underOlderKeys(text, when);
  }

  private @Nullable Verification underOlderKeys(String text, Circumstances when) {
    for (TokenHasher older : parts.hasher().older()) {
      Verification outcome = lookUp(older.digest(text), text, when); // 3 digest
      if (outcome != null) {
        return outcome;
      }
    }
    // Once more: it may have been re-keyed between two looks, and must not be called unknown then.
    return moved(text, when);
  }

  /** Past what a cache remembers: it may still hold that there was nothing here. */
  private @Nullable Verification moved(String text, Circumstances when) {
    TokenDigest digest = parts.hasher().digest(text);
    StoredToken row = parts.store().findByDigestAfresh(digest).orElse(null);
    return row == null ? null : judge(row, digest, when);
  }

  /**
   * The outcome for the row under this digest; null if there is none.
   *
   * @param rekeyed what the row is to be found by from now on, under the newest key; null if it is
   */
  private @Nullable Verification lookUp(
      TokenDigest digest, @Nullable String rekeyed, Circumstances when) {
    StoredToken row = parts.store().findByDigest(digest).orElse(null); // 4 look-up
    if (row == null) {
      return null;
    }
    Verification outcome = judge(row, digest, when);
    if (rekeyed != null && outcome instanceof Verified && when.isUse()) {
      rekeying.note(row, rekeyed);
      deferred.schedule();
    }
    return outcome;
  }

  private Verification judge(StoredToken row, TokenDigest digest, Circumstances when) {
    if (!RowAccess.of(row).hasDigest(row, digest)) { // 5 digest compared again
      LOG.error("the store gave token {} for a digest that is not its own", row.id());
      return CORRUPT;
    }
    AccessToken token = parts.readOrNull(row);
    if (token == null) {
      return new Rejected(RejectionReason.CORRUPT, row.id());
    }
    RejectionReason invalid = whyNotValid(token, when.now()); // 6 to 9
    if (invalid != null) {
      return new Rejected(invalid, token.id());
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

  /** Once a minute for each token, unless somebody listens for addresses that are new. */
  private void noteUse(AccessToken token, Circumstances when) {
    StoredToken row = token.row();
    int minute = LastUses.minuteOf(when.now());
    if (RowAccess.of(row).noted(row) == minute && parts.events().isSilent()) {
      return;
    }
    LastUse before = lastUses.latest(token);
    boolean isNews = lastUses.record(token, when.instant(), when.from());
    if (isNews) {
      deferred.schedule();
    }
    if (isNews || (before != null && LastUses.minuteOf(Millis.of(before.at())) >= minute)) {
      RowAccess.of(row).note(row, minute);
    }
    sightings.note(token, before, when.instant(), when.from());
  }
}
