package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.databases.Engine;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many statements a call costs, and which. */
class StatementsTest {

  private Meddler meddler;
  private JdbcTokenStore store;

  @BeforeEach
  void begin() {
    meddler = new Meddler(Fresh.migrated(Engine.H2).dataSource());
    store = JdbcTokenStore.builder(meddler.dataSource()).build();
  }

  @Test
  @DisplayName("threat 31: an unknown token costs one read of one row, by its digest alone")
  void aVerificationIsOneReadAndNoWrite() {
    PersonalAccessTokens tokens = PersonalAccessTokens.builder(store).build();
    String token =
        tokens.issue(TokenRequest.forOwner("ada").neverExpires().build()).secret().reveal();
    String unknown = "pat_QdwULL38u41vs1OcAjhKqcaSZ9W63r0Zu4ln";
    for (String presented : List.of(token, unknown)) {
      meddler.meddle(call -> {});
      tokens.verify(presented);
      assertEquals(
          List.of(
              "prepareStatement SELECT id, digest, hash_key_id, owner, name, scopes,"
                  + " allowed_addresses, attributes, last_eight, created_at, issued_at,"
                  + " updated_at, expires_at, expiry_warned_at, last_used_at, last_used_from,"
                  + " revoked_at, revoked_by, revocation_reason, rotated_at, rotated_from,"
                  + " minted_by, family, version FROM pat_token WHERE digest = ?"),
          meddler.calls("prepareStatement"));
      assertEquals(1, meddler.calls("execute").size());
      assertEquals(1, meddler.calls("getConnection").size());
      assertEquals(List.of(), meddler.calls("setAutoCommit"));
      assertEquals(List.of(), meddler.calls("commit"));
      assertEquals(List.of(), meddler.calls("rollback"));
    }
  }

  @Test
  void aReadWithoutAutoCommitEndsItsTransaction() {
    Meddler manual = new Meddler(withoutAutoCommit(Fresh.migrated(Engine.H2).dataSource()));
    JdbcTokenStore reading = JdbcTokenStore.builder(manual.dataSource()).build();
    manual.meddle(call -> {});
    reading.findByDigest(Tokens.digest(1));
    assertEquals(List.of("rollback"), manual.calls("rollback"));
    assertEquals(List.of(), manual.calls("setAutoCommit"));
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("threat 33: last uses are written in few statements of few texts")
  void lastUsesAreWrittenInBoundedBatches(Engine engine) {
    Meddler writing = new Meddler(Fresh.migrated(engine).dataSource());
    JdbcTokenStore touched = JdbcTokenStore.builder(writing.dataSource()).build();
    Set<String> texts = new HashSet<>();
    for (int size : new int[] {1, 2, 3, 100, 511, 1_000, 2_500}) {
      Map<TokenId, LastUse> batch = new HashMap<>();
      for (long number = 1; number <= size; number++) {
        batch.put(Tokens.id(number), Tokens.usedAt(Tokens.NOON));
      }
      writing.meddle(call -> {});
      touched.touch(batch);
      List<String> statements = writing.calls("executeUpdate");
      assertEquals(statements.size(), writing.calls("commit").size());
      int most = engine == Engine.POSTGRESQL ? (size + 999) / 1_000 : 9 + size / 512;
      assertTrue(statements.size() <= most, size + " uses took " + statements.size());
      texts.addAll(statements);
    }
    assertTrue(texts.size() <= 10, texts.size() + " texts");
  }

  @Test
  void purgingIsDoneInBoundedTransactions() {
    for (long number = 1; number <= 1_300; number++) {
      StoredToken.Builder row = Tokens.of(number, "ada").expiresAt(Tokens.NOON);
      store.insert(row.build());
    }
    meddler.meddle(call -> {});
    assertEquals(1_300, store.purge(Tokens.NOON.plusSeconds(1), Integer.MAX_VALUE));
    Set<String> texts = new TreeSet<>(meddler.calls("executeUpdate DELETE FROM pat_token"));
    assertTrue(meddler.calls("commit").size() >= 3, "a transaction for some 500 rows");
    assertTrue(texts.size() <= 10, texts.size() + " texts");
    assertTrue(
        meddler.calls("executeQuery SELECT id FROM").stream()
            .allMatch(sql -> sql.endsWith("LIMIT ?")));
  }

  private static DataSource withoutAutoCommit(DataSource real) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> {
              Connection connection = real.getConnection();
              connection.setAutoCommit(false);
              return connection;
            });
  }
}
