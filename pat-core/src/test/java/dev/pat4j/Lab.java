package dev.pat4j;

import static dev.pat4j.scope.ScopeCatalog.within;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStore;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** The library with a clock that stands, chance that repeats, and a store that counts. */
final class Lab {

  static final Instant START = Instant.parse("2026-03-01T12:00:00.123Z");

  static final ScopeCatalog CATALOG =
      ScopeCatalog.builder()
          .scope("repo", "Repositories")
          .scope("repo:read", "Read repositories", within("repo"))
          .scope("admin:org", "Administer")
          .scope("write:org", "Write", within("admin:org"))
          .scope("read:org", "Read", within("write:org"))
          .scope("gist", "Gists")
          .build();

  final TestClock clock = new TestClock(START);
  final InMemoryTokenStore rows;
  final CountingStore store;
  final List<TokenEvent> events = Collections.synchronizedList(new ArrayList<>());
  final PersonalAccessTokens tokens;

  Lab() {
    this(builder -> builder);
  }

  Lab(UnaryOperator<PersonalAccessTokens.Builder> changes) {
    this(new InMemoryTokenStore(), changes);
  }

  Lab(InMemoryTokenStore rows, UnaryOperator<PersonalAccessTokens.Builder> changes) {
    this(rows, store -> store, changes);
  }

  /** A library over these rows, and something that goes wrong in between. */
  Lab(
      InMemoryTokenStore rows,
      UnaryOperator<TokenStore> between,
      UnaryOperator<PersonalAccessTokens.Builder> changes) {
    this.rows = rows;
    this.store = new CountingStore(between.apply(rows));
    this.tokens =
        changes
            .apply(
                PersonalAccessTokens.builder(store)
                    .format(TokenFormat.withPrefix("acme"))
                    .scopes(CATALOG)
                    .clock(clock)
                    .random(chance("issued"))
                    .lastUseInterval(Duration.ofHours(6))
                    .listener(events::add))
            .build();
  }

  /** The same numbers in the same order at every run. */
  static SecureRandom chance(String seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed.getBytes(StandardCharsets.US_ASCII));
      return random;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static TokenRequest.Builder request(String... scopes) {
    return TokenRequest.forOwner("ada")
        .name("laptop")
        .scopes(scopes)
        .expiresAfter(Duration.ofDays(90));
  }

  /** A token of ada's that lives for 90 days. */
  Held issue(String... scopes) {
    return held(tokens.issue(request(scopes).build()));
  }

  static Held held(IssuedToken issued) {
    return new Held(issued.token(), issued.secret().reveal());
  }

  /** A well-formed token that nobody issued. */
  String neverIssued() {
    return tokens.format().generate(chance("never issued"));
  }

  Verified verified(String text) {
    return assertInstanceOf(Verified.class, tokens.verify(text));
  }

  RejectionReason refused(String text) {
    return refused(tokens.verify(text));
  }

  static RejectionReason refused(Verification outcome) {
    return assertInstanceOf(Rejected.class, outcome).reason();
  }

  OwnedTokens mine() {
    return tokens.ownedBy("ada");
  }

  StoredToken row(TokenId id) {
    return rows.findById(id).orElseThrow();
  }

  /** Changes a row behind the library's back. */
  void tamper(TokenId id, UnaryOperator<StoredToken.Builder> change) {
    StoredToken row = row(id);
    if (!rows.replace(row, change.apply(row.toBuilder()).build())) {
      throw new AssertionError("lost a race that nobody else was in");
    }
  }

  /** The kinds of the events so far, which are forgotten. */
  List<String> told() {
    List<String> kinds =
        List.copyOf(events).stream().map(event -> event.getClass().getSimpleName()).toList();
    events.clear();
    return kinds;
  }

  /** A token and its text, which a test may look at more than once. */
  record Held(AccessToken token, String text) {
    TokenId id() {
      return token.id();
    }
  }
}
