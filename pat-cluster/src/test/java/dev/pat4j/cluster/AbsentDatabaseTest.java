package dev.pat4j.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pat4j.cluster.Cluster.Token;
import dev.pat4j.cluster.Watch.Seen;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The database hangs, dies, comes back, or cannot be reached; or a node itself hangs. */
class AbsentDatabaseTest extends Trouble {

  private static final int SLEEPS = Integer.getInteger("test.sleeps", 3);

  /** Long enough for several requests to wait for the database and give up. */
  private static final int AWAY_MILLIS = 5_000;

  AbsentDatabaseTest() {
    super(Duration.ofSeconds(1));
  }

  @Test
  void aDatabaseThatHangsMakesItUnavailableAndNothingElse() throws Exception {
    server.pause();
    long paused = System.nanoTime();
    Thread.sleep(AWAY_MILLIS);
    long resuming = System.nanoTime();
    server.resume();
    assertUnavailableBetween(paused + Cluster.BOUND.toNanos(), resuming);
    awaitAccepted();
    assertStillRevokes();
  }

  @Test
  void aDatabaseThatIsKilledMakesItUnavailableAndNothingElse() throws Exception {
    server.kill();
    long killed = System.nanoTime();
    Thread.sleep(AWAY_MILLIS);
    long restarting = System.nanoTime();
    server.restart();
    assertUnavailableBetween(killed + Cluster.BOUND.toNanos(), restarting);
    awaitAccepted();
    assertEquals(REFUSED, answerOf(near, dead));
    assertStillRevokes();
  }

  @Test
  void aDatabaseThatIsRestartedInGoodOrderIsFoundAgain() throws Exception {
    server.restart();
    awaitAccepted();
    assertStillRevokes();
  }

  @Test
  @DisplayName(
      "threat 10: a node that was stopped during a revocation refuses at its first request")
  void aNodeThatSleptThroughARevocationRefusesAtItsVeryFirstRequest() throws Exception {
    for (int i = 0; i < SLEEPS; i++) {
      Token token = Cluster.issue(near, "slept-" + i);
      try (HttpConnection first = far.connect();
          HttpConnection second = far.connect()) {
        assertEquals(OK, first.whoAmI(token.secret()).status());
        assertEquals(OK, first.whoAmI(token.secret()).status());
        assertEquals(REFUSED, second.whoAmI(dead.secret()).status());
        far.pause();
        long committed = revoke(token);
        Patience.untilTime(committed + Cluster.BOUND.toNanos());
        long sent = System.nanoTime();
        first.send(HttpConnection.whoAmIRequest(token.secret()));
        far.resume();
        assertEquals(REFUSED, first.read(sent).status(), "sent while it was stopped");
        assertEquals(REFUSED, second.whoAmI(token.secret()).status());
      }
    }
  }

  @Test
  @DisplayName("threat 10: a node whose network goes silent does not go on with what it remembers")
  void aNodeThatIsCutOffAcceptsNothingRevokedAfterTheBound() throws Exception {
    Token token = Cluster.issue(near, "cut-off");
    try (Watch revoked = Watch.of(far, token.secret(), 1)) {
      Patience.until("it is in memory", () -> revoked.all().size() > 10);
      network.silence();
      long silent = System.nanoTime();
      long committed = revoke(token);
      Thread.sleep(AWAY_MILLIS);
      long speaking = System.nanoTime();
      network.speak();
      awaitAccepted();
      Patience.until("it is refused", () -> answerOf(far, token) == REFUSED);
      assertUnavailable(goodFar, silent + Cluster.BOUND.toNanos(), speaking);
      assertUnavailable(revoked, silent + Cluster.BOUND.toNanos(), speaking);
      assertOnly(revoked.since(committed + Cluster.BOUND.toNanos()), REFUSED, UNAVAILABLE);
    }
    assertOnly(goodNear.all(), OK);
    assertStillRevokes();
  }

  private void assertUnavailableBetween(long from, long to) {
    assertUnavailable(goodNear, from, to);
    assertUnavailable(goodFar, from, to);
    assertUnavailable(deadFar, from, to);
  }

  /** Whatever was sent, and answered, in between. */
  private static void assertUnavailable(Watch watch, long from, long to) {
    List<Seen> seen = watch.since(from).stream().filter(each -> each.answered() - to < 0).toList();
    assertFalse(seen.isEmpty(), "nothing was answered in time");
    assertOnly(seen, UNAVAILABLE);
  }
}
