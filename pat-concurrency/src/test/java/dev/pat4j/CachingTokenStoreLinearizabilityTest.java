package dev.pat4j;

import dev.pat4j.cache.CachingTokenStore;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStoreException;
import java.time.Instant;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Look-ups through a cache against changes of the same token, made through the cache, behind it and
 * told, or during an outage: whatever the threads are answered, a store without a cache could have
 * answered in some order, too. One look-up each: of two, the second may still be told what was,
 * while a change behind the cache is made and not yet told.
 */
public class CachingTokenStoreLinearizabilityTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final TokenDigest DIGEST = TokenDigest.ofBytes(new byte[32]);
  private static final StoredToken ROW =
      StoredToken.builder(new TokenId(1), DIGEST, "k1", "ada", START).build();
  private static final StoredToken REVOKED =
      ROW.toBuilder().revocation(new Revocation(START, "ada", "lost")).build();

  private final OneTokenStore store = new OneTokenStore();
  private final CachingTokenStore cached = CachingTokenStore.builder(store, store).build();

  @Operation
  public String lookUp() {
    return cached
        .findByDigest(DIGEST)
        .map(row -> row.revocation().isPresent() ? "revoked" : "valid")
        .orElse("unknown");
  }

  /** Whose failure it is, is a matter of the order; that the next try has an answer, is not. */
  @Operation
  public String lookUpUntilAnswered() {
    while (true) {
      try {
        return lookUp();
      } catch (TokenStoreException e) {
        // Once only: it was its own failure, or that of the one it waited for.
      }
    }
  }

  @Operation
  public void breakForOneRead() {
    store.breakForOneRead();
  }

  @Operation
  public boolean insertHere() {
    return cached.insert(ROW);
  }

  @Operation
  public boolean insertThere() {
    return store.insert(ROW);
  }

  @Operation
  public boolean revokeHere() {
    return cached.replace(ROW, REVOKED);
  }

  @Operation
  public boolean revokeThere() {
    return store.replace(ROW, REVOKED);
  }

  @Operation
  public boolean revokeDuringOutage() {
    return store.replaceDuringOutage(ROW, REVOKED);
  }

  @Operation
  public boolean deleteHere() {
    return cached.delete(ROW.id());
  }

  @Operation
  public boolean deleteThere() {
    return store.delete(ROW.id());
  }

  @Test
  void noOrderOfThreadsLeavesOneWaitingForAReadThatFailed() {
    Fights fights = new Fights(getClass()).trust("com.github.benmanes.caffeine.");
    List<Actor> lookUp = List.of(fights.call("lookUpUntilAnswered"));
    fights
        .end(fights.call("lookUp"))
        .begin(fights.call("insertThere"), fights.call("breakForOneRead"))
        .all(
            lookUp,
            List.of(
                fights.call("lookUpUntilAnswered"),
                fights.call("revokeThere"),
                fights.call("deleteHere")))
        .andNoOthers()
        .check();
  }

  @Test
  @DisplayName("threat 28: no order of threads lets a look-up bring back what was changed")
  void noOrderOfThreadsBringsBackWhatWasChanged() {
    Fights fights = new Fights(getClass()).trust("com.github.benmanes.caffeine.");
    List<Actor> lookUp = List.of(fights.call("lookUp"));
    List<Actor> changes =
        List.of(
            fights.call("revokeHere"),
            fights.call("revokeThere"),
            fights.call("revokeDuringOutage"),
            fights.call("deleteHere"),
            fights.call("deleteThere"));
    fights
        .end(fights.call("lookUp"))
        .all(lookUp, List.of(fights.call("insertHere"), fights.call("insertThere")))
        .begin(fights.call("insertThere"))
        .all(lookUp, changes)
        .begin(fights.call("insertThere"), fights.call("lookUp"))
        .all(lookUp, changes)
        .andNoOthers()
        .check();
  }
}
