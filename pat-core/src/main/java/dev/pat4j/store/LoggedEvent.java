package dev.pat4j.store;

import static java.util.Objects.requireNonNull;

import dev.pat4j.internal.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an {@link EventLog}: that something happened to a token. Holds no secret. Owners,
 * actors and details are written by people: escape them where they are shown. Immutable and
 * thread-safe; no method accepts null.
 *
 * <p>A kind is a short name, so that a log can be read by an older node than the one that wrote it,
 * and a host may add kinds of its own: show those not known by their name. The kinds of this
 * library are the constants.
 */
public final class LoggedEvent {

  /**
   * Issued; the actor is the administrator who had it issued, if it was not the owner, and the
   * detail the id of the token by or in place of which it was, if any.
   */
  public static final String ISSUED = "issued";

  /** Taken over from an older system. */
  public static final String IMPORTED = "imported";

  /** Accepted for the first time; with the address, if known. */
  public static final String FIRST_USED = "first-used";

  /** Accepted from an address it was not lately used from. */
  public static final String NEW_ADDRESS = "new-address";

  /** Changed; the detail names what: {@code name}, {@code scopes}, {@code addresses}, … */
  public static final String CHANGED = "changed";

  /** Given a new secret; the old one is dead. */
  public static final String REGENERATED = "regenerated";

  /** Retired by a rotation; the detail is the id of its successor. */
  public static final String ROTATED = "rotated";

  /** Revoked; the actor is who did it, the detail why. */
  public static final String REVOKED = "revoked";

  /** About to expire; the detail is the threshold, as {@code PT168H}. */
  public static final String EXPIRING = "expiring";

  /** Deleted for good. */
  public static final String DELETED = "deleted";

  private static final Pattern KIND = Pattern.compile("[a-z][a-z-]{0,31}");

  private final Instant at;
  private final TokenId tokenId;
  private final String owner;
  private final String kind;
  private final @Nullable String actor;
  private final @Nullable String address;
  private final @Nullable String detail;

  private LoggedEvent(
      Instant at,
      TokenId tokenId,
      String owner,
      String kind,
      @Nullable String actor,
      @Nullable String address,
      @Nullable String detail) {
    this.at = at;
    this.tokenId = tokenId;
    this.owner = owner;
    this.kind = kind;
    this.actor = actor;
    this.address = address;
    this.detail = detail;
  }

  /**
   * An entry without actor, address and detail.
   *
   * @param at the time, cut to milliseconds
   * @param owner 1 to 255 characters
   * @param kind one of the constants, or the host's own: 1 to 32 lower case letters and dashes
   * @throws IllegalArgumentException if a text is not of that form
   */
  public static LoggedEvent of(Instant at, TokenId tokenId, String owner, String kind) {
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException(
          "the kind of an event is 1 to 32 lower case letters and dashes, for example "
              + FIRST_USED);
    }
    return new LoggedEvent(
        at.truncatedTo(ChronoUnit.MILLIS),
        requireNonNull(tokenId, "token id"),
        Text.required("owner", owner),
        kind,
        null,
        null,
        null);
  }

  /**
   * This entry, done by that person or program.
   *
   * @throws IllegalArgumentException unless it is 1 to 255 characters
   */
  public LoggedEvent by(String who) {
    String checked = Text.required("actor", who);
    return new LoggedEvent(at, tokenId, owner, kind, checked, address, detail);
  }

  /**
   * This entry, from that address.
   *
   * @throws IllegalArgumentException unless it is 1 to 255 characters
   */
  public LoggedEvent from(String where) {
    String checked = Text.required("address", where);
    return new LoggedEvent(at, tokenId, owner, kind, actor, checked, detail);
  }

  /**
   * This entry, with that to be said of it.
   *
   * @throws IllegalArgumentException unless it is 1 to 255 characters
   */
  public LoggedEvent saying(String what) {
    String checked = Text.required("detail", what);
    return new LoggedEvent(at, tokenId, owner, kind, actor, address, checked);
  }

  /** When it happened. */
  public Instant at() {
    return at;
  }

  /** The token it happened to. */
  public TokenId tokenId() {
    return tokenId;
  }

  /** Whose token it was. */
  public String owner() {
    return owner;
  }

  /** What happened: one of the constants, or another short name. */
  public String kind() {
    return kind;
  }

  /** Who did it, if it is known to be another than the owner. */
  public Optional<String> actor() {
    return Optional.ofNullable(actor);
  }

  /** The address it came from, if known. */
  public Optional<String> address() {
    return Optional.ofNullable(address);
  }

  /** What else there is to say; each kind tells what it means there. */
  public Optional<String> detail() {
    return Optional.ofNullable(detail);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LoggedEvent that
        && at.equals(that.at)
        && tokenId.equals(that.tokenId)
        && owner.equals(that.owner)
        && kind.equals(that.kind)
        && Objects.equals(actor, that.actor)
        && Objects.equals(address, that.address)
        && Objects.equals(detail, that.detail);
  }

  @Override
  public int hashCode() {
    return Objects.hash(at, tokenId, owner, kind, actor, address, detail);
  }

  /** Time, kind and token. */
  @Override
  public String toString() {
    return "LoggedEvent[" + at + ", " + kind + ", token=" + tokenId + "]";
  }
}
