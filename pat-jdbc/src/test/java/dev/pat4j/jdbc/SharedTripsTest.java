package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.store.TokenStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who reads with whom, in what order, and what each gets when it does not go well. */
@Timeout(60)
class SharedTripsTest {

  private static final Duration LONG = Duration.ofSeconds(50);
  private final TokenStoreException broken = new TokenStoreException("it broke", null);

  private final HeldReading reading = new HeldReading();

  @Test
  void whoeverIsAloneReadsAtOnceAndAlone() {
    SharedTrips trips = trips(1);
    reading.release(2);
    assertEquals(Optional.of(Tokens.plain(1)), trips.byDigest(Tokens.digest(1)));
    assertEquals(Optional.empty(), trips.byDigest(Tokens.digest(-1)));
    assertEquals(List.of("one 1", "one -1"), reading.begun());
  }

  @Test
  void asManyAsAreAllowedReadAtOnceAndAlone() throws Exception {
    SharedTrips trips = trips(3);
    List<Caller> callers = ask(trips, 1, 2, 3);
    reading.awaitBegun(3);
    reading.release(3);
    for (Caller caller : callers) {
      caller.assertFound();
    }
    assertEquals(List.of("one 1", "one 2", "one 3"), reading.begun().stream().sorted().toList());
  }

  @Test
  void whoComesWhileAsManyAreUnderWaySharesTheNextTrip() throws Exception {
    SharedTrips trips = trips(1);
    List<Caller> callers = ask(trips, 1, 2, 3, -4, 5);
    reading.release(2);
    for (Caller caller : callers) {
      caller.assertFound();
    }
    assertEquals(List.of("one 1", "several 2 3 -4 5"), reading.begun());
  }

  @Test
  @DisplayName("threat 28: nobody joins a trip that has begun: it may have read what was before")
  void nobodyJoinsATripThatHasBegun() throws Exception {
    SharedTrips trips = trips(1);
    List<Caller> callers = new ArrayList<>(ask(trips, 1, 2, 3));
    reading.release(1);
    reading.awaitBegun(2);
    callers.addAll(ask(trips, 3, 4));
    reading.release(2);
    for (Caller caller : callers) {
      caller.assertFound();
    }
    assertEquals(List.of("one 1", "several 2 3", "several 3 4"), reading.begun());
  }

  @Test
  void whoComesFirstIsServedFirstAndATripHasRoomForSoMany() throws Exception {
    SharedTrips trips = trips(1);
    List<Caller> callers = ask(trips, LongStream.rangeClosed(1, 100).toArray());
    reading.release(3);
    for (Caller caller : callers) {
      caller.assertFound();
    }
    assertEquals(
        List.of("one 1", several(2, 65), several(66, 100)),
        reading.begun(),
        "in the order in which they came");
  }

  @Test
  void aTokenThatManyAskForIsReadOnce() throws Exception {
    SharedTrips trips = trips(1);
    List<Caller> callers = ask(trips, 1, 2, 2, 3, 2);
    reading.release(2);
    for (Caller caller : callers) {
      caller.assertFound();
    }
    assertEquals(List.of("one 1", "several 2 3"), reading.begun());
  }

  @Test
  void afterTheRushEverybodyReadsAloneAgain() throws Exception {
    SharedTrips trips = trips(2);
    reading.release(1_000);
    for (Caller caller : start(trips, LongStream.rangeClosed(1, 50).toArray())) {
      caller.assertFound();
    }
    int before = reading.begun().size();
    trips.byDigest(Tokens.digest(7));
    assertEquals(
        List.of("one 7"), reading.begun().subList(before, reading.begun().size()), "no line left");
  }

  @Test
  void aFailureThatEachWouldMeetIsThatOfAllAboard() throws Exception {
    SharedTrips trips = trips(1);
    List<Caller> callers = ask(trips, 1, 2, 3, 4);
    reading.failSeveral(() -> broken);
    reading.release(2);
    callers.get(0).assertFound();
    assertSame(broken, callers.get(1).failure());
    for (Caller aboard : callers.subList(2, 4)) {
      Throwable failure = aboard.failure();
      assertEquals(
          "a round trip that look-ups shared failed; try again: it broke", failure.getMessage());
      assertSame(broken, failure.getCause());
    }
    assertNotSame(callers.get(2).failure(), callers.get(3).failure(), "each has one of its own");
    reading.release(1);
    assertEquals(Optional.of(Tokens.plain(9)), trips.byDigest(Tokens.digest(9)));
  }

