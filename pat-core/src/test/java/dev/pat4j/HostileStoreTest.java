package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import ch.qos.logback.classic.Level;
import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that lies, breaks or changes its mind lets nobody in, and takes nobody else down. */
class HostileStoreTest {

  private final InMemoryTokenStore rows = new InMemoryTokenStore();
  private final Lab honest = new Lab(rows, builder -> builder);
  private final Held held = honest.issue("repo");

  private Lab over(Function<TokenStore, TokenStore> lies) {
    return new Lab(rows, lies::apply, builder -> builder.random(Lab.chance("hostile")));
  }

  private static void assertBroken(Runnable call) {
    TokenStoreException broken = assertThrows(TokenStoreException.class, call::run);
    assertNotNull(broken.getMessage());
  }

  @Nested
  class Breaks {

    @ParameterizedTest
    @ValueSource(
        classes = {IllegalStateException.class, NullPointerException.class, IOException.class})
    void everyExceptionBecomesTheOneThatSaysSo(Class<? extends Exception> kind) throws Exception {
      Exception failure = kind.getConstructor(String.class).newInstance("connection lost");
      TokenStore broken =
          mock(
              TokenStore.class,
              call -> {
                throw failure;
              });
      Lab lab = over(store -> broken);

      for (Runnable call : everyCall(lab)) {
        TokenStoreException thrown = assertThrows(TokenStoreException.class, call::run);
        assertSame(failure, thrown.getCause());
        assertTrue(thrown.getMessage().startsWith("the token store failed at "), thrown::toString);
      }
    }

    @Test
    void itsOwnExceptionIsPassedOnAsItIs() {
      TokenStoreException failure = new TokenStoreException("timed out", null);
      TokenStore broken =
          mock(
              TokenStore.class,
              call -> {
                throw failure;
              });
      Lab lab = over(store -> broken);

      for (Runnable call : everyCall(lab)) {
        assertSame(failure, assertThrows(TokenStoreException.class, call::run));
      }
    }

    @Test
    void anErrorIsNotSwallowedAndLetsNobodyIn() {
      TokenStore broken =
          mock(
              TokenStore.class,
              call -> {
                throw new LinkageError("no such driver");
              });
      Lab lab = over(store -> broken);

      assertThrows(LinkageError.class, () -> lab.tokens.verify(held.text()));
    }

    @Test
    void nullIsNoAnswer() {
      TokenStore nothing = mock(TokenStore.class, call -> null);
      Lab lab = over(store -> nothing);

      assertBroken(() -> lab.tokens.verify(held.text()));
      assertBroken(() -> lab.mine().list());
      assertBroken(() -> lab.mine().find(held.id()));
      assertBroken(() -> lab.tokens.administration().search(TokenQuery.all()));
      assertBroken(() -> lab.issue());
    }

    @Test
    void aListWithNullInItIsNoAnswer() {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public List<StoredToken> find(TokenQuery query) {
                      List<StoredToken> found = new ArrayList<>(super.find(query));
                      found.add(null);
                      return found;
                    }
                  });

