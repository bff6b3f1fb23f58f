package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.pat4j.databases.Engine;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several rows read by one statement are as they are when each is read by one of its own. */
class LookUpsTest {

  private static final int ROWS = 70;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void severalAreReadByOneStatementOfFewTexts(Engine engine) {
    Meddler meddler = new Meddler(filled(engine));
    LookUps lookUps = lookUps(meddler.dataSource());
    Set<String> texts = new HashSet<>();
    for (int count : new int[] {1, 2, 3, 4, 5, 8, 9, 16, 31, 33, 63, 64}) {
      meddler.meddle(call -> {});
      assertEquals(Optional.of(rows(1, count)), lookUps.byDigests(digests(1, count)));
      assertEquals(1, meddler.calls("getConnection").size());
      assertEquals(1, meddler.calls("execute").size());
      assertEquals(List.of(), meddler.calls("commit"));
      texts.addAll(meddler.calls("prepareStatement"));
    }
    assertEquals(7, texts.size(), () -> "of 1, 2, 4, 8, 16, 32 and 64 marks: " + texts);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatIsNotThereIsNotAmongThem(Engine engine) {
    LookUps lookUps = lookUps(filled(engine));
    List<TokenDigest> some =
        Stream.concat(digests(-5, -1).stream(), digests(68, 75).stream()).toList();
    assertEquals(Optional.of(rows(68, 70)), lookUps.byDigests(some));
    assertEquals(Optional.of(Map.of()), lookUps.byDigests(digests(-5, -1)));
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("threat 30: a row that cannot be read is refused, and hurts nobody who reads along")
  void aCorruptRowHurtsOnlyItsOwnCaller(Engine engine) {
    DataSource dataSource = filled(engine);
    Fresh.execute(dataSource, "UPDATE pat_token SET family = 0 WHERE id = 3");
    Map<TokenDigest, StoredToken> others = rows(1, 5);
    others.remove(Tokens.digest(3));
    try (CapturedLog log = new CapturedLog()) {
      assertEquals(Optional.of(others), lookUps(dataSource).byDigests(digests(1, 5)));
      assertEquals(
          List.of(
              "ERROR the row of token 3 is corrupt and is refused: pat_token.family is 0, an id is"
                  + " from 1 to 9007199254740991; mend the column, or DELETE FROM pat_token WHERE id"
                  + " = 3"),
          log.lines(Level.WARN));
    }
  }

  /** Bytes that are no text, a damaged page, and what nobody thought of. */
  @ParameterizedTest
  @ValueSource(strings = {"22021", "XX001", "58030", "40001", "HY000", ""})
  void aFailureThatMayBeOfOneRowIsNotThatOfAll(String state) {
    Meddler meddler = new Meddler(filled(Engine.H2));
    meddler.fail("executeQuery", 1, new SQLException("damaged", state));
    assertEquals(Optional.empty(), lookUps(meddler.dataSource()).byDigests(digests(1, 3)));
    assertEquals(1, meddler.calls("executeQuery").size(), "not repeated for all of them");
  }

  @ParameterizedTest
  @CsvSource({
    "57014, did not answer within 5000 ms",
    "42P01, a table is missing",
    "42703, a column is missing",
    "42501, its user may not"
  })
  void aFailureThatEachWouldMeetIsThatOfAll(String state, String said) {
    Meddler meddler = new Meddler(filled(Engine.H2));
    LookUps lookUps = lookUps(meddler.dataSource());
    meddler.fail("executeQuery", 1, new SQLException("no", state));
    TokenStoreException failure =
        assertThrows(TokenStoreException.class, () -> lookUps.byDigests(digests(1, 3)));
    assertTrue(failure.getMessage().contains(said), failure.getMessage());
  }

  @Test
  void aStaleConnectionIsReplacedForAllOfThemAtOnce() {
    Meddler meddler = new Meddler(filled(Engine.H2));
    LookUps lookUps = lookUps(meddler.dataSource());
    meddler.fail("executeQuery", 1, new SQLException("gone", "08006"));
    assertEquals(Optional.of(rows(1, 3)), lookUps.byDigests(digests(1, 3)));
    assertEquals(2, meddler.calls("getConnection").size());
    meddler.fail("executeQuery", 2, new SQLException("gone", "08006"));
    assertThrows(TokenStoreException.class, () -> lookUps.byDigests(digests(1, 3)));
  }

  @Test
  void whereNoConnectionIsToBeHadItIsAskedForOnceForAll() {
    Meddler meddler = new Meddler(filled(Engine.H2));
    meddler.fail("getConnection", 1, new SQLException("exhausted"));
    LookUps lookUps = lookUps(meddler.dataSource());
    assertThrows(TokenStoreException.class, () -> lookUps.byDigests(digests(1, 3)));
    assertEquals(1, meddler.calls("getConnection").size());
  }

  private static LookUps lookUps(DataSource dataSource) {
    return new LookUps(new Transactions(dataSource, Duration.ofSeconds(5)));
  }

  private static DataSource filled(Engine engine) {
    DataSource dataSource = Fresh.migrated(engine).dataSource();
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    rows(1, ROWS).values().forEach(store::insert);
    return dataSource;
  }

  private static Map<TokenDigest, StoredToken> rows(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(Tokens::plain)
        .collect(Collectors.toMap(StoredToken::digest, Function.identity()));
  }

  private static List<TokenDigest> digests(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(Tokens::digest).toList();
  }
}
