package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.Lab.Held;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who owns a token hears of its end in time, and once. */
class ExpiryWarningsTest {

  private final Lab lab = new Lab();
  private final Held held = lab.issue();

  private static List<Duration> announce(Lab lab) {
    lab.events.clear();
    int told = lab.tokens.administration().announceExpiring();
    List<Duration> thresholds =
        lab.events.stream().map(event -> ((TokenEvent.Expiring) event).threshold()).toList();
    assertEquals(told, thresholds.size());
    return thresholds;
  }

  private List<Duration> announceWith(Duration left) {
    lab.clock.set(held.token().expiresAt().orElseThrow().minus(left));
    return announce(lab);
  }

  @Test
  void onceForEachThresholdThirtySevenAndOneDaysBefore() {
    assertEquals(List.of(), announce(lab));
    assertEquals(List.of(), announceWith(Duration.ofDays(30).plusMillis(1)));
    assertEquals(List.of(Duration.ofDays(30)), announceWith(Duration.ofDays(30)));
    assertEquals(List.of(), announceWith(Duration.ofDays(30)));
    assertEquals(List.of(), announceWith(Duration.ofDays(29)));
    assertEquals(List.of(), announceWith(Duration.ofDays(7).plusMillis(1)));
    assertEquals(List.of(Duration.ofDays(7)), announceWith(Duration.ofDays(7)));
    assertEquals(List.of(), announceWith(Duration.ofDays(2)));
    assertEquals(List.of(Duration.ofDays(1)), announceWith(Duration.ofDays(1)));
    assertEquals(List.of(), announceWith(Duration.ofMillis(1)));
    assertEquals(List.of(), announceWith(Duration.ZERO));
  }

  @Test
  void theEventSaysWhichTokenAndWhen() {
    announceWith(Duration.ofDays(3));

    TokenEvent.Expiring event = (TokenEvent.Expiring) lab.events.get(0);
    assertEquals(held.id(), event.token().id());
    assertEquals(Duration.ofDays(7), event.threshold());
    assertEquals(lab.clock.instant(), event.at());
  }

  @Test
  void whoWasAwayForLongHearsOfTheNearestThresholdOnly() {
    assertEquals(List.of(Duration.ofDays(1)), announceWith(Duration.ofHours(3)));
    assertEquals(List.of(), announceWith(Duration.ofHours(1)));
  }

  @Test
  void twoInstancesOnOneStoreTellItOnceBetweenThem() throws Exception {
    Lab other = new Lab(lab.rows, b -> b);
    for (Duration left : List.of(Duration.ofDays(20), Duration.ofDays(5), Duration.ofHours(5))) {
      Instant now = held.token().expiresAt().orElseThrow().minus(left);
      lab.clock.set(now);
      other.clock.set(now);

      List<Integer> told =
          Threads.together(
              2, i -> (i == 0 ? lab : other).tokens.administration().announceExpiring());

      assertEquals(1, told.get(0) + told.get(1));
    }
  }

  @Test
  void nothingIsMarkedAsToldWhereNobodyListens() {
    PersonalAccessTokens silent =
        PersonalAccessTokens.builder(lab.rows).scopes(Lab.CATALOG).clock(lab.clock).build();
    lab.clock.set(held.token().expiresAt().orElseThrow().minus(Duration.ofDays(3)));

    assertEquals(0, silent.administration().announceExpiring());

    assertEquals(List.of(Duration.ofDays(7)), announce(lab));
  }

  @Test
  void aTokenThatWasMadeForLessIsNotWarnedOfMore() {
    lab.mine().deleteAll();
    lab.tokens.issue(TokenRequest.forOwner("ada").expiresAfter(Duration.ofDays(7)).build());
    Held longer =
        Lab.held(
            lab.tokens.issue(
                TokenRequest.forOwner("ada")
                    .expiresAfter(Duration.ofDays(7).plusMillis(1))
                    .build()));

    assertEquals(List.of(), announce(lab));
    lab.clock.advance(Duration.ofMillis(1));
    assertEquals(List.of(Duration.ofDays(7)), announce(lab));
    assertEquals(longer.id(), ((TokenEvent.Expiring) lab.events.get(0)).token().id());
  }

  @Test
  void regeneratingATokenBeginsAnew() {
    announceWith(Duration.ofDays(20));
    lab.mine().regenerate(held.id());
    assertEquals(List.of(), announce(lab));

    lab.clock.advance(Duration.ofDays(61));
    assertEquals(List.of(Duration.ofDays(30)), announce(lab));
  }