      assertBroken(() -> lab.mine().list());
    }

    private List<Runnable> everyCall(Lab lab) {
      OwnedTokens mine = lab.mine();
      TokenAdministration all = lab.tokens.administration();
      return List.of(
          () -> lab.tokens.verify(held.text()),
          () -> lab.tokens.issue(Lab.request().build()),
          () -> mine.list(),
          () -> mine.find(held.id()),
          () -> mine.rename(held.id(), "x"),
          () -> mine.changeScopes(held.id()),
          () -> mine.changeAllowedAddresses(held.id()),
          () -> mine.changeAttributes(held.id(), Map.of()),
          () -> mine.regenerate(held.id()),
          () -> mine.rotate(held.id(), Duration.ZERO),
          () -> mine.revoke(held.id(), ""),
          () -> mine.revokeAll(""),
          () -> mine.delete(held.id()),
          () -> mine.deleteAll(),
          () -> all.search(TokenQuery.all()),
          () -> all.stream(TokenQuery.all()),
          () -> all.find(held.id()),
          () -> all.revoke(held.id(), "root", ""),
          () -> all.revokeAllOf("ada", "root", ""),
          () -> all.purge(Duration.ZERO),
          () -> all.announceExpiring());
    }
  }

  @Nested
  class GivesOtherRows {

    private final Held other =
        Lab.held(
            honest.tokens.issue(
                TokenRequest.forOwner("bob").scopes("admin:org").neverExpires().build()));

    @Test
    void anotherRowForADigestLetsNobodyIn() {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public Optional<StoredToken> findByDigest(TokenDigest digest) {
                      return store.findById(other.id());
                    }
                  });

      assertEquals(RejectionReason.CORRUPT, lab.refused(held.text()));
      assertEquals(List.of("Refused"), lab.told());
    }

    @Test
    void anotherRowForAnIdIsABreakdown() {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public Optional<StoredToken> findById(TokenId id) {
                      return store.findById(other.id());
                    }
                  });

      assertBroken(() -> lab.mine().find(held.id()));
      assertBroken(() -> lab.mine().delete(held.id()));
      assertBroken(() -> lab.mine().regenerate(held.id()));
      assertBroken(() -> lab.tokens.administration().revoke(held.id(), "root", ""));
      honest.verified(other.text());
    }

    @Test
    void rowsOfOthersInAListAreABreakdown() {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public List<StoredToken> find(TokenQuery query) {
                      return store.find(TokenQuery.all());
                    }
                  });

      assertBroken(() -> lab.mine().list());
      assertBroken(() -> lab.mine().deleteAll());
      assertBroken(() -> lab.mine().revokeAll(""));
      assertBroken(() -> lab.mine().rotate(held.id(), Duration.ZERO));
      honest.verified(other.text());
    }

    @Test
    void aPageThatIsTooLongOutOfOrderOrRepeatedIsABreakdown() {
      for (int i = 0; i < 5; i++) {
        honest.issue();
      }
      List<UnaryOperator<List<StoredToken>>> lies =
          List.of(
              page -> Stream.concat(page.stream(), page.stream()).toList(),
              page ->
                  page.stream().sorted(Comparator.comparing(StoredToken::id).reversed()).toList(),
              page -> rows.find(TokenQuery.all()));
      for (UnaryOperator<List<StoredToken>> lie : lies) {
        Lab lab =
            over(
                store ->
                    new DelegatingStore(store) {
                      @Override
                      public List<StoredToken> find(TokenQuery query) {
                        return lie.apply(store.find(query));
                      }
                    });

        assertBroken(() -> lab.tokens.administration().search(TokenQuery.all().limit(3)));
      }
    }

    @Test
    @Timeout(20)
    void aNextPageThatIsTheFirstAgainIsABreakdownAndNoLoop() {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public List<StoredToken> find(TokenQuery query) {
                      return IntStream.rangeClosed(1, query.limit())
                          .mapToObj(i -> copy(store.findById(held.id()).orElseThrow(), i))
                          .toList();
                    }
                  });

      assertBroken(() -> lab.mine().list());
    }

    @Test
    @Timeout(20)
    void tokensThatMintedEachOtherInACircleAreRevokedOnce() {
      Held one = honest.issue();
      Held two = honest.issue();
      honest.tamper(one.id(), row -> row.mintedBy(two.id()));
      honest.tamper(two.id(), row -> row.mintedBy(one.id()));

      assertTrue(honest.mine().revoke(one.id(), "circle"));

      assertEquals(RejectionReason.REVOKED, honest.refused(one.text()));
      assertEquals(RejectionReason.REVOKED, honest.refused(two.text()));
    }

    @Test
    void anAnswerThatChangesIsJudgedEachTime() {
      AtomicBoolean present = new AtomicBoolean(true);
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public Optional<StoredToken> findByDigest(TokenDigest digest) {
                      Optional<StoredToken> row = super.findByDigest(digest);
                      return present.getAndSet(!present.get()) ? row : Optional.empty();
                    }
                  });

      lab.verified(held.text());
      assertEquals(RejectionReason.UNKNOWN, lab.refused(held.text()));
      lab.verified(held.text());
    }

    private StoredToken copy(StoredToken row, long id) {
      return StoredToken.builder(
              new TokenId(id), row.digest(), row.hashKeyId(), row.owner(), row.createdAt())
          .build();
    }
  }

  @Nested
  class LiesAboutWrites {

    @Test
    void anInsertThatNeverSucceedsGivesUp() {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public boolean insert(StoredToken token) {
                      return false;
                    }
                  });

      assertBroken(() -> lab.issue());
      assertEquals(8, Collections.frequency(lab.store.calls(), "insert"));
      assertEquals(List.of(), lab.told());
    }

    @Test
    @Timeout(20)
    void aReplaceThatNeverSucceedsGivesUp() {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public boolean replace(StoredToken expected, StoredToken updated) {
                      return false;
                    }

                    @Override
                    public boolean rotate(StoredToken one, StoredToken two, StoredToken three) {
                      return false;
                    }
                  });

      assertBroken(() -> lab.mine().rename(held.id(), "x"));
      assertEquals(100, Collections.frequency(lab.store.calls(), "replace"));
      assertBroken(() -> lab.mine().revoke(held.id(), ""));
      assertBroken(() -> lab.mine().revokeAll(""));
      assertBroken(() -> lab.mine().regenerate(held.id()));
      assertBroken(() -> lab.mine().rotate(held.id(), Duration.ZERO));
      assertEquals(List.of(), lab.told());
    }

    @Test
    void aReplaceThatSaysYesAndDoesNothingIsABreakdown() {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public boolean replace(StoredToken expected, StoredToken updated) {
                      return true;
                    }

                    @Override
                    public boolean rotate(StoredToken one, StoredToken two, StoredToken three) {
                      return true;
                    }

                    @Override
                    public boolean delete(TokenId id) {
                      return true;
                    }
                  });

      assertBroken(() -> lab.mine().revoke(held.id(), ""));
      assertBroken(() -> lab.mine().revokeAll(""));
      assertBroken(() -> lab.tokens.administration().revoke(held.id(), "root", ""));
      assertBroken(() -> lab.mine().regenerate(held.id()));
      assertBroken(() -> lab.mine().rotate(held.id(), Duration.ZERO));
      assertBroken(() -> lab.mine().changeScopes(held.id()));
      assertBroken(() -> lab.mine().delete(held.id()));
      assertBroken(() -> lab.mine().deleteAll());
      assertEquals(List.of(), lab.told());
      honest.verified(held.text());
    }

    @Test
    void aReplaceThatDropsTheRevocationIsABreakdown() {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public boolean replace(StoredToken expected, StoredToken updated) {
                      return store.replace(expected, updated.toBuilder().revocation(null).build());
                    }
                  });

      assertBroken(() -> lab.mine().revoke(held.id(), ""));
    }

    @Test
    void aReplaceAfterWhichAnotherOneCameFirstIsNone() {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public boolean replace(StoredToken expected, StoredToken updated) {
                      boolean done = store.replace(expected, updated);
                      StoredToken row = store.findById(updated.id()).orElseThrow();
                      return done && store.replace(row, row.toBuilder().name("faster").build());
                    }
                  });

      assertEquals("slower", lab.mine().rename(held.id(), "slower").name());
      assertEquals("faster", lab.mine().find(held.id()).orElseThrow().name());
    }

    @Test
    void aReplaceAfterWhichTheRowIsGoneIsNone() {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public boolean replace(StoredToken expected, StoredToken updated) {
                      return store.replace(expected, updated) && store.delete(updated.id());
                    }
                  });

      assertTrue(lab.mine().revoke(held.id(), ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aPurgeThatRemovesWhatItCannotIsABreakdown(int removed) {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public int purge(Instant deadBefore, int limit) {
                      return removed;
                    }
                  });

      assertBroken(() -> lab.tokens.administration().purge(Duration.ofDays(1)));
    }

    @Test
    @Timeout(20)
    void aPurgeThatIsNeverDoneStopsAtAMillion() {
      Lab lab =
          over(
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public int purge(Instant deadBefore, int limit) {
                      return limit;
                    }
                  });

      assertEquals(1_000_000, lab.tokens.administration().purge(Duration.ofDays(1)));
    }
  }

  @Nested
  class HoldsCorruptRows {

    private final Held corrupt = honest.issue("gist");

    HoldsCorruptRows() {
      honest.tamper(corrupt.id(), row -> row.scopes("gist no-such-scope"));
      honest.told();
    }

    @Test
    void oneIsLeftOutOfListsAndReportedAndTheOthersAreThere() {
      try (CapturedLog log = new CapturedLog()) {
        assertEquals(List.of(held.id()), ids(honest.mine().list()));
        assertEquals(
            List.of(held.id()), ids(honest.tokens.administration().search(TokenQuery.all())));
        assertEquals(Optional.empty(), honest.mine().find(corrupt.id()));
        assertEquals(Optional.empty(), honest.tokens.administration().find(corrupt.id()));
        assertEquals(4, log.lines(Level.ERROR).size());
        assertEquals(
            "ERROR the row of token "
                + corrupt.id()
                + " is corrupt and is refused: scope 'no-such-scope' is not in the catalogue",
            log.lines(Level.ERROR).get(0));
      }
    }

    @Test
    void oneCannotBeChanged() {
      assertBroken(() -> honest.mine().rename(corrupt.id(), "x"));
      assertBroken(() -> honest.mine().regenerate(corrupt.id()));
      assertBroken(() -> honest.mine().rotate(corrupt.id(), Duration.ZERO));
    }

    @Test
    void oneIsRevokedLikeAllOthersSoThatMendingItDoesNotBringItBack() {
      assertEquals(2, honest.mine().revokeAll("incident"));

      honest.tamper(corrupt.id(), row -> row.scopes("gist"));
      assertEquals(RejectionReason.REVOKED, honest.refused(corrupt.text()));
    }

    @Test
    void oneIsRevokedByItsId() {
      assertTrue(honest.mine().revoke(corrupt.id(), "incident"));
      assertFalse(honest.mine().revoke(corrupt.id(), "again"));

      honest.tamper(corrupt.id(), row -> row.scopes("gist"));
      assertEquals(RejectionReason.REVOKED, honest.refused(corrupt.text()));
    }

    @Test
    void oneIsDeletedLikeAllOthers() {
      assertTrue(honest.mine().delete(corrupt.id()));
      assertEquals(1, honest.mine().deleteAll());
      assertEquals(List.of(), rows.find(TokenQuery.all()));
      assertEquals(List.of("Deleted"), honest.told());
    }

    @Test
    void noWarningOfItsExpiryIsSentOrMarked() {
      honest.clock.advance(Duration.ofDays(89));

      assertEquals(1, honest.tokens.administration().announceExpiring());
      assertEquals(Optional.empty(), honest.row(corrupt.id()).expiryWarnedAt());
    }

    private List<TokenId> ids(List<AccessToken> tokens) {
      return tokens.stream().map(AccessToken::id).toList();
    }
  }

  @Test
  @DisplayName("threat 21: what was made and shown to nobody is taken back, and the old one lives")
  void aStoreThatBreaksOnceTheRowIsInLeavesNoTokenThatNobodySaw() {
    AtomicInteger breaksAt = new AtomicInteger();
    Lab lab =
        over(
            store ->
                new DelegatingStore(store) {
                  @Override
                  public List<StoredToken> find(TokenQuery query) {
                    if (breaksAt.decrementAndGet() == 0) {
                      throw new IllegalStateException("down for a moment");
                    }
                    return super.find(query);
                  }
                });
    OwnedTokens ada = lab.mine();

    breaksAt.set(2);
    assertBroken(() -> lab.issue("repo"));
    breaksAt.set(2);
    assertBroken(() -> ada.rotate(held.id(), Duration.ofHours(1)));
    assertEquals(List.of(held.id()), ada.list().stream().map(AccessToken::id).toList());
    lab.verified(held.text());
    lab.clock.advance(Duration.ofDays(91));
    breaksAt.set(2);
    assertBroken(() -> ada.regenerate(held.id()));

    assertEquals(RejectionReason.EXPIRED, lab.refused(held.text()));
    lab.verified(ada.regenerate(held.id()).secret().reveal());
  }

  @Test
  void whileTheStoreIsDownNobodyGetsInAndNobodyIsCalledBad() {
    AtomicBoolean down = new AtomicBoolean();
    Lab lab =
        over(
            store ->
                new DelegatingStore(store) {
                  @Override
                  public Optional<StoredToken> findByDigest(TokenDigest digest) {
                    if (down.get()) {
                      throw new IllegalStateException("down");
                    }
                    return super.findByDigest(digest);
                  }
                });
    lab.verified(held.text());
    lab.told();

    down.set(true);
    assertBroken(() -> lab.tokens.verify(held.text()));
    assertEquals(RejectionReason.MALFORMED, lab.refused(""));
    assertEquals(List.of("Refused"), lab.told());
    down.set(false);
    lab.verified(held.text());
  }
}
