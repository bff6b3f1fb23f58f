package dev.pat4j.hash;

import static java.util.Objects.requireNonNull;

import dev.pat4j.internal.AtHand;
import dev.pat4j.internal.WordHasher;
import dev.pat4j.store.StoredToken;
import java.security.GeneralSecurityException;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** HMAC-SHA-256 under a named key. Every Java platform must have it. */
final class HmacSha256Hasher implements TokenHasher, WordHasher {

  private static final int SHORTEST_KEY = 32;
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");

  private final String keyId;
  private final Workshop workshop;

  HmacSha256Hasher(String keyId, byte[] key) {
    if (!KEY_ID.matcher(requireNonNull(keyId, "keyId")).matches()) {
      throw new IllegalArgumentException(
          "hash key id '" + keyId + "' must be 1 to 32 letters, digits, dots, dashes, underscores");
    }
    if (keyId.equals(Sha256Hasher.INSTANCE.keyId())) {
      throw new IllegalArgumentException("hash key id '" + keyId + "' means SHA-256 without a key");
    }
    if (key.length < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          "hash key '"
              + keyId
              + "' must have at least "
              + SHORTEST_KEY
              + " random bytes, it has "
              + key.length);
    }
    this.keyId = keyId;
    SecretKeySpec copy = new SecretKeySpec(key, "HmacSHA256");
    this.workshop = new Workshop(() -> tool(copy));
  }

  @Override
  public String keyId() {
    return keyId;
  }

  @Override
  public TokenDigest digest(String token) {
    return workshop.digest(token);
  }

  @Override
  public @Nullable StoredToken find(String ascii, AtHand store) {
    return workshop.find(ascii, store);
  }

  private static Workshop.Tool tool(SecretKeySpec key) {
    Mac mac;
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks HMAC-SHA-256", e);
    }
    return (text, length, result) -> {
      mac.update(text, 0, length);
      mac.doFinal(result, 0);
    };
  }

  @Override
  public String toString() {
    return "TokenHasher[" + keyId + "]";
  }
}