  @Test
  void deadAndRotatedAwayTokensAreNotWarnedOf() {
    Held revoked = lab.issue();
    lab.mine().revoke(revoked.id(), "");
    lab.mine().rotate(held.id(), Duration.ofHours(5));
    lab.tokens.issue(TokenRequest.forOwner("ada").neverExpires().build());

    assertEquals(List.of(), announce(lab));
    lab.clock.advance(Duration.ofHours(4));
    assertEquals(List.of(), announce(lab));
  }

  @Test
  void thresholdsAreTheHostsAndMayBeNone() {
    Lab none = new Lab(lab.rows, b -> b.expiryWarnings());
    none.clock.set(held.token().expiresAt().orElseThrow().minusMillis(1));
    none.store.forget();
    assertEquals(List.of(), announce(none));
    assertEquals(List.of(), none.store.calls());

    Duration own = Duration.ofDays(14);
    Lab some =
        new Lab(
            lab.rows, b -> b.expiryWarnings(Duration.ofHours(2), own, own, Duration.ofDays(60)));
    some.clock.set(held.token().expiresAt().orElseThrow().minus(own));
    assertEquals(List.of(own), announce(some));
  }

  @Test
  void aThresholdOfAnyLengthIsTaken() {
    Duration ever = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    Lab far = new Lab(lab.rows, b -> b.expiryWarnings(ever, Duration.ofDays(1)));
    lab.tamper(held.id(), row -> row.expiresAt(Instant.parse("9999-12-31T23:59:59.999Z")));

    assertEquals(List.of(), announce(far));
    far.clock.set(Instant.parse("9999-12-31T23:59:59.998Z"));
    assertEquals(List.of(Duration.ofDays(1)), announce(far));
  }

  @Test
  @DisplayName("threat 32: a mass expiry is warned of in pages, and not read again every hour")
  void whatWasWarnedOfOrIsNotToBeIsNotReadAgain() {
    List<Integer> pages = new ArrayList<>();
    Lab many =
        new Lab(
            lab.rows,
            store ->
                new DelegatingStore(store) {
                  @Override
                  public List<StoredToken> find(TokenQuery query) {
                    List<StoredToken> page = super.find(query);
                    pages.add(page.size());
                    return page;
                  }
                },
            b -> b.random(Lab.chance("many")));
    for (int i = 0; i < 1_500; i++) {
      many.tokens.issue(
          TokenRequest.forOwner("owner" + i).expiresAfter(Duration.ofDays(60)).build());
    }
    Held weekly =
        Lab.held(
            many.tokens.issue(
                TokenRequest.forOwner("bob").expiresAfter(Duration.ofDays(37)).build()));
    many.tokens.ownedBy("bob").rotate(weekly.id(), Duration.ofDays(37));
    many.clock.advance(Duration.ofDays(31));
    for (int i = 0; i < 10; i++) {
      many.tokens.issue(TokenRequest.forOwner("ci").expiresAfter(Duration.ofDays(30)).build());
    }
    pages.clear();

    // The one is the successor, whose end is nearer; what it succeeded is meant to die.
    assertEquals(1_501, announce(many).size());
    assertEquals(List.of(0, 1, 1_000, 500), pages);
    pages.clear();
    many.clock.advance(Duration.ofHours(1));
    assertEquals(List.of(), announce(many));
    assertEquals(List.of(0, 0, 0), pages);
  }

  @Test
  void aRowThatCannotBeReadIsPassedOverEachTimeAndKeepsNobody() {
    Held corrupt = lab.issue("gist");
    lab.tamper(corrupt.id(), row -> row.scopes("nonsense"));

    assertEquals(List.of(Duration.ofDays(7)), announceWith(Duration.ofDays(7)));
    assertEquals(List.of(Duration.ofDays(1)), announceWith(Duration.ofDays(1)));
  }

  @Test
  void whoLosesARaceTellsItTheNextTime() {
    AtomicBoolean lose = new AtomicBoolean(true);
    Lab slow =
        new Lab(
            lab.rows,
            store ->
                new DelegatingStore(store) {
                  @Override
                  public boolean replace(StoredToken expected, StoredToken updated) {
                    return !lose.getAndSet(false) && super.replace(expected, updated);
                  }
                },
            b -> b);
    slow.clock.set(held.token().expiresAt().orElseThrow().minus(Duration.ofDays(3)));

    assertEquals(List.of(), announce(slow));
    assertEquals(List.of(Duration.ofDays(7)), announce(slow));
  }

  @Test
  void aClockThatWentBackTellsNothingTwice() {
    announceWith(Duration.ofDays(6));
    assertEquals(List.of(), announceWith(Duration.ofDays(7)));
    assertEquals(List.of(), announceWith(Duration.ofDays(20)));
  }
}
