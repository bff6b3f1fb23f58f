package dev.pat4j.testkit;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.InMemoryTokenStore;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * For tests: the library itself, on an in-memory store, with a clock that the test moves and with
 * tokens that are the same in every run.
 *
 * <p>Nothing in it is a mock: what is issued here is verified, listed, used, expires and is revoked
 * as in production. Never let it open anything but a test: its tokens can be guessed. Thread-safe;
 * no method accepts null.
 */
public final class TestTokens {

  /** Where every clock begins. */
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private static final long SEED = 1;

  private final InMemoryTokenStore store = new InMemoryTokenStore();
  private final TestClock clock = TestClock.at(START);
  private final PersonalAccessTokens library;

  private TestTokens(Consumer<PersonalAccessTokens.Builder> configuration) {
    PersonalAccessTokens.Builder builder =
        PersonalAccessTokens.builder(store).format(TokenFormat.withPrefix("test"));
    configuration.accept(builder);
    this.library = builder.clock(clock).random(new InsecureTestRandom(SEED)).build();
  }

  /**
   * Configured as in production: hand in the method that does it there. Its clock and its source of
   * chance are replaced; if it says no format, tokens begin with {@code test_}.
   */
  public static TestTokens configured(Consumer<PersonalAccessTokens.Builder> configuration) {
    return new TestTokens(configuration);
  }

  /**
   * With these scopes, of which none implies another, and the library's defaults.
   *
   * @throws IllegalArgumentException if a name is no scope-token of RFC 6749 section 3.3
   */
  public static TestTokens withScopes(String... names) {
    ScopeCatalog.Builder catalog = ScopeCatalog.builder();
    for (String name : names) {
      catalog.scope(name, name);
    }
    return configured(builder -> builder.scopes(catalog.build()));
  }

  /** The library. */
  public PersonalAccessTokens library() {
    return library;
  }

  /** The only clock there is; it stands at noon UTC of 1 January 2026 until it is moved. */
  public TestClock clock() {
    return clock;
  }

  /** The store, empty at first. */
  public InMemoryTokenStore store() {
    return store;
  }

  /** {@link TestCaller#actingAs} with this library. */
  public TestCaller actingAs(String owner, String... scopes) {
    return TestCaller.actingAs(library, owner, scopes);
  }
}
