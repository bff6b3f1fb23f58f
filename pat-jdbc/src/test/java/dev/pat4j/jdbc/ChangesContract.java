package dev.pat4j.jdbc;

import static dev.pat4j.jdbc.Heard.CONNECTED;
import static dev.pat4j.jdbc.Heard.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.store.ChangeFeed;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one node is told of what another one does. */
@Timeout(120)
abstract class ChangesContract {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final TokenId ID = new TokenId(1);

  private final Heard heard = new Heard();
  private JdbcTokenStore writer;
  private ChangeFeed.Subscription subscription;

  /** A new database, empty. */
  abstract DataSource createDatabase();

  /** How both nodes follow changes. */
  JdbcTokenStore.Builder configure(JdbcTokenStore.Builder builder) {
    return builder;
  }

  @BeforeEach
  void twoNodes() throws InterruptedException {
    DataSource database = createDatabase();
    JdbcSchema.migrate(database);
    writer = configure(JdbcTokenStore.builder(database)).build();
    JdbcTokenStore reader = configure(JdbcTokenStore.builder(database)).build();
    subscription = reader.changes().subscribe(heard);
    assertEquals(CONNECTED, heard.next());
  }

  @AfterEach
  void close() {
    subscription.close();
  }

  @Test
  void aNewTokenIsTold() throws Exception {
    assertTrue(writer.insert(row(1)));
    assertTold(1);
  }

  @Test
  void aChangeIsToldAndReadAfterwards() throws Exception {
    writer.insert(row(1));
    assertTold(1);
    assertTrue(writer.replace(row(1), row(1).toBuilder().name("new").build()));
    assertTold(1);
    assertEquals("new", writer.findByDigest(digest(1)).orElseThrow().name());
  }

  @Test
  void anotherDigestTellsBoth() throws Exception {
    writer.insert(row(1));
    assertTold(1);
    assertTrue(writer.replace(row(1), row(1).toBuilder().digest(digest(7), "k2").build()));
    assertTold(1, 7);
  }

  @Test
  void theOldDigestIsThatOfTheRowWhateverWasExpected() throws Exception {
    writer.insert(row(1));
    assertTold(1);
    StoredToken forged = row(1).toBuilder().digest(digest(9), "k9").build();
    assertTrue(writer.replace(forged, forged));
    assertTold(1, 9);
  }

  @Test
  void aRotationTellsBothTokens() throws Exception {
    writer.insert(row(1));
    assertTold(1);
    assertTrue(writer.rotate(row(1), row(1).toBuilder().rotatedAt(NOON).build(), row(2)));
    assertTold(1, 2);
  }

  @Test
  void aDeletionIsTold() throws Exception {
    writer.insert(row(1));
    assertTold(1);
    assertTrue(writer.delete(ID));
    assertTold(1);
  }

  @Test
  void aPurgeIsTold() throws Exception {
    writer.insert(row(1).toBuilder().expiresAt(NOON).build());
    assertTold(1);
    assertEquals(1, writer.purge(NOON.plusMillis(1), 10));
    assertTold(1);
  }

  @Test
  void aUseIsNoChangeAndNeitherIsWhatWasRefused() throws Exception {
    writer.insert(row(1));
    assertTold(1);
    writer.touch(Map.of(ID, new LastUse(NOON.plusSeconds(1), Optional.empty())));
    assertFalse(writer.insert(row(1)));
    assertFalse(writer.replace(row(1).toBuilder().version(7).build(), row(1)));
    assertFalse(writer.rotate(row(1), row(1), row(1).toBuilder().build()));
    assertFalse(writer.delete(new TokenId(5)));
    assertEquals(0, writer.purge(NOON, 10));
    writer.insert(row(3));
    assertTold(3);
  }

  @Test
  void isCurrentWhileTheDatabaseAnswers() throws Exception {
    for (int i = 0; !subscription.isCurrent(); i++) {
      assertTrue(i < 2_000, "is not current");
      Thread.sleep(10);
    }
    subscription.close();
    assertFalse(subscription.isCurrent());
  }

  private void assertTold(int... numbers) throws InterruptedException {
    Set<Object> due = new HashSet<>();
    Set<Object> told = new HashSet<>();
    for (int number : numbers) {
      due.add(digest(number));
      told.add(heard.next());
    }
    assertEquals(due, told);
  }

  private static StoredToken row(long number) {
    return StoredToken.builder(new TokenId(number), digest((int) number), "sha256", "ada", NOON)
        .build();
  }

  static Duration often() {
    return Duration.ofMillis(20);
  }
}
