package dev.pat4j.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.cluster.Cluster.Token;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An administrator ends a node's sessions in the database, again and again, while it works. */
class KilledConnectionsTest extends Trouble {

  private static final int KILLS = Integer.getInteger("test.kills", 40);

  KilledConnectionsTest() {
    super(Duration.ofSeconds(5));
  }

  @Test
  @DisplayName("threat 10: revoked while the connection that would tell is killed again and again")
  void aKilledListenerMissesNoRevocationAndCostsNobodyAnAnswer() throws Exception {
    Revoking revoking = new Revoking(near, far);
    Random random = new Random(7);
    for (int i = 0; i < KILLS; i++) {
      Thread killer = killSoon("far-listener", random.nextInt(4));
      revoking.round(revoking.by("revoke"), REFUSED);
      killer.join();
    }
    Findings.say("PostgreSQL, listener killed each time: revoked", revoking.times());
    assertTrue(Cluster.statistic(far, "bypassed") > KILLS, "the store was asked meanwhile");
    assertOnly(goodFar.all(), OK);
    assertOnly(goodNear.all(), OK);
  }

  @Test
  @DisplayName("threat 10: revoked while all connections of a node are killed again and again")
  void aKilledPoolAcceptsNothingWrongAndRefusesNothingGood() throws Exception {
    Random random = new Random(8);
    for (int i = 0; i < KILLS; i++) {
      Token token = Cluster.issue(near, "killed-" + i);
      Patience.until("accepted", () -> answerOf(far, token) == OK);
      Thread killer = killSoon("far%", random.nextInt(4));
      assertRefusedByFarWithinTheBound(token, revoke(token));
      killer.join();
    }
    assertOnly(goodNear.all(), OK);
    long unavailable = goodFar.all().stream().filter(s -> s.status() == UNAVAILABLE).count();
    Findings.say(
        "PostgreSQL, all connections killed "
            + KILLS
            + " times: "
            + unavailable
            + " of "
            + goodFar.all().size()
            + " requests were answered with 503");
  }

  private Thread killSoon(String sessions, int afterMillis) {
    Thread killer =
        new Thread(
            () -> {
              try {
                Thread.sleep(afterMillis);
                server.terminateBackends(sessions);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "killer");
    killer.start();
    return killer;
  }
}
