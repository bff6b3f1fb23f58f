package dev.pat4j.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.IssuedToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Rejected;
import dev.pat4j.RejectionReason;
import dev.pat4j.TokenListener;
import dev.pat4j.TokenRequest;
import dev.pat4j.TokenStateException;
import dev.pat4j.Verified;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.H2Databases;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threats that a database is part of, on real ones. */
class ThreatsTest {

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName(
      "threat 14: a look-up is by 32 bytes, which no database takes for a number or a text")
  void nothingIsCoerced(Engine engine) {
    JdbcTokenStore store = JdbcTokenStore.builder(Fresh.migrated(engine).dataSource()).build();
    // Equal as numbers, as texts without blanks, or as texts that end at a NUL.
    List<String> alike =
        List.of("0", "00", "0.0", "0e1", " 0", "0 ", "0x0", "null", "0\0", "0\0x", "", "\0", "abc");
    List<StoredToken> rows = new ArrayList<>();
    for (String text : alike) {
      for (char filling : new char[] {'\0', ' ', '0'}) {
        byte[] digest =
            (text + String.valueOf(filling).repeat(32)).substring(0, 32).getBytes(US_ASCII);
        StoredToken row =
            Tokens.of(rows.size() + 1L, "ada").digest(TokenDigest.ofBytes(digest), "k").build();
        if (store.insert(row)) {
          rows.add(row);
        }
      }
    }
    assertTrue(rows.size() > 25, rows.size() + " are different");
    for (StoredToken row : rows) {
      assertEquals(Optional.of(row), store.findByDigest(row.digest()));
    }
    assertEquals(
        Optional.empty(),
        store.findByDigest(TokenDigest.ofBytes("1".repeat(32).getBytes(US_ASCII))));
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("threat 24: a dump of every table holds nothing that could be presented")
  void aDumpHoldsNothingUsable(Engine engine) throws SQLException {
    Database database = Fresh.migrated(engine);
    List<String> tokens = liveALittle(database.dataSource());
    StringBuilder dump = new StringBuilder();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String table :
          List.of("pat_token", "pat_change", "pat_change_counter", "pat_schema", "pat_event")) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
          while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              Object value = rows.getObject(i);
              dump.append(value instanceof byte[] bytes ? new String(bytes, ISO_8859_1) : value);
              dump.append('\n').append(rows.getString(i)).append('\n');
            }
          }
        }
      }
    }
    assertHoldsNothingUsable(dump.toString(), tokens);
  }

  @Test
  @DisplayName("threat 24: nor does the file on the disk")
  void aFileOfH2HoldsNothingUsable(@TempDir Path folder) throws IOException {
    Database database = H2Databases.inFolder(folder);
    JdbcSchema.migrate(database.dataSource());
    List<String> tokens = liveALittle(database.dataSource());
    StringBuilder bytes = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    assertTrue(bytes.indexOf("OWNER_OF_ALL") >= 0, "what is kept is found so");
    assertHoldsNothingUsable(bytes.toString(), tokens);
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName(
      "threats 29, 33: nodes that revoke, rename, touch and flush at once undo nothing, meet no deadlock")
  void nodesWorkOnTheSameRowsAtOnce(Engine engine) throws Exception {
    Database database = Fresh.migrated(engine);
    try (HikariDataSource one = database.pool(5);
        HikariDataSource two = database.pool(5)) {
      JdbcTokenStore first = JdbcTokenStore.builder(one).timeout(Fresh.PATIENCE).build();
      JdbcTokenStore second = JdbcTokenStore.builder(two).timeout(Fresh.PATIENCE).build();
      List<PersonalAccessTokens> nodes =
          List.of(
              PersonalAccessTokens.builder(first).build(),
              PersonalAccessTokens.builder(second).build());
      List<String> texts = new ArrayList<>();
      List<TokenId> ids = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        IssuedToken issued =
            nodes.get(0).issue(TokenRequest.forOwner("ada").neverExpires().build());
        ids.add(issued.token().id());
        texts.add(issued.secret().reveal());
      }
      Instant start = first.findById(ids.get(0)).orElseThrow().createdAt();
      List<Callable<Void>> work = new ArrayList<>();
      for (int node = 0; node < 2; node++) {
        JdbcTokenStore store = node == 0 ? first : second;
        PersonalAccessTokens library = nodes.get(node);
        int offset = node;
        work.add(() -> touchAll(store, ids, start, offset));
        work.add(() -> touchAll(store, ids, start, offset + 2));
        work.add(() -> renameAll(library.ownedBy("ada"), ids));
        work.add(() -> useAll(library, texts));
      }
      work.add(() -> revokeAll(nodes.get(1).ownedBy("ada"), ids.subList(0, 10)));
      allAtOnce(work);
      for (int i = 0; i < ids.size(); i++) {
        StoredToken row = first.findById(ids.get(i)).orElseThrow();
        assertEquals(i < 10, row.revocation().isPresent(), "token " + i);
        assertEquals(start.plusSeconds(1_000_003), row.lastUse().orElseThrow().at());
        if (i < 10) {
          assertEquals(
              RejectionReason.REVOKED,
              assertInstanceOf(Rejected.class, nodes.get(0).verify(texts.get(i))).reason());
        }
      }
      assertEquals(0, one.getHikariPoolMXBean().getActiveConnections());
      assertEquals(0, two.getHikariPoolMXBean().getActiveConnections());
    }
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName(
      "threat 30: expiry is decided at use, to the millisecond, whether a purge ran or not")
  void expiryNeedsNoSweeper(Engine engine) {
    JdbcTokenStore store = JdbcTokenStore.builder(Fresh.migrated(engine).dataSource()).build();
    AtomicReference<Instant> now = new AtomicReference<>(Tokens.NOON);
    PersonalAccessTokens tokens = PersonalAccessTokens.builder(store).clock(now::get).build();
    Instant end = Tokens.NOON.plus(Duration.ofDays(1)).plusMillis(7);
    IssuedToken issued = tokens.issue(TokenRequest.forOwner("ada").expiresAt(end).build());
    String text = issued.secret().reveal();
    now.set(end.minusMillis(1));
    assertInstanceOf(Verified.class, tokens.verify(text));
    now.set(end);
    assertEquals(
        RejectionReason.EXPIRED, assertInstanceOf(Rejected.class, tokens.verify(text)).reason());
    assertTrue(store.findById(issued.token().id()).isPresent(), "nothing was swept");
    assertEquals(0, store.purge(end, 10), "nor is it, before it has been dead for a while");
  }

  private static Void touchAll(JdbcTokenStore store, List<TokenId> ids, Instant start, int offset) {
    for (int round = 0; round < 10; round++) {
      Map<TokenId, LastUse> uses = new HashMap<>();
      Instant at = start.plusSeconds(round == 9 ? 1_000_000 + offset : round * 10L + offset);
      ids.forEach(id -> uses.put(id, Tokens.usedAt(at)));
      store.touch(uses);
    }
    return null;
  }

  private static Void renameAll(OwnedTokens mine, List<TokenId> ids) {
    for (int round = 0; round < 5; round++) {
      for (TokenId id : ids) {
        try {
          mine.rename(id, "round " + round);
        } catch (TokenStateException e) {
          // Revoked in between.
        }
      }
    }
    return null;
  }

  private static Void revokeAll(OwnedTokens mine, List<TokenId> ids) {
    ids.forEach(id -> assertTrue(mine.revoke(id, "lost")));
    return null;
  }

  private static Void useAll(PersonalAccessTokens library, List<String> texts) {
    for (int round = 0; round < 3; round++) {
      texts.forEach(library::verify);
      library.flush();
    }
    return null;
  }

  private static void allAtOnce(List<Callable<Void>> work) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      List<Future<Void>> done = new ArrayList<>();
      for (Callable<Void> part : work) {
        done.add(
            threads.submit(
                () -> {
                  go.await();
                  return part.call();
                }));
      }
      go.countDown();
      for (Future<Void> part : done) {
        part.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Issues, uses, regenerates, rotates and revokes; returns every text there ever was. */
  private static List<String> liveALittle(DataSource dataSource) {
    PersonalAccessTokens tokens =
        PersonalAccessTokens.builder(JdbcTokenStore.builder(dataSource).build())
            .listener(TokenListener.recordingIn(JdbcEventLog.on(dataSource), Runnable::run))
            .build();
    OwnedTokens mine = tokens.ownedBy("OWNER_OF_ALL");
    IssuedToken issued =
        tokens.issue(TokenRequest.forOwner("OWNER_OF_ALL").name("laptop").neverExpires().build());
    TokenId id = issued.token().id();
    List<String> texts =
        List.of(
            issued.secret().reveal(),
            mine.regenerate(id).secret().reveal(),
            mine.rotate(id, Duration.ofHours(1)).secret().reveal());
    texts.forEach(text -> tokens.verify(text, "192.0.2.1"));
    tokens.flush();
    mine.revoke(id, "lost");
    return texts;
  }

  /** The last eight characters are kept on purpose; nine are too many. */
  private static void assertHoldsNothingUsable(String dump, List<String> tokens) {
    assertTrue(dump.contains("OWNER_OF_ALL"));
    for (String token : tokens) {
      String random = token.substring(token.lastIndexOf('_') + 1);
      assertTrue(
          IntStream.rangeClosed(0, random.length() - 9)
              .noneMatch(at -> dump.contains(random.substring(at, at + 9))));
      assertFalse(dump.contains(token));
    }
  }
}
