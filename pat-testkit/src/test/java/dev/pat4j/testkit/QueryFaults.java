package dev.pat4j.testkit;

import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Stores that find other rows than were asked for, or cut pages wrongly. */
final class QueryFaults {

  private static final Comparator<StoredToken> BY_ID = Comparator.comparing(StoredToken::id);

  private QueryFaults() {}

  static List<Fault> all() {
    return List.of(
        finding(
            "a token is live at the instant of its expiry",
            query -> query.liveAt().map(time -> query.liveAt(time.minusMillis(1))).orElse(query),
            "findAgreesWithEveryConditionAlone"),
        finding(
            "inactive since includes the time itself",
            query ->
                query
                    .inactiveSince()
                    .map(time -> query.inactiveSince(time.plusMillis(1)))
                    .orElse(query),
            "findAgreesWithEveryConditionAlone"),
        unwarned(
            "who was warned of a threshold exactly is warned of it again",
            (row, threshold) ->
                isUnwarned(row, threshold.isZero() ? threshold : threshold.minusMillis(1))),
        unwarned(
            "only who was never warned is warned",
            (row, threshold) -> row.expiryWarnedAt().isEmpty() && isUnwarned(row, threshold)),
        unwarned("a condition that the store does not know is passed over", (row, t) -> true),
        unwarned(
            "what was rotated away is warned of",
            (row, threshold) -> isUnwarned(row.toBuilder().rotatedAt(null).build(), threshold)),
        unwarned(
            "what was made for less than the threshold is warned of",
            (row, threshold) ->
                isUnwarned(row.toBuilder().issuedAt(Instant.EPOCH).build(), threshold)),
        finding(
            "the owner is in an index and all else is forgotten",
            query ->
                query
                    .owner()
                    .map(owner -> TokenQuery.all().limit(query.limit()).ownedBy(owner))
                    .orElse(query),
            "findAgreesWithEveryPairOfConditions"),
        Fault.of("scopes are found by LIKE", LikeScopes::new, "findReadsAScopesNameLiterally"),
        Fault.of(
            "the last row of a page is the first of the next",
            AfterInclusive::new,
            "findCutsPagesOfTheLimitInAscendingOrder",
            "findNeitherSkipsNorRepeatsWhenRowsComeAndGoBetweenPages"),
        Fault.of(
            "pages skip a row",
            SkippingPages::new,
            "findCutsPagesOfTheLimitInAscendingOrder",
            "findReturnsEachRowOnceWhileOthersAreInserted",
            "findNeitherSkipsNorRepeatsWhenRowsComeAndGoBetweenPages"),
        sorted(
            "ids are sorted as text",
            Comparator.comparing(row -> row.id().toString()),
            "findCutsPagesOfTheLimitInAscendingOrder"),
        sorted("ids descend", BY_ID.reversed(), "findCutsPagesOfTheLimitInAscendingOrder"),
        finding(
            "a page has at most 500 rows",
            query -> query.limit(Math.min(500, query.limit())),
            "findCutsTheLongestPageWhole"),
        Fault.of(
            "pages are cut by offset",
            OffsetPages::new,
            "findNeitherSkipsNorRepeatsWhenRowsComeAndGoBetweenPages"));
  }

  private interface Misreading {
    TokenQuery misread(TokenQuery query);
  }

  private static Fault finding(String what, Misreading misreading, String... caughtBy) {
    return Fault.of(
        what,
        () ->
            new ForwardingStore() {
              @Override
              public List<StoredToken> find(TokenQuery query) {
                return right.find(misreading.misread(query));
              }
            },
        caughtBy);
  }

  /** Of the queries that ask for nothing else. */
  private static Fault unwarned(String what, BiPredicate<StoredToken, Duration> wrong) {
    Supplier<ForwardingStore> store =
        () ->
            new ForwardingStore() {
              @Override
              public List<StoredToken> find(TokenQuery query) {
                Duration threshold = query.unwarnedWithin().orElse(null);
                return threshold == null
                    ? right.find(query)
                    : allOf(this, TokenQuery.all())
                        .filter(row -> wrong.test(row, threshold))
                        .limit(query.limit())
                        .toList();
              }
            };
    return Fault.of(what, store::get, "findAgreesWithEveryConditionAlone");
  }

  private static boolean isUnwarned(StoredToken row, Duration threshold) {
    return TokenQuery.all().unwarnedWithin(threshold).matches(row);
  }

  private static Fault sorted(String what, Comparator<StoredToken> order, String... caughtBy) {
    Supplier<ForwardingStore> store =
        () ->
            new ForwardingStore() {
              @Override
              public List<StoredToken> find(TokenQuery query) {
                return allOf(this, query).sorted(order).limit(query.limit()).toList();
              }
            };
    return Fault.of(what, store::get, caughtBy);
  }

  private static Stream<StoredToken> allOf(ForwardingStore store, TokenQuery query) {
    return store.right.find(query.limit(TokenQuery.MAXIMUM_LIMIT)).stream();
  }

  private static class LikeScopes extends ForwardingStore {
    @Override
    public List<StoredToken> find(TokenQuery query) {
      if (query.anyScope().isEmpty()) {
        return right.find(query);
      }
      return right.find(TokenQuery.all()).stream()
          .filter(row -> query.anyScope().get().stream().anyMatch(row.scopes()::contains))
          .toList();
    }
  }

  private static class AfterInclusive extends ForwardingStore {
    @Override
    public List<StoredToken> find(TokenQuery query) {
      return query
          .after()
          .map(
              last ->
                  allOf(this, query.after(Rows.id(1)))
                      .filter(row -> row.id().compareTo(last) >= 0)
                      .limit(query.limit())
                      .toList())
          .orElseGet(() -> right.find(query));
    }
  }

  private static class SkippingPages extends ForwardingStore {
    @Override
    public List<StoredToken> find(TokenQuery query) {
      return allOf(this, query)
          .skip(query.after().isPresent() ? 1 : 0)
          .limit(query.limit())
          .toList();
    }
  }

  /** Counts what each thread was given since it began with the first page. */
  private static class OffsetPages extends ForwardingStore {
    private final ThreadLocal<Integer> given = ThreadLocal.withInitial(() -> 0);

    @Override
    public List<StoredToken> find(TokenQuery query) {
      int offset = query.after().isPresent() ? given.get() : 0;
      List<StoredToken> page =
          allOf(this, TokenQuery.all()).skip(offset).limit(query.limit()).toList();
      given.set(offset + page.size());
      return page;
    }
  }
}
