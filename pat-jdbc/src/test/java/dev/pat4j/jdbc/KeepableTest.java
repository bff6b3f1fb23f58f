package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.H2Databases;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What some database could not give back exactly is refused by all, and nothing is changed. */
class KeepableTest {

  private static final StoredToken ROW = Tokens.plain(1);

  private JdbcTokenStore store;

  @BeforeEach
  void begin() {
    var dataSource = H2Databases.inMemory().dataSource();
    JdbcSchema.migrate(dataSource);
    store = JdbcTokenStore.builder(dataSource).build();
  }

  static Stream<Arguments> unkeepable() {
    String wide = "x".repeat(4_001);
    return Stream.of(
        Arguments.of("owner has 256 characters", owner("a".repeat(256))),
        Arguments.of("owner holds the character NUL", owner("a\0b")),
        Arguments.of("owner holds half a surrogate pair", owner("a\uD83D")),
        Arguments.of("owner holds half a surrogate pair", owner("\uDE00a")),
        Arguments.of("owner holds half a surrogate pair", owner("\uD83D\uD83D\uDE00")),
        Arguments.of("name has 256 characters", row().name("a".repeat(256))),
        Arguments.of("scopes has 4001 characters", row().scopes(wide)),
        Arguments.of("allowed_addresses has 4001 characters", row().allowedAddresses(wide)),
        Arguments.of("attributes has", row().attributes(Map.of("k", "x".repeat(80_000)))),
        Arguments.of("attributes hold half", row().attributes(Map.of("k", "\uDE00"))),
        Arguments.of("attributes hold half", row().attributes(Map.of("\uD83D", ""))),
        Arguments.of("hash_key_id has 65", row().digest(Tokens.digest(1), "k".repeat(65))),
        Arguments.of("last_eight has 9 characters", row().lastEight("123456789")),
        Arguments.of("revoked_by holds the character NUL", revoked(Tokens.NOON, "\0", "")),
        Arguments.of("revocation_reason has 256", revoked(Tokens.NOON, "", "x".repeat(256))),
        Arguments.of("revoked_at is not within", revoked(Instant.MAX, "", "")),
        Arguments.of("updated_at is not within", row().updatedAt(Instant.MIN)),
        Arguments.of(
            "issued_at is not within", row().issuedAt(Instant.parse("0000-12-31T23:59:59.999Z"))),
        Arguments.of(
            "expires_at is not within", row().expiresAt(Instant.parse("+10000-01-01T00:00:00Z"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unkeepable")
  void itIsRefusedByName(String why, StoredToken.Builder row) {
    assertRefused(why, () -> store.insert(row.build()));
    assertEquals(List.of(), store.find(TokenQuery.all()));
    store.insert(ROW);
    assertRefused(why, () -> store.replace(ROW, row.build()));
    StoredToken successor =
        Tokens.of(2, "ada").digest(TokenDigest.ofBytes(new byte[32]), "k").build();
    assertRefused(why, () -> store.rotate(ROW, row.build(), successor));
    assertEquals(List.of(ROW), store.find(TokenQuery.all()));
  }

  @Test
  void aLastUseIsRefusedByName() {
    store.insert(ROW);
    assertRefused(
        "last_used_from has 65 characters",
        () -> store.touch(Map.of(ROW.id(), use(Tokens.NOON, "1".repeat(65)))));
    assertRefused(
        "last_used_at is not within", () -> store.touch(Map.of(ROW.id(), use(Instant.MAX, ""))));
    assertEquals(Optional.of(ROW), store.findById(ROW.id()));
  }

  @Test
  void theFirstAndTheLastInstantAreKept() {
    Instant first = Instant.parse("0001-01-01T00:00:00Z");
    Instant last = Instant.parse("9999-12-31T23:59:59.999Z");
    StoredToken row = row().issuedAt(first).updatedAt(last).expiresAt(first).build();
    assertTrue(store.insert(row));
    assertEquals(Optional.of(row), store.findById(row.id()));
  }

  @Test
  void aQueryMayAskForWhatCannotBeKept() {
    StoredToken row = row().expiresAt(Tokens.NOON).build();
    store.insert(row);
    TokenQuery all = TokenQuery.all();
    assertEquals(List.of(row), store.find(all.expiringBetween(Instant.MIN, Instant.MAX)));
    assertEquals(List.of(row), store.find(all.liveAt(Instant.MIN)));
    assertEquals(List.of(), store.find(all.liveAt(Instant.MAX)));
    assertEquals(List.of(row), store.find(all.inactiveSince(Instant.MAX)));
    assertEquals(List.of(), store.find(all.inactiveSince(Instant.MIN)));
    assertEquals(0, store.purge(Instant.MIN, 9));
    assertEquals(1, store.purge(Instant.MAX, 9));
  }

  private static void assertRefused(String why, org.junit.jupiter.api.function.Executable call) {
    String message = assertThrows(TokenStoreException.class, call).getMessage();
    assertTrue(message.startsWith("token 1 cannot be kept: its " + why), message);
  }

  private static StoredToken.Builder row() {
    return Tokens.of(1, "ada");
  }

  private static StoredToken.Builder owner(String owner) {
    return Tokens.of(1, owner);
  }

  private static StoredToken.Builder revoked(Instant at, String by, String reason) {
    return row().revocation(new Revocation(at, by, reason));
  }

  private static LastUse use(Instant at, String from) {
    return new LastUse(at, Optional.of(from));
  }
}
