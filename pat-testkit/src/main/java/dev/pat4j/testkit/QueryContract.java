package dev.pat4j.testkit;

import static dev.pat4j.testkit.Rows.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A query finds what {@link TokenQuery#matches} says, all of it, page by page. */
abstract class QueryContract extends LastUseContract {

  private static final Map<String, UnaryOperator<TokenQuery>> CONDITIONS = conditions();

  @Test
  public final void findAgreesWithEveryConditionAlone() {
    List<StoredToken> rows = manyRows();
    TokenStore store = storeOf(rows.toArray(StoredToken[]::new));
    CONDITIONS.forEach((name, condition) -> assertAgrees(store, rows, name, condition));
  }

  @Test
  public final void findAgreesWithEveryPairOfConditions() {
    List<StoredToken> rows = manyRows();
    TokenStore store = storeOf(rows.toArray(StoredToken[]::new));
    CONDITIONS.forEach(
        (one, first) ->
            CONDITIONS.forEach(
                (two, second) -> {
                  if (one.compareTo(two) < 0) {
                    assertAgrees(
                        store, rows, one + ", " + two, query -> second.apply(first.apply(query)));
                  }
                }));
  }

  @Test
  public final void findReadsAScopesNameLiterally() {
    TokenStore store =
        storeOf(
            scoped(1, "repo_read"),
            scoped(2, "repoXread"),
            scoped(3, "repo_read:all"),
            scoped(4, "my:repo_read zz"),
            scoped(5, "aa repo_read zz"),
            scoped(6, "REPO_READ"),
            scoped(7, "100%"),
            scoped(8, ""));
    assertEquals(List.of(1L, 5L), ids(store.find(anyScope("repo_read"))));
    assertEquals(List.of(7L), ids(store.find(anyScope("100%"))));
    assertEquals(List.of(), ids(store.find(anyScope("%"))));
    assertEquals(List.of(), ids(store.find(anyScope("_"))));
    assertEquals(List.of(2L, 6L), ids(store.find(anyScope("repoXread", "REPO_READ", "none"))));
    assertEquals(List.of(), ids(store.find(anyScope())), "any of none");
  }

  @Test
  public final void findCutsPagesOfTheLimitInAscendingOrder() {
    TokenStore store = createStore();
    // Inserted in another order; as text, 10 comes before 9.
    List<Long> numbers =
        LongStream.rangeClosed(1, 25).map(i -> i * 7 % 26 + (i % 3) * (1L << 40)).boxed().toList();
    numbers.forEach(number -> assertTrue(store.insert(Rows.plain(number))));
    List<Long> sorted = numbers.stream().sorted().toList();
    for (int limit : new int[] {1, 7, 24, 25, 26, TokenQuery.MAXIMUM_LIMIT}) {
      List<Long> found = new ArrayList<>();
      for (List<StoredToken> page : pages(store, TokenQuery.all().limit(limit))) {
        assertTrue(page.size() <= limit, "a page of " + page.size() + " for " + limit);
        found.addAll(ids(page));
      }
      assertEquals(sorted, found, "in pages of " + limit);
    }
  }

  @Test
  public final void findCutsTheLongestPageWhole() {
    TokenStore store = createStore();
    LongStream.rangeClosed(1, TokenQuery.MAXIMUM_LIMIT + 1)
        .forEach(number -> store.insert(Rows.plain(number)));
    TokenQuery query = TokenQuery.all().limit(TokenQuery.MAXIMUM_LIMIT);
    assertEquals(TokenQuery.MAXIMUM_LIMIT, store.find(query).size());
    assertEquals(100, store.find(TokenQuery.all()).size(), "a page if no limit is said");
  }

  @Test
  public final void findNeitherSkipsNorRepeatsWhenRowsComeAndGoBetweenPages() {
    TokenStore store = storeOf(rows(LongStream.of(10, 20, 30, 40, 50, 60)));
    TokenQuery query = TokenQuery.all().limit(2);
    assertEquals(List.of(10L, 20L), ids(store.find(query)));
    assertTrue(store.delete(Rows.id(10)));
    assertTrue(store.delete(Rows.id(20)));
    assertEquals(List.of(30L, 40L), ids(store.find(query.after(Rows.id(20)))));
    for (long number = 1; number < 10; number++) {
      assertTrue(store.insert(Rows.plain(number)));
    }
    assertTrue(store.insert(Rows.plain(45)));
    assertEquals(List.of(45L, 50L), ids(store.find(query.after(Rows.id(40)))));
    assertEquals(List.of(60L), ids(store.find(query.after(Rows.id(50)))));
  }

  @Test
  public final void findReturnsEachRowOnceWhileOthersAreInserted() {
    TokenStore store = storeOf(rows(LongStream.rangeClosed(1, 100).map(i -> i * 1_000)));
    Set<Long> steadfast = new TreeSet<>(ids(store.find(TokenQuery.all())));
    AtomicInteger writing = new AtomicInteger(2);
    Race.all(
        List.of(
            () -> insertBetween(store, 1, writing),
            () -> insertBetween(store, 2, writing),
            () -> assertStable(store, steadfast, writing),
            () -> assertStable(store, steadfast, writing)));
  }

  private static void insertBetween(TokenStore store, long writer, AtomicInteger writing) {
    Random random = new Random(writer);
    for (int i = 0; i < 300; i++) {
      store.insert(Rows.plain(random.nextInt(100) * 1_000L + 2L * i + writer));
    }
    writing.decrementAndGet();
  }

  private static void assertStable(TokenStore store, Set<Long> steadfast, AtomicInteger writing) {
    do {
      List<Long> found = new ArrayList<>();
      pages(store, TokenQuery.all().limit(5)).forEach(page -> found.addAll(ids(page)));
      assertEquals(new TreeSet<>(found).stream().toList(), found, "ascending, each once");
      found.retainAll(steadfast);
      assertEquals(steadfast, new TreeSet<>(found), "none left out");
    } while (writing.get() > 0);
  }

  /** Asks for page after page until one is shorter than the limit. */
  static List<List<StoredToken>> pages(TokenStore store, TokenQuery query) {
    List<List<StoredToken>> pages = new ArrayList<>();
    List<StoredToken> page = store.find(query);
    pages.add(page);
    while (page.size() == query.limit()) {
      TokenId last = page.get(page.size() - 1).id();
      page = store.find(query.after(last));
      assertTrue(page.stream().allMatch(row -> row.id().compareTo(last) > 0), "after " + last);
      pages.add(page);
    }
    return pages;
  }

  private static void assertAgrees(
      TokenStore store, List<StoredToken> rows, String name, UnaryOperator<TokenQuery> condition) {
    TokenQuery query = condition.apply(TokenQuery.all().limit(TokenQuery.MAXIMUM_LIMIT));
    assertEquals(ids(rows.stream().filter(query::matches).toList()), ids(store.find(query)), name);
  }

  private static Map<String, UnaryOperator<TokenQuery>> conditions() {
    Map<String, UnaryOperator<TokenQuery>> conditions = new LinkedHashMap<>();
    conditions.put("owned by ada", query -> query.ownedBy("ada"));
    conditions.put("owned by nobody", query -> query.ownedBy("nobody"));
    conditions.put("revoked", query -> query.revoked(true));
    conditions.put("not revoked", query -> query.revoked(false));
    conditions.put("never used", TokenQuery::neverUsed);
    conditions.put("with any of two scopes", query -> query.withAnyScope(Set.of("gist", "user")));
    conditions.put("with a scope", query -> query.withAnyScope(Set.of("repo")));
    conditions.put("of a family", query -> query.ofFamily(Rows.id(3)));
    conditions.put("minted by", query -> query.mintedBy(Rows.id(2)));
    conditions.put("hashed under k1", query -> query.hashedUnder("k1"));
    conditions.put("after", query -> query.after(Rows.id(60)));
    Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
    conditions.put("unwarned ever", query -> query.unwarnedWithin(ever));
    for (int i = 0; i < 4; i++) {
      Instant time = time(i);
      conditions.put("live at " + i, query -> query.liveAt(time));
      conditions.put("inactive since " + i, query -> query.inactiveSince(time));
      conditions.put("expiring within " + i, query -> query.expiringBetween(time(0), time));
      conditions.put("expiring from " + i, query -> query.expiringBetween(time, time(9)));
      Duration threshold = Duration.ofMillis(i);
      conditions.put("unwarned within " + i, query -> query.unwarnedWithin(threshold));
    }
    return conditions;
  }

  /** Rows that differ in all that a condition can ask for; the same ones in every run. */
  private static List<StoredToken> manyRows() {
    Random random = new Random(20_260_301);
    return IntStream.rangeClosed(1, 120).mapToObj(number -> anyRow(number, random)).toList();
  }

  private static StoredToken anyRow(long number, Random random) {
    String keyId = pick(random, "sha256", "k1", "K1");
    String owner = pick(random, "ada", "Ada", "ada ");
    StoredToken.Builder row =
        StoredToken.builder(
                Rows.id(number), Rows.digest(number), keyId, owner, time(random.nextInt(3)))
            .scopes(pick(random, "", "repo", "gist repo", "repo:read", "my:repo user", "Repo"))
            .issuedAt(time(random.nextInt(3)));
    if (random.nextBoolean()) {
      row.lastUse(Rows.usedAt(time(random.nextInt(4))));
    }
    if (random.nextBoolean()) {
      row.expiresAt(time(random.nextInt(4)));
    }
    if (random.nextBoolean()) {
      row.expiryWarnedAt(time(random.nextInt(4) - 1));
    }
    if (random.nextInt(4) == 0) {
      row.rotatedAt(time(random.nextInt(4)));
    }
    if (random.nextInt(3) == 0) {
      row.revocation(Rows.revokedAt(time(random.nextInt(4))));
    }
    if (random.nextBoolean()) {
      row.mintedBy(Rows.id(1 + random.nextInt(3)));
    }
    if (random.nextBoolean()) {
      row.family(Rows.id(1 + random.nextInt(4)));
    }
    return row.build();
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** A few instants, a millisecond apart, so that equal ones meet often. */
  private static Instant time(int step) {
    return NOON.plusMillis(step);
  }

  private static StoredToken scoped(long number, String scopes) {
    return Rows.plain(number).toBuilder().scopes(scopes).build();
  }

  private static TokenQuery anyScope(String... names) {
    return TokenQuery.all().withAnyScope(Set.of(names));
  }

  private static StoredToken[] rows(LongStream numbers) {
    return numbers.mapToObj(Rows::plain).toArray(StoredToken[]::new);
  }

  private static List<Long> ids(List<StoredToken> rows) {
    return rows.stream().map(StoredToken::id).map(TokenId::value).toList();
  }
}
