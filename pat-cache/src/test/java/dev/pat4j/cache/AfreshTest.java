package dev.pat4j.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.ChangeFeed;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A token that another node re-keys is not called unknown for what this one remembers. */
class AfreshTest {

  private static final TokenHasher OLD = TokenHasher.hmacSha256("k1", new byte[32]);
  private static final TokenHasher NEW =
      TokenHasher.hmacSha256("k2", "0123456789abcdef0123456789abcdef".getBytes(UTF_8))
          .replacing(OLD);

  private final InMemoryTokenStore store = new InMemoryTokenStore();

  @Test
  void aTokenThatWasReKeyedElsewhereBeforeThatWasHeardIsKnown() {
    String secret;
    try (PersonalAccessTokens before = PersonalAccessTokens.builder(store).hasher(OLD).build()) {
      secret = before.issue(TokenRequest.forOwner("ada").neverExpires().build()).secret().reveal();
    }
    try (CachingTokenStore cached = CachingTokenStore.builder(store, deaf()).build();
        PersonalAccessTokens node = PersonalAccessTokens.builder(cached).hasher(NEW).build()) {
      TokenDigest moved = NEW.digest(secret);
      assertEquals(Optional.empty(), cached.findByDigest(moved), "now remembered as unknown");
      StoredToken row = store.find(TokenQuery.all()).get(0);
      store.replace(row, row.toBuilder().digest(moved, "k2").build());
      assertEquals(Optional.empty(), cached.findByDigest(moved), "and still is");
      assertInstanceOf(Verified.class, node.verify(secret));
    }
  }

  /** Connected and current, but slower than the test. */
  private static ChangeFeed deaf() {
    return subscriber -> {
      subscriber.connected();
      return new ChangeFeed.Subscription() {
        @Override
        public boolean isCurrent() {
          return true;
        }

        @Override
        public void close() {}
      };
    };
  }
}
