package dev.pat4j.cache;

import static dev.pat4j.scope.ScopeCatalog.within;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pat4j.IssuedToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Rejected;
import dev.pat4j.RejectionReason;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.testkit.TestClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/** One of several that share rows: the library, a cache of its own, and a store that counts. */
final class Node {

  private static final ScopeCatalog CATALOG =
      ScopeCatalog.builder()
          .scope("repo", "Repositories")
          .scope("repo:read", "Read repositories", within("repo"))
          .scope("gist", "Gists")
          .build();

  final WatchedStore store;
  final CachingTokenStore cached;
  final PersonalAccessTokens tokens;
  private final InstantSource clock;

  Node(InMemoryTokenStore rows, TestClock clock) {
    this(rows, clock, builder -> builder);
  }

  Node(
      InMemoryTokenStore rows,
      TestClock clock,
      UnaryOperator<PersonalAccessTokens.Builder> configuration) {
    this.clock = clock;
    this.store = new WatchedStore(rows);
    this.cached = CachingTokenStore.builder(store, rows.changes()).build();
    this.tokens = library(configuration);
  }

  /** Another library on the same cache, as after a change of the configuration. */
  PersonalAccessTokens library(UnaryOperator<PersonalAccessTokens.Builder> configuration) {
    return configuration
        .apply(
            PersonalAccessTokens.builder(cached)
                .format(TokenFormat.withPrefix("acme"))
                .scopes(CATALOG)
                .clock(clock)
                .lastUseInterval(Duration.ofHours(6)))
        .build();
  }

  /** A token of ada's that lives for an hour. */
  IssuedToken issue(String... scopes) {
    return tokens.issue(
        TokenRequest.forOwner("ada")
            .name("laptop")
            .scopes(scopes)
            .expiresAfter(Duration.ofHours(1))
            .build());
  }

  OwnedTokens mine() {
    return tokens.ownedBy("ada");
  }

  Verified verified(String token) {
    return assertInstanceOf(Verified.class, tokens.verify(token));
  }

  RejectionReason refused(String token) {
    return assertInstanceOf(Rejected.class, tokens.verify(token)).reason();
  }

  /** Accepted, and so once more without a call of the store. */
  Node warm(String token) {
    verified(token);
    store.forgetCalls();
    verified(token);
    assertEquals(List.of(), store.calls(), "warm");
    return this;
  }
}
