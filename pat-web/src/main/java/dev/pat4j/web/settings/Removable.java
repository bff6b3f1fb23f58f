package dev.pat4j.web.settings;

import dev.pat4j.AccessToken;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tokens that their owner may want to be rid of, each for the first reason that fits.
 *
 * @param expired past their time
 * @param beyondPolicy that the policy of now would not make, or refuses
 * @param unused for a while
 * @param revoked already
 */
public record Removable(
    List<TokenView> expired,
    List<TokenView> beyondPolicy,
    List<TokenView> unused,
    List<TokenView> revoked) {

  /** After which a token counts as no longer used. */
  static final Duration A_WHILE = Duration.ofDays(90);

  static Removable of(List<TokenView> tokens, Visit visit) {
    Set<TokenId> beyond = beyondPolicy(visit);
    List<TokenView> expired = new ArrayList<>();
    List<TokenView> refused = new ArrayList<>();
    List<TokenView> unused = new ArrayList<>();
    List<TokenView> revoked = new ArrayList<>();
    for (TokenView token : tokens) {
      switch (token.state()) {
        case EXPIRED -> expired.add(token);
        case REVOKED -> revoked.add(token);
        case ACTIVE -> {
          if (beyond.contains(token.id()) || hasForbiddenScopes(token.token(), visit)) {
            refused.add(token);
          } else if (token.isUnusedFor(A_WHILE)) {
            unused.add(token);
          }
        }
      }
    }
    return new Removable(expired, refused, unused, revoked);
  }

  /** How many there are that still do harm or clutter; what is revoked does neither. */
  long count() {
    return (long) expired.size() + beyondPolicy.size() + unused.size();
  }

  /** Whether there is nothing to remove at all. */
  public boolean isEmpty() {
    return count() == 0 && revoked.isEmpty();
  }

  private static Set<TokenId> beyondPolicy(Visit visit) {
    try (Stream<AccessToken> tokens =
        visit.library().administration().notComplying(TokenQuery.all().ownedBy(visit.owner()))) {
      return tokens.map(AccessToken::id).collect(Collectors.toCollection(HashSet::new));
    }
  }

  private static boolean hasForbiddenScopes(AccessToken token, Visit visit) {
    Optional<Scopes> allowed =
        visit.library().policy().allowedScopes().map(visit.library().scopeCatalog()::of);
    return allowed.filter(scopes -> !scopes.covers(token.scopes())).isPresent();
  }
}
