package dev.pat4j.cluster;

import dev.pat4j.databases.Engine;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.databases.RequiresEngine;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes that read what changed from a table, every quarter of a second. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RevocationByPollingTest {

  private static final int ROUNDS = Integer.getInteger("test.polled.revocations", 30);

  @Test
  @DisplayName("threat 10: a deleted token lived in a cache (NocoDB CVE-2026-46554): PostgreSQL")
  void aRevokedTokenIsRefusedWithinTheBoundOnPostgreSql() throws Exception {
    assertRefused(
        "PostgreSQL, polled every 250 ms",
        PostgresServer.shared().newDatabase().url(),
        node -> node.pollEvery(Duration.ofMillis(250)));
  }

  @Test
  @RequiresEngine(Engine.MARIADB)
  @DisplayName("threat 10: a deleted token lived in a cache (NocoDB CVE-2026-46554): MariaDB")
  void aRevokedTokenIsRefusedWithinTheBoundOnMariaDb() throws Exception {
    assertRefused("MariaDB, polled every 250 ms", Engine.MARIADB.newDatabase().url(), node -> node);
  }

  private static void assertRefused(
      String what, String database, UnaryOperator<NodeProcess.Builder> as) throws Exception {
    try (Cluster nodes = Cluster.ofTwo(database, "polling", as);
        Load load = Load.on(nodes.one(), nodes.two())) {
      Revoking revoking = new Revoking(nodes.one(), nodes.two());
      Random random = new Random(3);
      for (int i = 0; i < ROUNDS; i++) {
        // Or each would come just after the poll that ended the one before.
        Thread.sleep(random.nextInt(250));
        revoking.round(revoking.by("revoke"), 401);
      }
      load.assertNothingRefused();
      revoking.assertAnsweredFromMemory();
      Findings.say(what + ": revoked", revoking.times());
    }
  }
}
