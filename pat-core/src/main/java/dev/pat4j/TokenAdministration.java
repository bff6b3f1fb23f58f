package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.internal.Text;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All tokens of all owners, for administrators and for the host's own housekeeping. Never give it
 * to whoever presented a token.
 *
 * <p>Thread-safe; no method accepts null. Every method throws {@link
 * dev.pat4j.store.TokenStoreException} if the store breaks.
 */
public final class TokenAdministration {

  private static final int PURGE_BATCH = 1_000;

  /** So that a store which never says it is done keeps nobody for ever. */
  private static final int MOST_BATCHES = 1_000;

  private final Parts parts;
  private final Revocations revocations;
  private final VerificationSteps steps;
  private final ExpiryWarnings warnings;
  private final LastUses lastUses;
  private final Importer importer;
  private final Issuer issuer;

  TokenAdministration(
      Parts parts,
      Revocations revocations,
      VerificationSteps steps,
      ExpiryWarnings warnings,
      LastUses lastUses,
      Importer importer,
      Issuer issuer) {
    this.parts = parts;
    this.revocations = revocations;
    this.steps = steps;
    this.warnings = warnings;
    this.lastUses = lastUses;
    this.importer = importer;
    this.issuer = issuer;
  }

  /**
   * One page of the tokens that match, in ascending order of id. For the next, ask again with
   * {@link TokenQuery#after} the last id. Rows that cannot be read are left out, and reported in
   * the log.
   */
  public List<AccessToken> search(TokenQuery query) {
    return parts.store().find(query).stream()
        .flatMap(row -> parts.read(row).stream())
        .map(lastUses::upToDate)
        .toList();
  }

  /** Every token that matches, page by page as the stream is consumed. */
  public Stream<AccessToken> stream(TokenQuery query) {
    return Pages.of(parts.store(), query)
        .flatMap(row -> parts.read(row).stream())
        .map(lastUses::upToDate);
  }

  /**
   * The tokens that were granted this scope, directly or by implication.
   *
   * @throws IllegalArgumentException if it is not in the catalogue
   */
  public Stream<AccessToken> streamGranted(String scope) {
    return stream(TokenQuery.all().withAnyScope(Set.copyOf(parts.catalog().sufficientFor(scope))));
  }

  /**
   * The live tokens among those that match which do not meet the policy of now: refused at their
   * next use, or once {@link TokenPolicy.Builder#enforcedAtUseFrom} has come.
   */
  public Stream<AccessToken> notComplying(TokenQuery query) {
    return stream(query.liveAt(parts.now())).filter(token -> !steps.complies(token, parts.now()));
  }

  /** The token with this id, whoever owns it. */
  public Optional<AccessToken> find(TokenId id) {
    return parts.store().findById(id).flatMap(parts::read).map(lastUses::upToDate);
  }

  /**
   * What this text is, said to whoever may ask about tokens but does not use them: the reader of a
   * leak report, an application that checks what it was given. As {@link
   * PersonalAccessTokens#verify(String)} from an allowed address, but no last use is recorded, no
   * event told, no row moved to a new key.
   */
  public Verification inspect(String presented) {
    return steps.inspect(requireNonNull(presented, "presented"));
  }

  /**
   * Issues a token to an owner on somebody else's request, as {@link PersonalAccessTokens#issue}
   * does. {@link AccessToken#issuedBy} says whose, in {@link TokenEvent.Issued} and for as long as
   * the token exists.
   *
   * @param by who does it, for the audit: 1 to 255 characters
   * @throws PolicyViolationException if the policy forbids it
   * @throws IllegalArgumentException if a scope is not in the catalogue, or the expiry not in the
   *     future
   */
  public IssuedToken issue(TokenRequest request, String by) {
    return issuer.issue(requireNonNull(request, "request").issuedBy(by));
  }

  /**
   * Revokes a token, and with it whatever was minted with it.
   *
   * @param by who does it, for the audit: 1 to 255 characters
   * @param reason why; may be empty
   * @return false if there is none with this id, or it was revoked before
   */
  public boolean revoke(TokenId id, String by, String reason) {
    return revocations.revoke(id, revocation(by, reason));
  }

  /**
   * Revokes all tokens of an owner, for example when the owner leaves; their successors, too, if
   * some are being rotated.
   *
   * @return how many were revoked
   */
  public int revokeAllOf(String owner, String by, String reason) {
    return revocations.revokeAllOf(owner, revocation(by, reason));
  }

  /**
   * Takes over a token of an older system, whose text works on here as one of a {@link
   * ForeignFormat}: no token need die because its host moves.
   *
   * <p>It is not held to the policy now, since that would kill it: it may be older, live longer, or
   * be one more than is allowed. It is at its use, as every token from before the policy; {@link
   * TokenPolicy.Builder#enforcedAtUseFrom(Instant, Duration)} puts that off, each token to a moment
   * of its own, and {@link #notComplying} finds beforehand whom to tell. Scopes that the policy
   * does not allow are imported, and grant nothing.
   *
   * <p>An import may be run again after a crash: what is there is left as it is, and returned. A
   * token that kept its {@link TokenImport.Builder#id id} is known again whatever happened to it
   * since, unless it was deleted or purged. Without one it is known by its SHA-256 until it is
   * regenerated, by a reference until its first use as well; after that it would be imported a
   * second time, and its old text live again. So mark in the old table what was imported, or give
   * the id.
   *
   * @return the token; {@link TokenEvent.Imported} is told of it if it was not there before
   * @throws IllegalArgumentException if a scope is not in the catalogue
   * @throws TokenStateException if another token, of another owner or time of creation, is
   *     recognised by the same, or has its id; the message names it. Nothing is changed
   */
  public AccessToken importToken(TokenImport old) {
    return importer.importToken(requireNonNull(old, "import"));
  }

  /**
   * Removes the rows of tokens that have been revoked or expired for longer than this, in bounded
   * batches, at most a million rows at one call.
   *
   * @return how many were removed
   * @throws IllegalArgumentException if the time is negative
   */
  public int purge(Duration deadFor) {
    if (deadFor.isNegative()) {
      throw new IllegalArgumentException("only what is dead can be purged, not in " + deadFor);
    }
    Instant now = parts.now();
    if (deadFor.compareTo(Duration.between(Instant.EPOCH, now)) > 0) {
      return 0;
    }
    Instant deadBefore = now.minus(deadFor);
    int all = 0;
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      int removed = parts.store().purge(deadBefore, PURGE_BATCH);
      all += removed;
      if (removed < PURGE_BATCH) {
        break;
      }
    }
    return all;
  }

  /**
   * Tells listeners of tokens that will expire within a threshold, once for each token and
   * threshold even if several nodes do this at the same time. To be called by the host's own
   * scheduler, about once an hour.
   *
   * @return how many events were told
   */
  public int announceExpiring() {
    return warnings.announce();
  }

  private Revocation revocation(String by, String reason) {
    return new Revocation(parts.now(), Text.required("actor", by), Text.optional("reason", reason));
  }
}
