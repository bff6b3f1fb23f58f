package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.RequiresEngine;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a request or a regular task asks of a full table is answered by an index. */
@RequiresEngine(Engine.POSTGRESQL)
class PlansTest {

  private static final int ROWS = 20_000;
  private static final Instant NOW = Instant.ofEpochMilli(ROWS * 1_000L);

  private static ExplainedDataSource explained;
  private static JdbcTokenStore store;

  /** One in twenty revoked, three of four expiring, some minted; the ids are scattered. */
  @BeforeAll
  static void fill() {
    Database database = Fresh.migrated(Engine.POSTGRESQL);
    explained = new ExplainedDataSource(database);
    store = JdbcTokenStore.builder(explained.dataSource()).build();
    Fresh.execute(
        database.dataSource(),
        "INSERT INTO pat_token SELECT (n * 2654435761) % 2147483647 + 1, sha256(n::text::bytea),"
            + " CASE WHEN n % 1000 = 0 THEN 'k1' ELSE 'sha256' END, 'owner' || n % 5000, 'laptop', 'repo:read', '', '', '12345678',"
            + " n * 1000, n * 1000, n * 1000, CASE WHEN n % 4 > 0 THEN n * 1000 + 7776000000 END,"
            + " NULL, NULL, NULL, CASE WHEN n % 20 = 0 THEN n * 1000 END, NULL, NULL, NULL, NULL,"
            + " CASE WHEN n % 50 = 0 THEN 17 + n % 1000 END, (n * 2654435761) % 2147483647 + 1, 1"
            + " FROM generate_series(1, "
            + ROWS
            + ") n",
        "ANALYZE pat_token");
  }

  @Test
  void aVerification() {
    assertUses("pat_token_digest", () -> store.findByDigest(Tokens.digest(1)));
  }

  @Test
  void verificationsThatShareARoundTrip() {
    LookUps lookUps = new LookUps(new Transactions(explained.dataSource(), Duration.ofSeconds(5)));
    for (int digests : new int[] {2, 8, SharedTrips.LARGEST}) {
      assertUses(
          "pat_token_digest",
          () -> lookUps.byDigests(LongStream.range(0, digests).mapToObj(Tokens::digest).toList()));
    }
  }

  @Test
  void aTokenByItsId() {
    assertUses("pat_token_id", () -> store.findById(Tokens.id(1)));
  }

  @Test
  void theTokensOfAnOwner() {
    TokenQuery mine = TokenQuery.all().ownedBy("owner17");
    assertUses("pat_token_owner", () -> store.find(mine));
    assertUses("pat_token_owner", () -> store.find(mine.liveAt(NOW).limit(1_000)));
    assertUses("pat_token_owner", () -> store.find(mine.revoked(false).after(Tokens.id(5))));
  }

  @Test
  void aFamilyAndWhatAnotherMinted() {
    assertUses("pat_token_family", () -> store.find(TokenQuery.all().ofFamily(Tokens.id(9))));
    assertUses("pat_token_minted_by", () -> store.find(TokenQuery.all().mintedBy(Tokens.id(67))));
  }

  @Test
  void whatIsStillHashedUnderAKeyThatIsGoingAway() {
    assertUses("pat_token_hash_key_id", () -> store.find(TokenQuery.all().hashedUnder("k1")));
  }

  @Test
  void whatExpiresSoon() {
    Duration days = Duration.ofDays(7);
    Instant first = Instant.ofEpochMilli(7_776_000_000L);
    TokenQuery soon = TokenQuery.all().expiringBetween(first, first.plusSeconds(600)).liveAt(NOW);
    assertUses("pat_token_expires_at", () -> store.find(soon.limit(1_000)));
    assertUses("pat_token_expires_at", () -> store.find(soon.unwarnedWithin(days)));
  }

  @Test
  void aPageOfAll() {
    assertUses("pat_token_id", () -> store.find(TokenQuery.all()));
    assertUses("pat_token_id", () -> store.find(TokenQuery.all().after(Tokens.id(1_000_000))));
  }

  @Test
  void lastUses() {
    assertUses(
        "pat_token_id",
        () ->
            store.touch(
                Map.of(
                    Tokens.id(2_654_435), Tokens.usedAt(NOW), Tokens.id(2), Tokens.usedAt(NOW))));
  }

  @Test
  void aPurge() {
    explained.plans();
    store.purge(Instant.ofEpochMilli(100_000), 10);
    assertPlanned(
        Map.of(
            "SELECT id FROM pat_token WHERE revoked_at",
            "pat_token_revoked_at",
            "SELECT id FROM pat_token WHERE expires_at",
            "pat_token_expires_at",
            "SELECT id, digest FROM pat_token WHERE id IN",
            "pat_token_id",
            "DELETE FROM pat_token WHERE id IN",
            "pat_token_id"));
  }

  @Test
  void everyChange() {
    explained.plans();
    store.insert(Tokens.plain(1));
    store.replace(Tokens.plain(1), Tokens.plain(1));
    store.delete(Tokens.id(1));
    assertPlanned(
        Map.of(
            "SELECT version, digest", "pat_token_id",
            "UPDATE pat_token", "pat_token_id",
            "DELETE FROM pat_token", "pat_token_id"));
  }

  private static void assertUses(String index, Runnable call) {
    explained.plans();
    call.run();
    assertPlanned(Map.of("", index));
  }

  private static void assertPlanned(Map<String, String> indexes) {
    Map<String, String> plans = explained.plans();
    indexes.forEach(
        (beginning, index) -> {
          List<String> asked =
              plans.entrySet().stream()
                  .filter(plan -> plan.getKey().startsWith(beginning))
                  .map(Map.Entry::getValue)
                  .toList();
          assertEquals(1, asked.size(), () -> beginning + " in " + plans);
          for (String plan : asked.get(0).split("\n(?=\\S)", -1)) {
            assertTrue(plan.contains(index), plan);
            assertFalse(plan.contains("Seq Scan"), plan);
          }
        });
  }
}
