package dev.pat4j;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Uses of one token recorded, flushed and revoked at once: none is lost, and no time goes back. */
@Param(name = "minute", gen = IntGen.class, conf = "1:3")
public class LastUsesLinearizabilityTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final TokenId ID = new TokenId(1);
  private static final StoredToken ROW =
      StoredToken.builder(ID, TokenDigest.ofBytes(new byte[32]), "k1", "ada", START).build();
  private static final AccessToken TOKEN =
      new AccessToken(ROW, ScopeCatalog.empty().none(), List.of());

  private final InMemoryTokenStore store = new InMemoryTokenStore();
  private final LastUses uses = new LastUses(store);

  public LastUsesLinearizabilityTest() {
    store.insert(ROW);
  }

  @Operation
  public void record(@Param(name = "minute") int minute) {
    uses.record(TOKEN, START.plusSeconds(60L * minute), null);
  }

  @Operation
  public void flush() {
    uses.flush();
  }

  @Operation
  public boolean revoke() {
    return store.replace(
        ROW, ROW.toBuilder().revocation(new Revocation(START, "ada", "lost")).build());
  }

  /** What the store says: when it was last used, and whether it is revoked. */
  @Operation
  public String stored() {
    StoredToken row = store.findById(ID).orElseThrow();
    return row.lastUse().map(use -> use.at().toString()).orElse("never")
        + (row.revocation().isPresent() ? ", revoked" : "");
  }

  @Test
  @DisplayName(
      "threat 33: last uses are not lost and do not go back; threat 29: none undoes a revoke")
  void isLinearizable() {
    Fights fights = new Fights(getClass());
    List<Actor> calls =
        List.of(
            fights.call("record", 2),
            fights.call("flush"),
            fights.call("stored"),
            fights.call("revoke"));
    fights
        .begin(fights.call("record", 1))
        .end(fights.call("flush"), fights.call("stored"))
        .all(List.of(fights.call("flush"), fights.call("record", 3)), calls)
        .check();
  }
}
