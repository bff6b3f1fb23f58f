package dev.pat4j.hash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A hasher and those it replaces, flattened: what an older one replaced follows it. */
final class RotatingHasher implements TokenHasher {

  private final TokenHasher newest;
  private final List<TokenHasher> older;

  RotatingHasher(TokenHasher newest, List<TokenHasher> replaced) {
    List<TokenHasher> all = new ArrayList<>(newest.older());
    for (TokenHasher hasher : replaced) {
      all.add(hasher);
      all.addAll(hasher.older());
    }
    Set<String> seen = new HashSet<>(Set.of(newest.keyId()));
    for (TokenHasher hasher : all) {
      if (!seen.add(hasher.keyId())) {
        throw new IllegalArgumentException(
            "two hashers are named '" + hasher.keyId() + "': each key needs a name of its own");
      }
    }
    this.newest = newest;
    this.older = List.copyOf(all);
  }

  @Override
  public String keyId() {
    return newest.keyId();
  }

  @Override
  public TokenDigest digest(String token) {
    return newest.digest(token);
  }

  @Override
  public List<TokenHasher> older() {
    return older;
  }

  @Override
  public String toString() {
    return "TokenHasher["
        + keyId()
        + ", replacing "
        + String.join(", ", older.stream().map(TokenHasher::keyId).toList())
        + "]";
  }
}
