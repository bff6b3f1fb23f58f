package dev.pat4j.hash;

import dev.pat4j.internal.AtHand;
import dev.pat4j.internal.WordHasher;
import dev.pat4j.store.StoredToken;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** SHA-256 without a key. Every Java platform must have it. */
final class Sha256Hasher implements TokenHasher, WordHasher {

  static final Sha256Hasher INSTANCE = new Sha256Hasher();

  private final Workshop workshop = new Workshop(Sha256Hasher::tool);

  private Sha256Hasher() {}

  @Override
  public String keyId() {
    return "sha256";
  }

  @Override
  public TokenDigest digest(String token) {
    return workshop.digest(token);
  }

  @Override
  public @Nullable StoredToken find(String ascii, AtHand store) {
    return workshop.find(ascii, store);
  }

  private static Workshop.Tool tool() {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
    return (text, length, result) -> {
      sha256.update(text, 0, length);
      sha256.digest(result, 0, result.length);
    };
  }

  @Override
  public String toString() {
    return "TokenHasher[" + keyId() + "]";
  }
}
