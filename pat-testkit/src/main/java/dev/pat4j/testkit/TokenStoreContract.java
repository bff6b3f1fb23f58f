package dev.pat4j.testkit;

import static dev.pat4j.testkit.Rows.NOON;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.AccessToken;
import dev.pat4j.IssuedToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Rejected;
import dev.pat4j.RejectionReason;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verification;
import dev.pat4j.Verified;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What every {@link TokenStore} must do, as tests: whoever writes a store extends this class, says
 * how to make one, and runs it with JUnit.
 *
 * <pre>{@code
 * class MyTokenStoreTest extends TokenStoreContract {
 *   @Override
 *   protected TokenStore createStore() {
 *     return new MyTokenStore(newDatabase());
 *   }
 * }
 * }</pre>
 *
 * <p>The cases are final: a store that passes keeps the whole contract. They say that every field
 * is kept exactly, that ids, digests and owners are compared exactly, what each change writes and
 * when it is refused without a trace, that a last use only moves forward, that a query finds what
 * {@link dev.pat4j.store.TokenQuery#matches} says in complete pages, that one of several threads
 * which want the same thing wins, and that no row holds a token in plain text.
 *
 * <p>What only the store itself can show is left to its author: that rows outlive the process, that
 * a crash leaves no half of a rotation behind, that waiting is bounded and a failure becomes a
 * {@link dev.pat4j.store.TokenStoreException}, that {@link TokenStore#findByDigest} uses an index,
 * and that what lies on its disk holds nothing more than the rows do.
 */
public abstract class TokenStoreContract extends RaceContract {

  /** For a store's author. */
  protected TokenStoreContract() {}

  /**
   * Returns a new, empty store, ready for several threads; each case calls it once. Close what it
   * needs in an {@code @AfterEach} of your own.
   */
  @Override
  protected abstract TokenStore createStore();

  @Test
  public final void refusesNull() {
    StoredToken row = Rows.plain(1);
    TokenStore store = storeOf(row);
    assertAll(
        refused("insert", () -> store.insert(nothing())),
        refused("findByDigest", () -> store.findByDigest(nothing())),
        refused("findById", () -> store.findById(nothing())),
        refused("find", () -> store.find(nothing())),
        refused("replace, expected", () -> store.replace(nothing(), row)),
        refused("replace, updated", () -> store.replace(row, nothing())),
        refused("rotate, expected", () -> store.rotate(nothing(), row, Rows.plain(2))),
        refused("rotate, retired", () -> store.rotate(row, nothing(), Rows.plain(2))),
        refused("rotate, successor", () -> store.rotate(row, row, nothing())),
        refused("delete", () -> store.delete(nothing())),
        refused("touch", () -> store.touch(nothing())),
        refused("touch, an id", () -> store.touch(batch(nothing(), Rows.usedAt(NOON)))),
        refused("touch, a use", () -> store.touch(batch(Rows.id(1), nothing()))),
        refused("purge", () -> store.purge(TokenStoreContract.<Instant>nothing(), 1)));
    assertContents(store, row);
  }

  @Test
  @DisplayName("threats 17, 24: no row holds a token in plain text, nor a usable part of one")
  public final void keepsNoTokenInPlainText() {
    TokenStore store = createStore();
    PersonalAccessTokens library = PersonalAccessTokens.builder(store).build();
    OwnedTokens mine = library.ownedBy("ada");
    IssuedToken issued = issue(library);
    TokenId id = issued.token().id();
    List<String> tokens =
        List.of(
            issued.secret().reveal(),
            mine.regenerate(id).secret().reveal(),
            mine.rotate(id, Duration.ofHours(1)).secret().reveal());
    tokens.forEach(library::verify);
    library.flush();
    mine.revoke(id, "lost");
    List<StoredToken> rows = store.find(TokenQuery.all());
    assertEquals(2, rows.size(), "the token and its successor");
    for (StoredToken row : rows) {
      tokens.forEach(token -> assertFalse(Rows.givesAway(row, token), "in plain text"));
    }
  }

  @Test
  public final void carriesATokenThroughItsLife() {
    TokenStore store = createStore();
    PersonalAccessTokens library = PersonalAccessTokens.builder(store).build();
    OwnedTokens mine = library.ownedBy("ada");
    IssuedToken issued = issue(library);
    TokenId id = issued.token().id();
    String token = issued.secret().reveal();
    assertInstanceOf(Verified.class, library.verify(token, "192.0.2.1"));
    library.flush();
    assertEquals(Optional.of("192.0.2.1"), lastUse(store, id.value()).flatMap(LastUse::from));
    mine.rename(id, "renamed");
    assertEquals(List.of("renamed"), mine.list().stream().map(AccessToken::name).toList());
    assertTrue(mine.revoke(id, "lost"));
    assertEquals(RejectionReason.REVOKED, rejection(library.verify(token)));
    assertTrue(mine.delete(id));
    assertEquals(RejectionReason.UNKNOWN, rejection(library.verify(token)));
    assertContents(store);
  }

  private static IssuedToken issue(PersonalAccessTokens library) {
    return library.issue(TokenRequest.forOwner("ada").name("laptop").neverExpires().build());
  }

  private static RejectionReason rejection(Verification outcome) {
    return assertInstanceOf(Rejected.class, outcome).reason();
  }

  private static Executable refused(String what, Executable call) {
    return () -> assertThrows(NullPointerException.class, call, what);
  }

  private static Map<TokenId, LastUse> batch(TokenId id, LastUse use) {
    Map<TokenId, LastUse> batch = new HashMap<>();
    batch.put(id, use);
    return batch;
  }

  /** Null where the types forbid it, as a careless caller would hand it in. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }
}
