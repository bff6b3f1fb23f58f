package dev.pat4j;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every call of the store on rows that are fought over: one is there from the beginning, another
 * may come. Whatever concurrent calls return, some order of them, one after the other, must return
 * too.
 */
@Param(name = "id", gen = IntGen.class, conf = "1:2")
@Param(name = "digest", gen = IntGen.class, conf = "1:2")
@Param(name = "version", gen = IntGen.class, conf = "1:2")
@Param(name = "minute", gen = IntGen.class, conf = "1:2")
public class InMemoryTokenStoreLinearizabilityTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final InMemoryTokenStore store = new InMemoryTokenStore();

  public InMemoryTokenStoreLinearizabilityTest() {
    store.insert(row(1, 1, 1));
  }

  @Operation
  public boolean insert(@Param(name = "id") int id) {
    return store.insert(row(id, id, 1));
  }

  @Operation
  public String findByDigest(@Param(name = "digest") int digest) {
    return store
        .findByDigest(digest(digest))
        .map(InMemoryTokenStoreLinearizabilityTest::shown)
        .orElse("none");
  }

  @Operation
  public String findById(@Param(name = "id") int id) {
    return store
        .findById(new TokenId(id))
        .map(InMemoryTokenStoreLinearizabilityTest::shown)
        .orElse("none");
  }

  @Operation
  public String find() {
    return store.find(TokenQuery.all()).stream()
        .map(InMemoryTokenStoreLinearizabilityTest::shown)
        .toList()
        .toString();
  }

  @Operation
  public boolean changeDigest(
      @Param(name = "digest") int digest, @Param(name = "version") int version) {
    return store.replace(row(1, 1, version), row(1, digest, version));
  }

  @Operation
  public boolean revoke(@Param(name = "version") int version) {
    return store.replace(row(1, 1, version), revoked(row(1, 1, version)));
  }

  @Operation
  public boolean rotate(@Param(name = "version") int version) {
    return store.rotate(row(1, 1, version), revoked(row(1, 1, version)), row(2, 2, 1));
  }

  @Operation
  public boolean delete(@Param(name = "id") int id) {
    return store.delete(new TokenId(id));
  }

  @Operation
  public void touch(@Param(name = "minute") int minute) {
    LastUse use = new LastUse(START.plusSeconds(60L * minute), Optional.empty());
    store.touch(Map.of(new TokenId(1), use, new TokenId(2), use));
  }

  @Operation
  public int purge() {
    return store.purge(START.plusSeconds(1), 1);
  }

  @Test
  @DisplayName("threat 29: concurrent calls of the store have an order that explains them")
  void isLinearizable() {
    Fights fights = new Fights(getClass());
    List<Actor> reads =
        List.of(fights.call("find"), fights.call("findById", 1), fights.call("findByDigest", 1));
    List<Actor> writes =
        List.of(
            fights.call("rotate", 1),
            fights.call("changeDigest", 2, 1),
            fights.call("revoke", 1),
            fights.call("delete", 1),
            fights.call("insert", 2),
            fights.call("touch", 1));
    fights
        .all(writes, reads)
        .end(fights.call("find"))
        .all(writes.subList(0, 2), writes.subList(1, 6))
        .check();
  }

  private static StoredToken row(int id, int digest, int version) {
    return StoredToken.builder(new TokenId(id), digest(digest), "k1", "owner" + digest, START)
        .version(version)
        .build();
  }

  private static StoredToken revoked(StoredToken row) {
    return row.toBuilder().revocation(new Revocation(START, "ada", "lost")).build();
  }

  private static TokenDigest digest(int number) {
    byte[] bytes = new byte[32];
    bytes[31] = (byte) number;
    return TokenDigest.ofBytes(bytes);
  }

  /** A row as a text, since Lincheck compares and prints results. */
  private static String shown(StoredToken row) {
    return List.of(
            row.id().value(),
            row.digest().toBytes()[31],
            row.owner(),
            row.version(),
            row.revocation().isPresent(),
            row.lastUse().map(use -> use.at().toString()).orElse("unused"))
        .toString();
  }
}
