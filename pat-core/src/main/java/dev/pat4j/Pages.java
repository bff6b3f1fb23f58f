package dev.pat4j;

import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.util.List;
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

  private static List<StoredToken> next(
      TokenStore store, TokenQuery query, List<StoredToken> page) {
    return page.size() < query.limit()
        ? List.of()
        : store.find(query.after(page.get(page.size() - 1).id()));
  }
}
