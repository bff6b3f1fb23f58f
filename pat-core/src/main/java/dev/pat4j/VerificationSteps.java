package dev.pat4j;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.internal.IpAddress;
import dev.pat4j.internal.Millis;
import dev.pat4j.internal.RowAccess;
import dev.pat4j.internal.Spelling;
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
  private final List<String> prefixes;
  private final Shortcut shortcut;
  private final ForeignFormats foreign;
  private final LastUses lastUses;
  private final Sightings sightings;
  private final Rekeying rekeying;
  private final Deferred deferred;
  private final boolean hasOlderKeys;

  VerificationSteps(
      Parts parts,
      Shortcut shortcut,
      ForeignFormats foreign,
      LastUses lastUses,
      Sightings sightings,
      Rekeying rekeying,
      Deferred deferred) {
    this.parts = parts;
    this.prefixes = parts.format().prefixes();
    this.shortcut = shortcut;
    this.foreign = foreign;
    this.lastUses = lastUses;
    this.sightings = sightings;
    this.rekeying = rekeying;
    this.deferred = deferred;
    this.hasOlderKeys = !parts.hasher().older().isEmpty();
  }

  Verification verify(@Nullable String presented, @Nullable String clientAddress) {
    Spelling spelling = spellingOf(presented); // 1 shape, 2 checksum
    if (presented == null || (spelling != Spelling.TOKEN && foreign.isEmpty())) {
      Rejected junk = nothingFor(spelling);
      if (!parts.events().isSilent()) { // otherwise not worth a look at the clock
        tell(junk, parts.nowMillis(), canonical(clientAddress));
      }
      return junk;
    }
    long now = parts.nowMillis();
    String from = canonical(clientAddress);
    Verification outcome = decide(presented, spelling, now, from, true);
    if (outcome instanceof Verified verified) {
      noteUse(verified.token(), now, from);
    } else if (outcome instanceof Rejected rejected && !parts.events().isSilent()) {
      tell(rejected, now, from);
    }
    return outcome;
  }

  /**
   * What {@link #verify} would say to an allowed address; counted as no use, and told to nobody.
   */
  Verification inspect(String presented) {
    return decide(presented, spellingOf(presented), parts.nowMillis(), null, false);
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

  private Spelling spellingOf(@Nullable String presented) {
    return presented == null ? Spelling.NO_TOKEN : Spelling.of(presented, prefixes);
  }

  /**
   * When it is presented, {@code now}, is in milliseconds here: an instant is made where one is
   * needed, which is seldom.
   *
   * @param isUse false if it is only looked up: from no address, hence from each
   */
  private Verification decide(
      String presented, Spelling spelling, long now, @Nullable String from, boolean isUse) {
    boolean isToken = spelling == Spelling.TOKEN;
    Verification outcome = isToken ? underAnyKey(presented, now, from, isUse) : null;
    if (outcome != null) {
      return outcome;
    }
    List<ForeignFormat> formats = foreign.claiming(presented); // 1 shape, a foreign one
    return formats.isEmpty() ? nothingFor(spelling) : decide(presented, formats, now, from, isUse);
  }

  /** The host's old hash is asked last: it is slow, and not needed any more after the first use. */
  private Verification decide(
      String presented,
      List<ForeignFormat> formats,
      long now,
      @Nullable String from,
      boolean isUse) {
    String hashed = ForeignText.hashed(presented);
    Verification outcome = underAnyKey(hashed, now, from, isUse);
    for (ForeignFormat format : formats) {
      if (outcome != null) {
        break;
      }
      String reference = format.find(presented).orElse(null);
      if (reference != null) {
        outcome = lookUp(ForeignText.referred(reference), hashed, now, from, isUse);
        outcome = outcome == null ? moved(hashed, now, from, isUse) : outcome; // re-keyed meanwhile
      }
    }
    return outcome == null ? UNKNOWN : outcome;
  }

  /**
   * The outcome for the row under the newest key that has one; null if none has.
   *
   * @param text spelled as a token, or the hash of a foreign one: ASCII in either case
   */
  private @Nullable Verification underAnyKey(
      String text, long now, @Nullable String from, boolean isUse) {
    StoredToken row = shortcut.find(text); // 3 digest, 4 look-up, 5 digest compared again
    if (row != null) {
      return judge(row, now, from, isUse);
    }
    TokenDigest digest = parts.hasher().digest(text); // 3 digest
    Verification outcome = lookUp(digest, null, now, from, isUse);
    return outcome != null || !hasOlderKeys ? outcome : underOlderKeys(text, now, from, isUse);
  }

  private @Nullable Verification underOlderKeys(
      String text, long now, @Nullable String from, boolean isUse) {
    for (TokenHasher older : parts.hasher().older()) {
      Verification outcome = lookUp(older.digest(text), text, now, from, isUse); // 3 digest
      if (outcome != null) {
        return outcome;
      }
    }
    // Once more: it may have been re-keyed between two looks, and must not be called unknown then.
    return moved(text, now, from, isUse);
  }

  /** Past what a cache remembers: it may still hold that there was nothing here. */
  private @Nullable Verification moved(
      String text, long now, @Nullable String from, boolean isUse) {
    TokenDigest digest = parts.hasher().digest(text);
    StoredToken row = parts.store().findByDigestAfresh(digest).orElse(null);
    return row == null ? null : judge(row, digest, now, from, isUse);
  }

  /**
   * The outcome for the row under this digest; null if there is none.
   *
   * @param rekeyed what the row is to be found by from now on, under the newest key; null if it is
   */
  private @Nullable Verification lookUp(
      TokenDigest digest,
      @Nullable String rekeyed,
      long now,
      @Nullable String from,
      boolean isUse) {
    StoredToken row = parts.store().findByDigest(digest).orElse(null); // 4 look-up
    if (row == null) {
      return null;
    }
    Verification outcome = judge(row, digest, now, from, isUse);
    if (rekeyed != null && outcome instanceof Verified && isUse) {
      rekeying.note(row, rekeyed);
      deferred.schedule();
    }
    return outcome;
  }

  private Verification judge(
      StoredToken row, TokenDigest digest, long now, @Nullable String from, boolean isUse) {
    if (!RowAccess.of(row).hasDigest(row, digest)) { // 5 digest compared again
      LOG.error("the store gave token {} for a digest that is not its own", row.id());
      return CORRUPT;
    }
    return judge(row, now, from, isUse);
  }

  private Verification judge(StoredToken row, long now, @Nullable String from, boolean isUse) {
    AccessToken token = parts.readOrNull(row);
    if (token == null) {
      return new Rejected(RejectionReason.CORRUPT, row.id());
    }
    RejectionReason invalid = whyNotValid(token, now); // 6 to 9
    if (invalid != null) {
      return new Rejected(invalid, token.id());
    }
    if (isUse && !isAllowed(token, from)) { // 10 client address allowed
      return new Rejected(RejectionReason.ADDRESS_NOT_ALLOWED, token.id());
    }
    Scopes scopes = parts.effective(token.owner(), token.scopes());
    return new Verified(token, scopes, parts.catalog());
  }

  /** The refusal of a text that is spelled so and under which nothing is found. */
  private static Rejected nothingFor(Spelling spelling) {
    return spelling == Spelling.TOKEN
        ? UNKNOWN
        : spelling == Spelling.MISTYPED ? CHECKSUM_MISMATCH : MALFORMED;
  }

  /**
   * The address if it is a literal, in its one form: anything else may be a header that a client
   * made up, and goes into no event and no row.
   */
  private static @Nullable String canonical(@Nullable String clientAddress) {
    return clientAddress == null ? null : IpAddress.canonical(clientAddress).orElse(null);
  }

  private void tell(Rejected refusal, long now, @Nullable String from) {
    parts
        .events()
        .tell(
            new TokenEvent.Refused(
                Instant.ofEpochMilli(now),
                refusal.reason(),
                refusal.tokenId(),
                Optional.ofNullable(from)));
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
  private void noteUse(AccessToken token, long now, @Nullable String from) {
    StoredToken row = token.row();
    int minute = LastUses.minuteOf(now);
    if (RowAccess.of(row).noted(row) == minute && parts.events().isSilent()) {
      return;
    }
    Instant instant = Instant.ofEpochMilli(now);
    LastUse before = lastUses.latest(token);
    boolean isNews = lastUses.record(token, instant, from);
    if (isNews) {
      deferred.schedule();
    }
    if (isNews || (before != null && LastUses.minuteOf(Millis.of(before.at())) >= minute)) {
      RowAccess.of(row).note(row, minute);
    }
    sightings.note(token, before, instant, from);
  }
}