  @Test
  void whatMayBeTheFaultOfOneRowIsReadByEachAlone() throws Exception {
    SharedTrips trips = trips(1);
    List<Caller> callers = ask(trips, 1, 2, 3, 4);
    reading.answerNothingToSeveral();
    reading.failOne(3, broken);
    reading.release(5);
    callers.get(0).assertFound();
    callers.get(1).assertFound();
    assertSame(broken, callers.get(2).failure());
    callers.get(3).assertFound();
    assertEquals(5, reading.begun().size());
  }

  @Test
  void whoLedThemAndFellForWhateverReasonLeavesEachToReadAlone() throws Exception {
    for (Throwable fall : new Throwable[] {new IllegalStateException("x"), new AssertionError()}) {
      SharedTrips trips = trips(1);
      List<Caller> callers = ask(trips, 1, 2, 3);
      reading.failSeveral(() -> fall);
      reading.release(3);
      callers.get(0).assertFound();
      assertSame(fall, callers.get(1).failure());
      callers.get(2).assertFound();
    }
  }

  @Test
  void anInterruptedLeaderTakesNobodyElseDown() throws Exception {
    SharedTrips trips = trips(1);
    List<Caller> callers = ask(trips, 1, 2, 3);
    reading.failSeveral(
        () -> {
          Thread.currentThread().interrupt();
          return broken;
        });
    reading.release(3);
    callers.get(0).assertFound();
    assertSame(broken, callers.get(1).failure());
    callers.get(2).assertFound();
  }

  @Test
  void aPoolThatSwallowedTheInterruptTakesNobodyElseDown() throws Exception {
    SharedTrips trips = trips(1);
    List<Caller> callers = ask(trips, 1, 2, 3);
    reading.failSeveral(() -> new TokenStoreException("no connection", new InterruptedException()));
    reading.release(3);
    callers.get(2).assertFound();
  }

  @Test
  void whoIsInterruptedInTheLineReadsAloneAndIsPassedOver() throws Exception {
    SharedTrips trips = trips(1);
    List<Caller> callers = ask(trips, 1, 2, 3);
    callers.get(1).interrupt();
    reading.awaitBegun(2);
    reading.release(3);
    for (Caller caller : callers) {
      caller.assertFound();
    }
    assertTrue(callers.get(1).wasLeftInterrupted(), "what it was told is kept for it");
    assertEquals(List.of("one 1", "one 2", "one 3"), reading.begun());
  }

  @Test
  void whoIsInterruptedAboardReadsAlone() throws Exception {
    SharedTrips trips = trips(1);
    List<Caller> callers = ask(trips, 1, 2, 3);
    reading.release(1);
    reading.awaitBegun(2);
    callers.get(2).interrupt();
    reading.awaitBegun(3);
    reading.release(2);
    for (Caller caller : callers) {
      caller.assertFound();
    }
    assertEquals(List.of("one 1", "several 2 3", "one 3"), reading.begun());
  }

  @Test
  void nobodyStandsInTheLineForLongerThanHeIsWillingTo() throws Exception {
    SharedTrips trips = new SharedTrips(reading, 1, Duration.ofMillis(100));
    List<Caller> callers = ask(trips, 1, 2);
    assertEquals(
        "the token store could not find a token by its digest: none of the 1 round trips that"
            + " shareRoundTrips(...) allows at once was free within 100 ms; see what blocks the"
            + " database, or raise timeout(...)",
        callers.get(1).failure().getMessage());
    reading.release(2);
    callers.get(0).assertFound();
    trips.byDigest(Tokens.digest(3));
    assertEquals(List.of("one 1", "one 3"), reading.begun(), "who went away is passed over");
  }

  private SharedTrips trips(int most) {
    return new SharedTrips(reading, most, LONG);
  }

  /** Each when the one before it reads, or stands in the line. */
  private static List<Caller> ask(SharedTrips trips, long... numbers) throws InterruptedException {
    List<Caller> callers = new ArrayList<>();
    for (long number : numbers) {
      Caller caller = new Caller(trips, number);
      caller.awaitWaiting();
      callers.add(caller);
    }
    return callers;
  }

  /** All at once. */
  private static List<Caller> start(SharedTrips trips, long... numbers) {
    return LongStream.of(numbers).mapToObj(number -> new Caller(trips, number)).toList();
  }

  private static String several(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(number -> " " + number)
        .reduce("several", String::concat);
  }
}
