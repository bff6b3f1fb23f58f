package dev.pat4j.testkit;

import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stores that record uses wrongly. */
final class UseFaults {

  private UseFaults() {}

  static List<Fault> all() {
    return List.of(
        touching(
            "last_use < ? is not true of null",
            (row, use) -> row.lastUse().isPresent() ? later(row, use) : row,
            "touchRecordsTheFirstUse"),
        touching(
            "the first address is kept for ever",
            (row, use) ->
                later(
                    row,
                    new LastUse(use.at(), row.lastUse().map(LastUse::from).orElse(use.from()))),
            "touchRecordsALaterUseWithItsAddress"),
        touching(
            "an absent address keeps the one before, as COALESCE does",
            (row, use) ->
                later(
                    row,
                    new LastUse(
                        use.at(), use.from().or(() -> row.lastUse().flatMap(LastUse::from)))),
            "touchRecordsALaterUseWithItsAddress"),
        touching(
            "a use is written whatever its time",
            (row, use) -> row.toBuilder().lastUse(use).build(),
            "touchPassesOverAnEarlierUseAndAnEqualOne"),
        touching(
            "a use of the same time overwrites",
            (row, use) ->
                row.lastUse().filter(known -> known.isAfter(use)).isPresent()
                    ? row
                    : row.toBuilder().lastUse(use).build(),
            "touchPassesOverAnEarlierUseAndAnEqualOne"),
        touching(
            "a use counts as a version",
            (row, use) -> later(row.toBuilder().version(row.version() + 1).build(), use),
            "touchChangesNothingElse"),
        touching(
            "a use is an update",
            (row, use) -> later(row.toBuilder().updatedAt(use.at()).build(), use),
            "touchChangesNothingElse"),
        Fault.of(
            "a use writes back the row as it was inserted",
            Remembering::new,
            "touchLeavesARevokedRowRevoked"),
        Fault.of(
            "a use of an unknown id ends the batch", Abandoning::new, "touchPassesOverUnknownIds"),
        Fault.of(
            "a use brings a deleted row back",
            Resurrecting::new,
            "touchBringsNoDeletedRowBack",
            "touchPassesOverUnknownIds"),
        Fault.of("IN () is an error", EmptyIsAnError::new, "touchAcceptsAnEmptyBatch"),
        Fault.of("a statement has 32,767 parameters", Limited::new, "touchAcceptsALargeBatch"));
  }

  /** What a row becomes by a use. */
  private interface Touch {
    StoredToken touched(StoredToken row, LastUse use);
  }

  private static Fault touching(String what, Touch touch, String... caughtBy) {
    return Fault.of(
        what,
        () ->
            new ForwardingStore() {
              @Override
              public void touch(Map<TokenId, LastUse> uses) {
                uses.forEach(
                    (id, use) ->
                        right.findById(id).ifPresent(row -> overwrite(touch.touched(row, use))));
              }
            },
        caughtBy);
  }

  private static StoredToken later(StoredToken row, LastUse use) {
    return row.lastUse().map(use::isAfter).orElse(true)
        ? row.toBuilder().lastUse(use).build()
        : row;
  }

  private static class Remembering extends ForwardingStore {
    private final Map<TokenId, StoredToken> inserted = new HashMap<>();

    @Override
    public synchronized boolean insert(StoredToken token) {
      inserted.put(token.id(), token);
      return right.insert(token);
    }

    @Override
    public synchronized void touch(Map<TokenId, LastUse> uses) {
      uses.forEach(
          (id, use) -> {
            if (right.findById(id).isPresent()) {
              overwrite(later(inserted.get(id), use));
            }
          });
    }
  }

  private static class Abandoning extends ForwardingStore {
    @Override
    public void touch(Map<TokenId, LastUse> uses) {
      if (uses.keySet().stream().allMatch(id -> right.findById(id).isPresent())) {
        right.touch(uses);
      }
    }
  }

  private static class Resurrecting extends ForwardingStore {
    @Override
    public void touch(Map<TokenId, LastUse> uses) {
      uses.keySet().forEach(id -> right.insert(Rows.plain(id.value())));
      right.touch(uses);
    }
  }

  private static class EmptyIsAnError extends ForwardingStore {
    @Override
    public void touch(Map<TokenId, LastUse> uses) {
      if (uses.isEmpty()) {
        throw new TokenStoreException("syntax error", null);
      }
      right.touch(uses);
    }
  }

  private static class Limited extends ForwardingStore {
    @Override
    public void touch(Map<TokenId, LastUse> uses) {
      if (uses.size() > Short.MAX_VALUE) {
        throw new TokenStoreException("too many parameters", null);
      }
      right.touch(uses);
    }
  }
}
