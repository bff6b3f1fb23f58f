package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** First uses and new addresses are told once, from bounded memory. */
class SightingsTest {

  private final List<String> told = new ArrayList<>();
  private final Sightings sightings =
      new Sightings(
          new Events(
              List.of(
                  event -> {
                    if (event instanceof TokenEvent.FirstUsed used) {
                      told.add("first " + used.from().orElse("-"));
                    } else if (event instanceof TokenEvent.UsedFromNewAddress used) {
                      told.add("new " + used.from());
                    }
                  })));

  private static AccessToken token(long id) {
    StoredToken row =
        StoredToken.builder(
                new TokenId(id), TokenDigest.ofBytes(new byte[32]), "sha256", "ada", Lab.START)
            .build();
    return new AccessToken(row, Lab.CATALOG.none(), List.of());
  }

  private void use(long id, String last, String from) {
    sightings.note(token(id), new LastUse(Lab.START, Optional.ofNullable(last)), Lab.START, from);
  }

  private void useFirst(long id, String from) {
    sightings.note(token(id), null, Lab.START, from);
  }

  @Test
  void theFirstUseIsToldOnceEvenIfTwoThreadsBothThinkTheyAreFirst() {
    useFirst(1, "a");
    useFirst(1, "a");
    useFirst(1, "b");
    useFirst(1, null);

    assertEquals(List.of("first a", "new b"), told);
  }

  @Test
  void aFirstUseFromNowhereKnownIsOne() {
    useFirst(1, null);
    useFirst(1, "a");

    assertEquals(List.of("first -", "new a"), told);
  }

  @Test
  void anAddressIsNewUnlessItIsTheLastOneOrWasSeenLately() {
    use(1, "a", "a");
    use(1, "a", "b");
    use(1, "b", "a");
    use(1, "a", "b");
    use(1, "a", null);
    use(1, null, "c");
    use(2, "a", "b");

    assertEquals(List.of("new b", "new a", "new c", "new b"), told);
  }

  @Test
  void ofOneTokenThirtyTwoAddressesAreRemembered() {
    for (int i = 0; i < 32; i++) {
      use(1, null, "a" + i);
    }
    told.clear();
    use(1, null, "a0");
    use(1, null, "a31");
    assertEquals(List.of(), told);

    use(1, null, "a32");
    use(1, null, "a0");
    assertEquals(List.of("new a32", "new a0"), told);
  }

  @Test
  void tenThousandTokensAreRememberedAndThenForgottenAtOnce() {
    for (int id = 1; id <= 10_000; id++) {
      useFirst(id, "a");
    }
    told.clear();
    useFirst(10_001, "a");
    assertEquals(List.of("first a"), told);
    use(1, "b", "a");
    assertEquals(List.of("first a", "new a"), told);
  }

  @Test
  void whereNobodyListensNothingIsRemembered() {
    Sightings silent = new Sightings(new Events(List.of()));
    silent.note(token(1), null, Lab.START, "a");
  }

  @Test
  void ofManyThreadsOneTellsTheFirstUse() throws Exception {
    Lab lab = new Lab();
    Held held = lab.issue();
    lab.events.clear();
    Threads.together(4, thread -> lab.tokens.verify(held.text(), "192.0.2.1"));

    assertEquals(List.of("FirstUsed"), lab.told());
  }
}
