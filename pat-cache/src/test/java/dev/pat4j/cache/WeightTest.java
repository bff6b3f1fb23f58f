package dev.pat4j.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStore;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What an entry costs, measured on the heap: the figure that the documentation may give. */
class WeightTest {

  private static final int ENTRIES = 100_000;

  @Test
  void aTokenWithAllFieldsCostsLessThanAKilobyteAndAnUnknownDigestAFractionOfThat() {
    long token = bytesPerEntry(answering(digest -> Optional.of(row(digest))));
    long unknown = bytesPerEntry(answering(digest -> Optional.empty()));

    System.out.println(
        "bytes on the heap: " + token + " for a token, " + unknown + " for an unknown digest");
    // Twice what is measured where references take four bytes: they may take eight.
    assertTrue(token < 1_320, () -> token + " bytes for a token");
    assertTrue(unknown < 300, () -> unknown + " bytes for an unknown digest");
  }

  /** A store that keeps nothing itself, and has an answer to this one question. */
  private static TokenStore answering(Function<TokenDigest, Optional<StoredToken>> question) {
    return (TokenStore)
        Proxy.newProxyInstance(
            WeightTest.class.getClassLoader(),
            new Class<?>[] {TokenStore.class},
            (proxy, method, arguments) -> question.apply((TokenDigest) arguments[0]));
  }

  private static long bytesPerEntry(TokenStore store) {
    CachingTokenStore cached =
        CachingTokenStore.builder(store, HandFeed.connectedAtOnce())
            .maximumTokens(ENTRIES)
            .maximumUnknown(ENTRIES)
            .build();
    long before = heapInUse();
    for (int i = 0; i < ENTRIES; i++) {
      cached.findByDigest(digest(i));
    }
    long after = heapInUse();
    CachingTokenStore.Statistics held = cached.statistics();
    assertEquals(ENTRIES, held.tokens() + held.unknown());
    return (after - before) / ENTRIES;
  }

  /** Whatever a database hands out: nothing in it is shared with another row. */
  private static StoredToken row(TokenDigest digest) {
    int number = ByteBuffer.wrap(digest.toBytes()).getInt();
    Instant time = Instant.ofEpochMilli(1_772_366_400_000L + number);
    return StoredToken.builder(
            new TokenId(number + 1L), digest(number), text("k1"), text("user-" + number), time)
        .name(text("laptop of user-" + number))
        .scopes(text("gist repo:read user:email"))
        .attributes(Map.of(text("purpose"), text("deploy")))
        .lastEight(text("aB3dE6gH"))
        .expiresAt(time.plusSeconds(86_400))
        .lastUse(new LastUse(time.plusSeconds(60), Optional.of(text("192.0.2.200"))))
        .build();
  }

  private static TokenDigest digest(int number) {
    byte[] bytes = new byte[TokenDigest.LENGTH];
    ByteBuffer.wrap(bytes).putInt(number).putInt(number * 0x9E3779B9);
    return TokenDigest.ofBytes(bytes);
  }

  private static String text(String shared) {
    return new String(shared.toCharArray());
  }

  private static long heapInUse() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      runtime.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
