package dev.pat4j;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts tokens of an older system into the store, each once however often it is told to. */
final class Importer {

  private static final int TRIES = 8;

  private final Parts parts;
  private final Issuer issuer;

  Importer(Parts parts, Issuer issuer) {
    this.parts = parts;
    this.issuer = issuer;
  }

  /** Looks first, at every attempt: another may be importing the same token. */
  AccessToken importToken(TokenImport old) {
    String scopes = written(old);
    List<Key> keys = keys(old);
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<AccessToken> there = find(old, keys);
      if (there.isPresent()) {
        return there.get();
      }
      TokenId id = old.id().isPresent() ? old.id().get() : issuer.id(attempt);
      AccessToken token = parts.readable(keys.get(0).row(old, id, scopes));
      if (parts.store().insert(token.row())) {
        parts.events().tell(new TokenEvent.Imported(parts.now(), token));
        return token;
      }
    }
    throw new TokenStoreException("the store refused " + TRIES + " new ids in a row", null);
  }

  private String written(TokenImport old) {
    try {
      return Issuer.written(parts.catalog().parse(String.join(" ", old.scopes())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          old + ": " + e.getMessage() + "; declare it, as retired(...) if it is to grant nothing",
          e);
    }
  }

  /** What it is to be found by first, then what it may have been found by when keys were others. */
  private List<Key> keys(TokenImport old) {
    TokenDigest sha256 = old.sha256().orElse(null);
    if (sha256 == null) {
      return List.of(new Key(ForeignText.referred(old.reference()), TokenImport.BY_REFERENCE));
    }
    List<Key> keys = new ArrayList<>();
    keys.add(Key.under(parts.hasher(), sha256));
    parts.hasher().older().forEach(hasher -> keys.add(Key.under(hasher, sha256)));
    return keys;
  }

  /** What an earlier import made of it. */
  private Optional<AccessToken> find(TokenImport old, List<Key> keys) {
    for (Key key : keys) {
      StoredToken row = parts.store().findByDigest(key.digest()).orElse(null);
      if (row != null && !row.digest().equals(key.digest())) {
        throw new TokenStoreException(
            "the store gave token " + row.id() + " for a digest that is not its own", null);
      }
      if (row != null) {
        String clash = "is recognised by the same: it is twice in the old table";
        return Optional.of(same(old, row, clash));
      }
    }
    return old.id()
        .flatMap(parts.store()::findById)
        .map(row -> same(old, row, "has the same id: leave id(...) out to have another drawn"));
  }

  private AccessToken same(TokenImport old, StoredToken row, String clash) {
    if (!old.became(row)) {
      throw new TokenStateException(
          row.id(),
          "is of another owner or another time of creation than " + old + ", and " + clash);
    }
    return parts.readable(row);
  }

  private record Key(TokenDigest digest, String keyId) {

    static Key under(TokenHasher hasher, TokenDigest sha256) {
      return new Key(hasher.digest(ForeignText.hashed(sha256)), hasher.keyId());
    }

    StoredToken row(TokenImport old, TokenId id, String scopes) {
      return old.row(id, digest, keyId, scopes);
    }
  }
}
