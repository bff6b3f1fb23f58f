package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.TokenStoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the host's hasher: its name and the keys it replaces are read once, and a failure
 * is a breakdown that says nothing of what was hashed.
 */
final class DistrustfulHasher implements TokenHasher {

  private final TokenHasher hasher;
  private final String keyId;
  private final List<TokenHasher> older;

  DistrustfulHasher(TokenHasher hasher) {
    this.hasher = hasher;
    this.keyId = requireNonNull(hasher.keyId(), "keyId");
    if (keyId.equals(TokenImport.BY_REFERENCE)) {
      throw new IllegalArgumentException(
          "hash key id '" + keyId + "' means rows imported by reference: name the key otherwise");
    }
    this.older = hasher.older().stream().<TokenHasher>map(DistrustfulHasher::new).toList();
  }

  @Override
  public String keyId() {
    return keyId;
  }

  @Override
  public TokenDigest digest(String token) {
    @Nullable TokenDigest digest;
    try {
      digest = hasher.digest(token);
    } catch (Exception e) {
      // Neither its message nor its cause: both may hold the token.
      TokenStoreException failure = failed(e.getClass().getName());
      failure.setStackTrace(e.getStackTrace());
      throw failure;
    }
    if (digest == null) {
      throw failed("it returned null");
    }
    return digest;
  }

  @Override
  public List<TokenHasher> older() {
    return older;
  }

  private TokenStoreException failed(String how) {
    return new TokenStoreException("the token hasher '" + keyId + "' failed: " + how, null);
  }
}
