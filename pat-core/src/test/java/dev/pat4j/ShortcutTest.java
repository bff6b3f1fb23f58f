package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.internal.AtHand;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The way of a verification that makes no object: the same answers as the long way, or none. */
class ShortcutTest {

  private static final TokenHasher SHA256 = TokenHasher.sha256();

  private static StoredToken row(TokenDigest digest) {
    return StoredToken.builder(new TokenId(7), digest, "sha256", "ada", Instant.EPOCH).build();
  }

  @Test
  void findsWhatTheStoreInMemoryHas() {
    InMemoryTokenStore store = new InMemoryTokenStore();
    StoredToken row = row(SHA256.digest("secret"));
    store.insert(row);
    for (TokenHasher hasher :
        new TokenHasher[] {SHA256, TokenHasher.hmacSha256("k", new byte[32])}) {
      StoredToken keyed = row.toBuilder().digest(hasher.digest("secret"), "k").build();
      store.replace(row, keyed);
      StoredToken current = store.findById(row.id()).orElseThrow();
      assertSame(current, new Shortcut(hasher, store).find("secret"));
      assertNull(new Shortcut(hasher, store).find("another"));
      row = current;
    }
    store.delete(row.id());
    assertNull(new Shortcut(SHA256, store).find("secret"));
  }

  /** Characters are cut down to bytes there: whoever comes that far must have none to lose. */
  @Test
  void noTextIsTakenForTheTokenThatItsLowerBytesSpell() {
    PersonalAccessTokens tokens = PersonalAccessTokens.builder(new InMemoryTokenStore()).build();
    TokenRequest request =
        TokenRequest.forOwner("ada").name("laptop").expiresAfter(Duration.ofDays(1)).build();
    String secret = tokens.issue(request).secret().reveal();
    assertTrue(tokens.verify(secret) instanceof Verified);
    for (int place = 0; place < secret.length(); place++) {
      for (int above : new int[] {0x80, 0x100, 0xFF00}) {
        StringBuilder text = new StringBuilder(secret);
        text.setCharAt(place, (char) (secret.charAt(place) + above));
        Verification refused = tokens.verify(text.toString());
        assertEquals(
            "MALFORMED", refused.fold(token -> "taken", RejectionReason::name), "at " + place);
      }
    }
  }

  @Test
  void findsTheRowOfATextLongerThanAToken() {
    InMemoryTokenStore store = new InMemoryTokenStore();
    String text = "x".repeat(500);
    StoredToken row = row(SHA256.digest(text));
    store.insert(row);
    assertEquals(row, new Shortcut(SHA256, store).find(text));
  }

  @Test
  void believesNoStoreThatHasTheRowOfAnotherAtHand() {
    TokenDigest digest = SHA256.digest("secret");
    for (int word = 0; word < 4; word++) {
      long[] words = new long[4];
      for (int i = 0; i < 4; i++) {
        words[i] = digest.word(i) ^ (i == word ? 1L << 63 : 0);
      }
      StoredToken other = row(TokenDigest.ofWords(words[0], words[1], words[2], words[3]));
      assertNull(
          AtHand.find(
              new Given(other), digest.word(0), digest.word(1), digest.word(2), digest.word(3)));
    }
    StoredToken own = row(digest);
    assertSame(
        own,
        AtHand.find(
            new Given(own), digest.word(0), digest.word(1), digest.word(2), digest.word(3)));
  }

  @Test
  void isNoneForStoresAndHashersOfTheHost() {
    InMemoryTokenStore store = new InMemoryTokenStore();
    store.insert(row(SHA256.digest("secret")));
    assertNull(new Shortcut(SHA256, new DelegatingStore(store)).find("secret"));
    assertNull(
        new Shortcut(SHA256.replacing(TokenHasher.hmacSha256("k", new byte[32])), store)
            .find("secret"));
  }

  private static final class Given extends AtHand {
    private final StoredToken row;

    Given(StoredToken row) {
      this.row = row;
    }

    @Override
    protected @Nullable StoredToken atHand(long a, long b, long c, long d) {
      return row;
    }
  }
}
