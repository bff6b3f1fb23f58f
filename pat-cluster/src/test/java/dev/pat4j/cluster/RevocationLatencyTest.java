package dev.pat4j.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.cluster.Cluster.Token;
import dev.pat4j.databases.PostgresServer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Two nodes on one PostgreSQL that tell each other by notification, with other work to do. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RevocationLatencyTest {

  private static final int REVOCATIONS = Integer.getInteger("test.revocations", 1_000);
  private static final int ROUNDS = 50;
  private static final int SLOW_ROUNDS = 20;

  static Cluster nodes;
  static Load load;

  @BeforeAll
  static void start() throws Exception {
    String database = PostgresServer.shared().newDatabase().url();
    nodes = Cluster.ofTwo(database, "notified", node -> node);
    load = Load.on(nodes.one(), nodes.two());
  }

  @AfterAll
  static void stop() {
    load.close();
    nodes.close();
    load.assertNothingRefused();
  }

  /** First: with so many rounds, it matters least to its figures that a young JVM is slow. */
  @Test
  @Order(1)
  @DisplayName("threat 10: a deleted token lived in a cache (NocoDB CVE-2026-46554): revoked")
  void aRevokedTokenIsRefusedByTheOtherNodeWithinTheBound() throws Exception {
    assertRefused(nodes, "revoked", "revoke", REVOCATIONS, 401);
  }

  @Test
  @DisplayName("threat 10: a deleted token lived in a cache (NocoDB CVE-2026-46554): deleted")
  void aDeletedTokenIsRefusedByTheOtherNodeWithinTheBound() throws Exception {
    assertRefused(nodes, "deleted", "delete", ROUNDS, 401);
  }

  @Test
  @DisplayName("threat 10: a deleted token lived in a cache (NocoDB CVE-2026-46554): fewer scopes")
  void aTokenWithFewerScopesIsHeldToThemByTheOtherNodeWithinTheBound() throws Exception {
    assertRefused(nodes, "narrowed to other scopes", "narrow", ROUNDS, 403, "scopes", "repo");
  }

  @Test
  @DisplayName("threat 10: a deleted token lived in a cache (NocoDB CVE-2026-46554): disabled")
  void theTokensOfADisabledOwnerAreRefusedByTheOtherNodeWithinTheBound() throws Exception {
    String database = PostgresServer.shared().newDatabase().url();
    try (Cluster withAccounts =
        Cluster.ofTwo(database, "accounts", NodeProcess.Builder::accountsInDatabase)) {
      assertRefused(withAccounts, "owner disabled", "disable", ROUNDS, 401);
    }
  }

  @Test
  void aRegeneratedTokenIsRefusedByTheOtherNodeWithinTheBoundAndTheNewOneAcceptedAtOnce()
      throws Exception {
    Revoking revoking = new Revoking(nodes.one(), nodes.two());
    for (int i = 0; i < ROUNDS; i++) {
      Map<String, String> said = revoking.round(revoking.by("regenerate"), 401);
      assertEquals(200, revoking.other().whoAmI(said.get("secret")).status());
    }
    Findings.say("PostgreSQL, notified: regenerated", revoking.times());
  }

  @Test
  @DisplayName("threat 10, 11: expiry from a warm cache (NocoDB, Spree CVE-2020-15269)")
  void aTokenExpiresAtItsInstantOnTheOtherNode() throws Exception {
    List<Long> late = new ArrayList<>();
    try (HttpConnection other = nodes.two().connect()) {
      for (int i = 0; late.size() < SLOW_ROUNDS; i++) {
        Token token = Cluster.issue(nodes.one(), "brief-" + i, "lifetime", "250");
        Optional<Hammer> hammer = warmBeforeItsEnd(other, token);
        if (hammer.isPresent()) {
          late.add(refusedAt(onThisClock(token.expiresAtMillis()), 0, hammer.get()));
        }
      }
    }
    Findings.say("PostgreSQL, notified: expired, after its instant", Latencies.of(late));
  }

  @Test
  void aRotatedTokenLivesOnTheOtherNodeUntilItsOverlapEndsAndNoLonger() throws Exception {
    List<Long> late = new ArrayList<>();
    try (HttpConnection other = nodes.two().connect()) {
      for (int i = 0; i < SLOW_ROUNDS; i++) {
        String owner = "rotated-" + i;
        Token token = Cluster.issue(nodes.one(), owner);
        Hammer hammer = Hammer.warm(other, token.secret());
        Map<String, String> said =
            nodes.one().control("rotate", "owner", owner, "id", token.id(), "overlap", "200");
        long end = onThisClock(Long.parseLong(said.get("retires")));
        long told = Long.parseLong(said.get("committed")) + Cluster.BOUND.toNanos();
        late.add(refusedAt(end, Math.max(0, told - end), hammer));
        assertEquals(200, other.whoAmI(said.get("secret")).status(), "the successor");
      }
    }
    Findings.say("PostgreSQL, notified: overlap ended, after its instant", Latencies.of(late));
  }

  private static void assertRefused(
      Cluster cluster, String what, String verb, int rounds, int status, String... form)
      throws Exception {
    Revoking revoking = new Revoking(cluster.one(), cluster.two());
    for (int i = 0; i < rounds; i++) {
      revoking.round(revoking.by(verb, form), status);
    }
    revoking.assertAnsweredFromMemory();
    Findings.say("PostgreSQL, notified: " + what, revoking.times());
    Findings.say("  the last accepted request was sent after", revoking.lastAccepted());
  }

  /** Empty if the machine was too slow for so brief a life. */
  private static Optional<Hammer> warmBeforeItsEnd(HttpConnection other, Token token)
      throws IOException, InterruptedException {
    try {
      return Optional.of(Hammer.warm(other, token.secret()));
    } catch (IOException e) {
      if (System.currentTimeMillis() < token.expiresAtMillis()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** What a clock that all nodes share says, as {@link System#nanoTime}. */
  private static long onThisClock(long epochMillis) {
    long left = ChronoUnit.NANOS.between(Instant.now(), Instant.ofEpochMilli(epochMillis));
    return System.nanoTime() + left;
  }

  /**
   * Returns how long after its end the token was refused.
   *
   * @param grace how much later than its end it may still be accepted
   */
  private static long refusedAt(long end, long grace, Hammer hammer)
      throws IOException, InterruptedException {
    long clocksDiffer = 2_000_000;
    Hammer.Outcome outcome = hammer.outcome();
    assertEquals(401, outcome.refusal().status());
    assertTrue(outcome.lastAcceptedSent() - end <= grace + clocksDiffer, "accepted after its end");
    long after = outcome.refusal().answered() - end;
    assertTrue(after >= -clocksDiffer, "refused before its end");
    return after;
  }
}
