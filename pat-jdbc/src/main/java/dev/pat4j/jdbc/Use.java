package dev.pat4j.jdbc;

import dev.pat4j.store.LastUse;
import dev.pat4j.store.TokenId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A last use as it is written.
 *
 * @param id whose row
 * @param at in milliseconds
 * @param origin the client's address; null if it was not said
 */
record Use(long id, long at, @Nullable String origin) {

  /** In ascending order of id: whoever takes locks in one order does not deadlock. */
  static List<Use> sorted(Map<TokenId, LastUse> uses) {
    return Map.copyOf(uses).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> of(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Use of(TokenId id, LastUse use) {
    String origin = use.from().orElse(null);
    return new Use(
        id.value(),
        Keepable.millis(id, Column.LAST_USED_AT, use.at()),
        origin == null ? null : Keepable.text(id, Column.LAST_USED_FROM, origin));
  }
}
