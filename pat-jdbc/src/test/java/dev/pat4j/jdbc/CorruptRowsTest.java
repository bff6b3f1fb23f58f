package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Rejected;
import dev.pat4j.RejectionReason;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import dev.pat4j.databases.Engine;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row that no token can be made of lets nobody in, is reported, and takes no other down. */
class CorruptRowsTest {

  private static final String YEARS =
      ", no instant of the years 1 to 9999, in milliseconds since 1970 UTC";
  private static final String IDS = ", an id is from 1 to 9007199254740991";
  private static final String HALF_REVOKED =
      "revoked_at is null, but it is said by whom or why it was revoked";
  private static final String PAIRS =
      "attributes cannot be read: each name must have one value: name=value&name=value";

  /** What somebody wrote into a row, and what is said of it. */
  private static Map<String, String> corruptions() {
    Map<String, String> said = new LinkedHashMap<>();
    for (String column : List.of("expires_at", "revoked_at", "created_at", "last_used_at")) {
      for (String millis : List.of("253402300800000", "-62135596800001", Long.MAX_VALUE + "")) {
        said.put(column + " = " + millis, column + " is " + millis + YEARS);
      }
    }
    said.put("revoked_by = 'admin'", HALF_REVOKED);
    said.put("revocation_reason = 'lost'", HALF_REVOKED);
    said.put("family = 0", "family is 0" + IDS);
    said.put("minted_by = -1", "minted_by is -1" + IDS);
    said.put("rotated_from = 9007199254740992", "rotated_from is 9007199254740992" + IDS);
    said.put("attributes = 'purpose'", PAIRS);
    said.put("attributes = '{}'", PAIRS);
    said.put(
        "attributes = 'a=%zz'",
        "attributes cannot be read: % must be followed by two hexadecimal digits");
    return said;
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("threat 30: a row that cannot be read is refused (a parse error meant never)")
  void aCorruptRowIsRefusedAndReportedOnce(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    PersonalAccessTokens tokens = PersonalAccessTokens.builder(store).build();
    Issued sound = issue(tokens);
    List<Executable> cases =
        corruptions().entrySet().stream()
            .map(
                corruption ->
                    (Executable)
                        () -> {
                          Issued token = issue(tokens);
                          corrupt(dataSource, token.id, corruption.getKey());
                          assertRefused(store, tokens, token, corruption.getValue());
                          assertInstanceOf(Verified.class, tokens.verify(sound.text));
                        })
            .toList();
    assertAll(cases);
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"H2", "POSTGRESQL"})
  void whatTheTableItselfForbidsIsRefusedAsWell(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    PersonalAccessTokens tokens = PersonalAccessTokens.builder(store).build();
    Fresh.execute(
        dataSource,
        "ALTER TABLE pat_token DROP CONSTRAINT pat_token_digest_length",
        "ALTER TABLE pat_token ALTER COLUMN created_at DROP NOT NULL",
        "ALTER TABLE pat_token ALTER COLUMN owner DROP NOT NULL");
    TokenId one = issue(tokens).id;
    String bytes = engine == Engine.H2 ? "X'00ff'" : "'\\x00ff'";
    corrupt(dataSource, one, "digest = " + bytes);
    assertReported(one, "digest has 2 bytes, a digest has 32", () -> store.findById(one));
    Issued two = issue(tokens);
    corrupt(dataSource, two.id, "created_at = NULL");
    assertRefused(store, tokens, two, "created_at must not be null");
    Issued three = issue(tokens);
    corrupt(dataSource, three.id, "owner = NULL");
    assertRefused(store, tokens, three, "owner must not be null");
    assertTrue(store.delete(one), "it can be removed, as the report says");
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aPageIsFilledPastRowsThatAreCorrupt(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    for (long number = 1; number <= 7; number++) {
      store.insert(Tokens.plain(number));
    }
    corrupt(dataSource, Tokens.id(2), "expires_at = 253402300800000");
    corrupt(dataSource, Tokens.id(3), "family = 0");
    corrupt(dataSource, Tokens.id(7), "id = 9007199254740992");
    TokenQuery query = TokenQuery.all().limit(3);
    try (CapturedLog log = new CapturedLog()) {
      assertEquals(List.of(1L, 4L, 5L), ids(store.find(query)));
      assertEquals(2, log.lines(Level.ERROR).size(), log::text);
    }
    assertEquals(List.of(6L), ids(store.find(query.after(Tokens.id(5)))));
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aCorruptRowCanBePurgedAndDeleted(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    store.insert(Tokens.of(1, "ada").expiresAt(Tokens.NOON).build());
    store.insert(Tokens.plain(2));
    corrupt(dataSource, Tokens.id(1), "attributes = 'garbled'");
    corrupt(dataSource, Tokens.id(2), "attributes = 'garbled'");
    assertEquals(1, store.purge(Tokens.NOON.plusSeconds(1), 10));
    assertTrue(store.delete(Tokens.id(2)));
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aTimeAloneRevokes(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    store.insert(Tokens.plain(1));
    corrupt(dataSource, Tokens.id(1), "revoked_at = " + Tokens.NOON.toEpochMilli());
    assertEquals(
        Optional.of(new Revocation(Tokens.NOON, "", "")),
        store.findById(Tokens.id(1)).flatMap(StoredToken::revocation));
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void aScopeThatNobodyDeclaredIsRefused(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    PersonalAccessTokens tokens =
        PersonalAccessTokens.builder(store)
            .scopes(ScopeCatalog.builder().scope("repo", "Repositories").build())
            .build();
    Issued token = issue(tokens);
    corrupt(dataSource, token.id, "scopes = 'repo admin'");
    assertEquals(RejectionReason.CORRUPT, refusal(tokens, token));
  }

  private static void assertRefused(
      JdbcTokenStore store, PersonalAccessTokens tokens, Issued token, String why) {
    TokenId id = token.id;
    assertReported(id, why, () -> assertEquals(RejectionReason.UNKNOWN, refusal(tokens, token)));
    assertReported(id, why, () -> assertEquals(Optional.empty(), store.findById(id)));
    try (CapturedLog log = new CapturedLog()) {
      assertTrue(store.find(TokenQuery.all()).stream().noneMatch(row -> row.id().equals(id)));
      assertTrue(log.lines(Level.ERROR).stream().anyMatch(line -> line.contains(why)), log::text);
    }
  }

  /** Once, with the name of the thing and the cure. */
  private static void assertReported(TokenId id, String why, Runnable reading) {
    try (CapturedLog log = new CapturedLog()) {
      reading.run();
      assertEquals(
          List.of(
              "ERROR the row of token "
                  + id
                  + " is corrupt and is refused: pat_token."
                  + why
                  + "; mend the column, or DELETE FROM pat_token WHERE id = "
                  + id),
          log.lines(Level.WARN));
    }
  }

  private static RejectionReason refusal(PersonalAccessTokens tokens, Issued token) {
    return assertInstanceOf(Rejected.class, tokens.verify(token.text)).reason();
  }

  private record Issued(TokenId id, String text) {}

  private static Issued issue(PersonalAccessTokens tokens) {
    IssuedToken token = tokens.issue(TokenRequest.forOwner("ada").neverExpires().build());
    return new Issued(token.token().id(), token.secret().reveal());
  }

  private static void corrupt(DataSource dataSource, TokenId id, String assignment) {
    Fresh.execute(dataSource, "UPDATE pat_token SET " + assignment + " WHERE id = " + id);
  }

  private static List<Long> ids(List<StoredToken> rows) {
    return rows.stream().map(StoredToken::id).map(TokenId::value).toList();
  }
}
