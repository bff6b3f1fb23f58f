package dev.pat4j;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.internal.Text;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStoreException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes secrets and ids, holds new tokens against the policy, and puts them into the store. */
final class Issuer {

  /** How many ids are drawn before the store, not chance, is to blame. */
  private static final int TRIES = 8;

  /** The bound of ids that an old client can hold in an int. */
  private static final long SHORT = 1L << 31;

  private final Parts parts;

  Issuer(Parts parts) {
    this.parts = parts;
  }

  IssuedToken issue(TokenRequest request) {
    Instant now = parts.now();
    return issue(new Grant(request, Bounds.of(request, parts.catalog(), now), now, null));
  }

  /** Issues what was granted, unless the policy is against it. */
  IssuedToken issue(Grant grant) {
    String owner = grant.request().owner();
    parts.checkName(grant.request().name());
    parts.checkAllowed(grant.bounds().scopes());
    checkLifetime(grant.now(), grant.bounds().expiresAt());
    checkRoom(owner, grant.now(), 1);
    Fresh fresh = fresh();
    StoredToken row = insert(grant, fresh);
    checkRoomAgain(owner, grant.now(), () -> parts.store().delete(row.id()));
    AccessToken token = parts.readable(row);
    parts.events().tell(new TokenEvent.Issued(grant.now(), token));
    return fresh.issued(token);
  }

  private StoredToken insert(Grant grant, Fresh fresh) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      StoredToken row = grant.row(id(attempt), fresh);
      if (parts.store().insert(row)) {
        return row;
      }
    }
    throw new TokenStoreException("the store refused " + TRIES + " new ids in a row", null);
  }

  /** A random id: short at the first attempt, of the full width after a collision. */
  TokenId id(int attempt) {
    long bound = attempt == 0 ? SHORT : TokenId.MAXIMUM + 1;
    long random53 = parts.random().nextLong() >>> 11;
    return new TokenId(1 + random53 % (bound - 1));
  }

  /** A new secret. */
  Fresh fresh() {
    String text = parts.format().generate(parts.random());
    return new Fresh(text, parts.hasher().digest(text), parts.hasher().keyId());
  }

  void checkLifetime(Instant from, Optional<Instant> to) {
    if (!parts.policy().allowsLifetime(from, to)) {
      throw new PolicyViolationException(
          TokenPolicy.Rule.LIFETIME,
          "a token may live at most "
              + TokenPolicy.said(parts.policy().maximumLifetime().orElseThrow())
              + ", this one was to live "
              + to.map(end -> "until " + end).orElse("forever"));
    }
  }

  /** Refuses what would give the owner so many more live tokens than the policy allows. */
  void checkRoom(String owner, Instant now, int more) {
    int most = parts.policy().tokensPerOwner();
    TokenQuery live = TokenQuery.all().ownedBy(owner).liveAt(now);
    if (Pages.of(parts.store(), live).limit(most + 1L).count() + more > most) {
      throw new PolicyViolationException(
          TokenPolicy.Rule.TOKENS_PER_OWNER,
          "an owner may have at most " + most + " live tokens; delete one first");
    }
  }

  /**
   * Undoes what was just added if it is too much: several may have passed the check before. Then it
   * may be that none of them keeps what it added, but never more than there is room for. Undoes it,
   * too, if the store breaks here: nobody would ever see the secret.
   */
  void checkRoomAgain(String owner, Instant now, Runnable undo) {
    try {
      checkRoom(owner, now, 0);
    } catch (PolicyViolationException e) {
      undo.run();
      throw e;
    } catch (TokenStoreException e) {
      undoIfPossible(undo, e);
      throw e;
    }
  }

  private static void undoIfPossible(Runnable undo, TokenStoreException why) {
    try {
      undo.run();
    } catch (TokenStoreException stillBroken) {
      why.addSuppressed(stillBroken);
    }
  }

  static String written(Scopes scopes) {
    return Text.list("scopes", scopes.toString());
  }

  /** What was asked for, and as much of it as is given. */
  record Grant(TokenRequest request, Bounds bounds, Instant now, @Nullable TokenId mintedBy) {

    StoredToken row(TokenId id, Fresh fresh) {
      return fresh
          .row(id, request.owner(), now)
          .name(request.name())
          .scopes(written(bounds.scopes()))
          .expiresAt(bounds.expiresAt().orElse(null))
          .allowedAddresses(AddressRange.written(bounds.addresses()))
          .attributes(request.attributes())
          .mintedBy(mintedBy)
          .build();
    }
  }

  /** A secret that was just made, and its digest under the newest key. */
  record Fresh(String text, TokenDigest digest, String keyId) {

    StoredToken.Builder row(TokenId id, String owner, Instant now) {
      return StoredToken.builder(id, digest, keyId, owner, now).lastEight(lastEight());
    }

    StoredToken.Builder into(StoredToken.Builder row) {
      return row.digest(digest, keyId).lastEight(lastEight());
    }

    IssuedToken issued(AccessToken token) {
      return new IssuedToken(new Secret(text), token);
    }

    private String lastEight() {
      return text.substring(text.length() - 8);
    }

    @Override
    public String toString() {
      return "Fresh[hidden]";
    }
  }
}
