package dev.pat4j.jdbc;

import dev.pat4j.Fights;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Look-ups that share round trips against a change of what they read: each is answered what it
 * could have read by itself, and none is left waiting.
 */
public class SharedTripsLinearizabilityTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final TokenDigest DIGEST = TokenDigest.ofBytes(new byte[32]);
  private static final StoredToken ROW =
      StoredToken.builder(new TokenId(1), DIGEST, "k1", "ada", START).build();
  private static final StoredToken REVOKED =
      ROW.toBuilder().revocation(new Revocation(START, "ada", "lost")).build();

  private final AtomicReference<StoredToken> table = new AtomicReference<>(ROW);

  private final SharedTrips trips =
      new SharedTrips(
          new SharedTrips.Reading() {
            @Override
            public Optional<StoredToken> byDigest(TokenDigest digest) {
              return Optional.of(table.get());
            }

            @Override
            public Optional<Map<TokenDigest, StoredToken>> byDigests(List<TokenDigest> digests) {
              return Optional.of(Map.of(DIGEST, table.get()));
            }
          },
          1,
          Duration.ofDays(1_000));

  @Operation
  public String lookUp() {
    return trips.byDigest(DIGEST).orElseThrow().revocation().isPresent() ? "revoked" : "valid";
  }

  @Operation
  public void revoke() {
    table.set(REVOKED);
  }

  @Test
  @DisplayName("threat 28: no order of threads lets a look-up share a trip that had begun before")
  void noOrderOfThreadsSharesATripThatHadBegun() {
    Fights fights = new Fights(getClass());
    List<Actor> lookUp = List.of(fights.call("lookUp"));
    List<Actor> revokeAndLookUp = List.of(fights.call("revoke"), fights.call("lookUp"));
    fights
        .end(fights.call("lookUp"))
        .atOnce(List.of(lookUp, lookUp))
        .atOnce(List.of(lookUp, revokeAndLookUp))
        .atOnce(List.of(lookUp, lookUp, lookUp))
        .atOnce(List.of(lookUp, lookUp, revokeAndLookUp))
        .andNoOthers()
        .check();
  }
}
