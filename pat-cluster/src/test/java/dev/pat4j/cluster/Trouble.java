package dev.pat4j.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.cluster.Cluster.Token;
import dev.pat4j.cluster.Watch.Seen;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/**
 * Two nodes to which something happens: {@code near} to the database, and {@code far}, with a
 * network between.
 *
 * <p>Throughout a test a good token is presented to each, which may be answered with 503, but never
 * with 401; and one to {@code far} that was revoked before, which is never accepted. No node is
 * started anew: at the end both must answer from memory again, and have leaked no connection.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestInstance(Lifecycle.PER_CLASS)
abstract class Trouble {

  static final int OK = 200;
  static final int REFUSED = 401;
  static final int UNAVAILABLE = 503;

  final Duration timeout;
  PostgresServer server;
  Database database;
  SilentNetwork network;
  Cluster nodes;
  NodeProcess near;
  NodeProcess far;
  Token good;
  Token dead;

  Watch goodNear;
  Watch goodFar;
  Watch deadFar;

  /** How long the nodes wait for the database. */
  Trouble(Duration timeout) {
    this.timeout = timeout;
  }

  @BeforeAll
  void start() throws Exception {
    server = PostgresServer.start();
    database = server.newDatabase();
    network = SilentNetwork.to(server.port());
    String farAway = database.url().replace(":" + server.port(), ":" + network.port());
    nodes =
        Cluster.of(
            Cluster.builder(database.url(), "near").timeout(timeout),
            Cluster.builder(farAway, "far").timeout(timeout));
    near = nodes.one();
    far = nodes.two();
    good = Cluster.issue(near, "good");
    dead = Cluster.issue(near, "dead");
    revoke(dead);
  }

  @AfterAll
  void stop() throws Exception {
    nodes.close();
    network.close();
    server.close();
  }

  @BeforeEach
  void watch() throws Exception {
    awaitMemory(near);
    awaitMemory(far);
    goodNear = Watch.of(near, good.secret(), 2);
    goodFar = Watch.of(far, good.secret(), 2);
    deadFar = Watch.of(far, dead.secret(), 10);
  }

  @AfterEach
  void nothingWentWrongAndNothingLeaked() throws Exception {
    awaitMemory(near);
    awaitMemory(far);
    goodNear.close();
    goodFar.close();
    deadFar.close();
    assertOnly(goodNear.all(), OK, UNAVAILABLE);
    assertOnly(goodFar.all(), OK, UNAVAILABLE);
    assertOnly(deadFar.all(), REFUSED, UNAVAILABLE);
    assertPoolIsWhole(near);
    assertPoolIsWhole(far);
  }

  /** Asks as one who must be sure: until it is said that it is done. Returns when it was. */
  long revoke(Token token) throws IOException, InterruptedException {
    while (true) {
      try {
        Map<String, String> said = near.control("revoke", "owner", token.owner(), "id", token.id());
        return Long.parseLong(said.get("committed"));
      } catch (NodeProcess.Refused e) {
        assertEquals(UNAVAILABLE, e.status(), e.getMessage());
        Thread.sleep(20);
      }
    }
  }

  void assertStillRevokes() throws Exception {
    Token token = Cluster.issue(near, "afterwards");
    Patience.until("accepted", () -> answerOf(far, token) == OK);
    assertRefusedByFarWithinTheBound(token, revoke(token));
  }

  void assertRefusedByFarWithinTheBound(Token token, long committed) throws Exception {
    try (HttpConnection connection = far.connect()) {
      while (true) {
        HttpConnection.Answer answer = connection.whoAmI(token.secret());
        if (answer.status() == REFUSED) {
          return;
        }
        boolean late = answer.sent() - committed > Cluster.BOUND.toNanos();
        assertFalse(late && answer.status() == OK, "accepted after the bound");
        assertTrue(Set.of(OK, UNAVAILABLE).contains(answer.status()), answer::toString);
      }
    }
  }

  void awaitAccepted() throws InterruptedException {
    for (NodeProcess node : List.of(near, far)) {
      Patience.until(node + " accepts again", () -> answerOf(node, good) == OK);
    }
  }

  static void assertOnly(List<Seen> seen, Integer... allowed) {
    Set<Integer> other =
        seen.stream().map(Seen::status).collect(Collectors.toCollection(TreeSet::new));
    other.removeAll(Set.of(allowed));
    assertEquals(Set.of(), other, "among " + seen.size() + " answers");
  }

  static int answerOf(NodeProcess node, Token token) throws IOException {
    try (HttpConnection connection = node.connect()) {
      return connection.whoAmI(token.secret()).status();
    }
  }

  /** A node answers from memory only while its feed can vouch for what it remembers. */
  private void awaitMemory(NodeProcess node) throws InterruptedException {
    Patience.until(
        node + " answers from memory",
        () -> {
          long before = Cluster.statistic(node, "hits");
          answerOf(node, good);
          answerOf(node, good);
          return Cluster.statistic(node, "hits") > before;
        });
  }

  /** In the pool as it sees itself, and in the database's list of sessions. */
  private void assertPoolIsWhole(NodeProcess node) throws Exception {
    Patience.until("all connections are back", () -> Cluster.statistic(node, "active") == 0);
    long most = Cluster.statistic(node, "maximum");
    assertTrue(Cluster.statistic(node, "total") <= most, "the pool");
    Patience.until(
        "no session of " + node + " is left over",
        () -> sessions(node.name()) <= most && sessions(node.name() + "-listener") == 1);
  }

  private int sessions(String name) {
    String sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + name + "'";
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
