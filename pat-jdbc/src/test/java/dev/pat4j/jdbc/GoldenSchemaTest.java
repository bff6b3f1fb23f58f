package dev.pat4j.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Rejected;
import dev.pat4j.TokenListener;
import dev.pat4j.Verification;
import dev.pat4j.Verified;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.jdbc.GoldenRows.Golden;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.EventLog;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.LoggedEvent;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Stored data outlives releases: every schema that was ever shipped is read for ever. */
class GoldenSchemaTest {

  private static final String CLIENT = "192.0.2.7";

  @ParameterizedTest
  @CsvSource({
    "h2/V1__tokens.sql, 58dd0d29ae42263435c22de4d7bf5eaac3cc366bd0afd3281056b859161e9bb6",
    "mariadb/V1__tokens.sql, 7d8a96d3c22a1a4139b36d6fd200d6ae076afdf19c67280517e06b897ffcdcf4",
    "mysql/V1__tokens.sql, 2c74c948a7a0f9067ff8374b75c2da1f079abac5112663051fb0ba34ec58f034",
    "postgresql/V1__tokens.sql, 3565ce1500fed7b58c39f727785d50cc79be23ef536503adc2670dd9fc627e0c",
    "h2/V2__events.sql, 4603df608e76275349897e3c8f5d1d6782e264eb6e50613bb4e64183f9d43724",
    "mariadb/V2__events.sql, 81705c0a953cfe16592182fb4a702a981c15eeede7164fb8671e4c5fcd117042",
    "mysql/V2__events.sql, cd804d1e2abdcfdf47d7f1f5ddeedc8dab85b16a51f676c33b5f6ee853265ca9",
    "postgresql/V2__events.sql, f4401c4676c627ae501b53078d49bf08094a2b69f8ba872beb99c7b62a729ae2"
  })
  void aScriptThatWasReleasedIsNeverChanged(String script, String digest) throws Exception {
    byte[] bytes = resource("/dev/pat4j/jdbc/" + script).getBytes(UTF_8);
    assertEquals(
        digest, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void everyRowOfTheSecondSchemaIsReadAsItWasWritten(Engine engine) {
    assertRowsAreRead(loaded(engine, 2));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void everyRowOfTheFirstSchemaIsReadAsItWasWritten(Engine engine) {
    assertRowsAreRead(loaded(engine, 1));
  }

  private static void assertRowsAreRead(JdbcTokenStore store) {
    List<StoredToken> rows = GoldenRows.ofVersion1().stream().map(Golden::row).toList();
    assertEquals(rows, store.find(TokenQuery.all()));
    for (StoredToken row : rows) {
      assertEquals(Optional.of(row), store.findByDigest(row.digest()));
      assertEquals(List.of(row), store.find(TokenQuery.all().ownedBy(row.owner())));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void everyEventOfTheSecondSchemaIsReadAddedToAndPurged(Engine engine) {
    Database database = Fresh.empty(engine);
    load(engine, database, 2);
    JdbcSchema.verify(database.dataSource());
    EventLog log = JdbcEventLog.on(database.dataSource());
    assertEventsAre(GoldenRows.eventsOfVersion2(), log);

    TokenId id = new TokenId(1);
    LoggedEvent next = LoggedEvent.of(GoldenRows.NOON, id, "ada", LoggedEvent.REVOKED).by("ada");
    log.append(next);
    assertEquals(next, log.latest("ada", id, 10).get(0));
    assertEquals(5, log.purge(GoldenRows.NOON, 10));
    assertEquals(List.of(next), log.latest("ada", id, 10));
  }

  private static void assertEventsAre(List<LoggedEvent> events, EventLog log) {
    for (LoggedEvent event : events) {
      List<LoggedEvent> history =
          events.stream()
              .filter(
                  other ->
                      other.tokenId().equals(event.tokenId())
                          && other.owner().equals(event.owner()))
              .collect(Collectors.toCollection(ArrayList::new));
      Collections.reverse(history);
      assertEquals(history, log.latest(event.owner(), event.tokenId(), 10));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void everyTokenOfTheSecondSchemaVerifies(Engine engine) {
    assertTokensVerify(library(loaded(engine, 2)));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void everyTokenOfTheFirstSchemaVerifies(Engine engine) {
    assertTokensVerify(library(loaded(engine, 1)));
  }

  private static void assertTokensVerify(PersonalAccessTokens tokens) {
    for (Golden golden : GoldenRows.ofVersion1()) {
      assertEquals(golden.outcome(), shown(tokens.verify(golden.token(), CLIENT)));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void everyRowOfTheFirstSchemaCanBeUsedReKeyedChangedAndDeleted(Engine engine) {
    JdbcTokenStore store = loaded(engine, 1);
    PersonalAccessTokens tokens = library(store);
    for (Golden golden : GoldenRows.ofVersion1()) {
      StoredToken row = golden.row();
      if (golden.outcome().equals("VERIFIED")) {
        tokens.verify(golden.token(), CLIENT);
        tokens.flush();
        assertEquals("k2", store.findById(row.id()).orElseThrow().hashKeyId());
        tokens.ownedBy(row.owner()).rename(row.id(), "renamed");
        assertEquals("VERIFIED", shown(tokens.verify(golden.token(), CLIENT)));
        LastUse later = new LastUse(GoldenRows.NOON.plusSeconds(60), Optional.of(CLIENT));
        store.touch(Map.of(row.id(), later));
        assertEquals(Optional.of(later), store.findById(row.id()).flatMap(StoredToken::lastUse));
        assertTrue(tokens.ownedBy(row.owner()).revoke(row.id(), "lost"));
        assertEquals("REVOKED", shown(tokens.verify(golden.token(), CLIENT)));
      }
    }
    assertEquals(5, store.purge(GoldenRows.NOON.plusMillis(1), 10));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aDatabaseOfTheFirstSchemaGetsTheSecondAndKeepsWhatHappensFromThenOn(Engine engine) {
    Database database = Fresh.empty(engine);
    load(engine, database, 1);
    assertThrows(TokenStoreException.class, () -> JdbcSchema.verify(database.dataSource()));
    JdbcSchema.migrate(database.dataSource());
    EventLog log = JdbcEventLog.on(database.dataSource());
    PersonalAccessTokens tokens =
        library(
            JdbcTokenStore.builder(database.dataSource()).build(),
            TokenListener.recordingIn(log, Runnable::run));
    StoredToken row = GoldenRows.ofVersion1().get(0).row();
    assertEquals(List.of(), log.latest(row.owner(), row.id(), 10));
    tokens.ownedBy(row.owner()).revoke(row.id(), "lost");
    assertEquals(
        List.of(
            LoggedEvent.of(GoldenRows.NOON, row.id(), row.owner(), LoggedEvent.REVOKED)
                .by(row.owner())
                .saying("lost")),
        log.latest(row.owner(), row.id(), 10));
  }

  private static JdbcTokenStore loaded(Engine engine, int version) {
    Database database = Fresh.empty(engine);
    load(engine, database, version);
    JdbcSchema.migrate(database.dataSource());
    return JdbcTokenStore.builder(database.dataSource()).build();
  }

  /** As a dump of a schema is loaded into an empty database. */
  private static void load(Engine engine, Database database, int version) {
    String folder = Fresh.dialect(engine).words().folder();
    String dump = resource("/golden/schema-" + version + "-" + folder + ".sql");
    for (String statement : dump.replaceAll("(?m)^--.*$", "").split(";\n", -1)) {
      if (!statement.isBlank()) {
        Fresh.execute(database.dataSource(), statement);
      }
    }
  }

  private static PersonalAccessTokens library(JdbcTokenStore store, TokenListener... listeners) {
    PersonalAccessTokens.Builder builder = PersonalAccessTokens.builder(store);
    List.of(listeners).forEach(builder::listener);
    return builder
        .format(GoldenRows.FORMAT)
        .hasher(GoldenRows.HASHER)
        .clock(InstantSource.fixed(GoldenRows.NOON))
        .scopes(
            ScopeCatalog.builder()
                .scope("repo", "Repositories")
                .scope("repo:read", "Read repositories", ScopeCatalog.within("repo"))
                .scope("gist", "Gists")
                .build())
        .build();
  }

  private static String shown(Verification outcome) {
    return outcome instanceof Verified ? "VERIFIED" : ((Rejected) outcome).reason().name();
  }

  private static String resource(String name) {
    try (InputStream in = GoldenSchemaTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
