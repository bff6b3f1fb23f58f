package dev.pat4j;

import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What was minted with a token, and with that, and so on. */
final class Descendants {

  private Descendants() {}

  /**
   * Applies a change to all of them, parents before children, until a whole walk changes nothing:
   * what is rotated while it is walked past has a successor that the next walk finds.
   *
   * @param change says whether it changed anything
   */
  static void settle(TokenStore store, TokenId ancestor, Predicate<StoredToken> change) {
    Race.untilWon(
        "what was minted with token " + ancestor,
        lost -> walk(store, ancestor, change) ? Optional.empty() : Optional.of(ancestor));
  }

  /**
   * Without recursion, for how deep tokens mint tokens is not ours to say; and each row once, for
   * rows of a broken store may name each other in a circle.
   */
  private static boolean walk(TokenStore store, TokenId ancestor, Predicate<StoredToken> change) {
    boolean changed = false;
    Set<TokenId> seen = new HashSet<>(List.of(ancestor));
    Deque<TokenId> parents = new ArrayDeque<>(seen);
    while (!parents.isEmpty()) {
      TokenQuery minted = TokenQuery.all().mintedBy(parents.remove());
      try (Stream<StoredToken> pages = Pages.of(store, minted)) {
        for (StoredToken child : (Iterable<StoredToken>) pages::iterator) {
          if (seen.add(child.id())) {
            changed |= change.test(child);
            parents.add(child.id());
          }
        }
      }
    }
    return changed;
  }
}
