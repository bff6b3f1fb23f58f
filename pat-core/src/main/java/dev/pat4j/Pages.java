package dev.pat4j;

import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Every row that matches, read page by page as it is consumed. */
final class Pages {

  private Pages() {}

  static Stream<StoredToken> of(TokenStore store, TokenQuery query) {
    TokenQuery first = query.limit(TokenQuery.MAXIMUM_LIMIT);
    return Stream.iterate(
            store.find(first), page -> !page.isEmpty(), page -> next(store, first, page))
        .flatMap(List::stream);
  }

  /**
   * Applies a change to every row that matches, until none changes any more: what is rotated while
   * it is walked past has a successor, and that must not get away.
   *
   * @param change says whether it changed the row
   * @return how many were changed
   */
  static int settle(TokenStore store, TokenQuery query, Predicate<StoredToken> change) {
    int[] all = {0};
    return Race.untilWon(
        "the tokens of a query",
        lost -> {
          try (Stream<StoredToken> rows = of(store, query)) {
            int changed = (int) rows.filter(change).count();
            all[0] += changed;
            return changed == 0 ? Optional.of(all[0]) : Optional.empty();
          }
        });
  }

  private static List<StoredToken> next(
      TokenStore store, TokenQuery query, List<StoredToken> page) {
    return page.size() < query.limit()
        ? List.of()
        : store.find(query.after(page.get(page.size() - 1).id()));
  }
}
