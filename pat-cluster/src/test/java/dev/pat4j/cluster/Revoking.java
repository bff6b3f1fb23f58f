package dev.pat4j.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.cluster.Cluster.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes something from a token on one node while another one is asked for it without a pause, and
 * measures how long that goes well. Whatever it takes, one thing holds for each: no request that
 * was sent later than the bound after the commit was accepted.
 */
final class Revoking {

  private final NodeProcess here;
  private final NodeProcess there;
  private final HttpConnection control;
  private final HttpConnection other;
  private final List<Long> times = new ArrayList<>();
  private final List<Long> lastAccepted = new ArrayList<>();
  private int rounds;

  /** What is done here to a token that is in the memory of there. */
  interface Change {
    /** Returns what the node said. */
    Map<String, String> to(Token token) throws IOException;
  }

  Revoking(NodeProcess here, NodeProcess there) throws IOException {
    this.here = here;
    this.there = there;
    this.control = here.connect();
    this.other = there.connect();
  }

  /** The change that one verb makes, with more of the form as names and values in turn. */
  Change by(String verb, String... more) {
    return token -> {
      List<String> form = new ArrayList<>(List.of("owner", token.owner(), "id", token.id()));
      form.addAll(List.of(more));
      return NodeProcess.control(control, verb, form.toArray(String[]::new));
    };
  }

  /** One token: issued here, used on both, changed here, and refused there with this status. */
  Map<String, String> round(Change change, int refusedWith)
      throws IOException, InterruptedException {
    rounds++;
    Token token = Cluster.issue(here, "owner-" + here.name() + "-" + rounds);
    assertEquals(200, control.whoAmI(token.secret()).status());
    Hammer hammer = Hammer.warm(other, token.secret());
    Map<String, String> said = change.to(token);
    long committed = Long.parseLong(said.get("committed"));
    assertEquals(refusedWith, control.whoAmI(token.secret()).status(), "where it was done");
    Hammer.Outcome outcome = hammer.outcome();
    assertEquals(refusedWith, outcome.refusal().status());
    long late = outcome.lastAcceptedSent() - committed;
    assertTrue(
        late <= Cluster.BOUND.toNanos(),
        () -> "a request sent " + Latencies.milliseconds(late) + " after the commit was accepted");
    lastAccepted.add(late);
    times.add(outcome.refusal().answered() - committed);
    return said;
  }

  /** From the commit until the first refusal was there. */
  Latencies times() {
    return Latencies.of(times);
  }

  /** From the commit until the last request that was accepted had been sent. */
  Latencies lastAccepted() {
    return Latencies.of(lastAccepted);
  }

  /** So that what was measured is the cache, and not the store. */
  void assertAnsweredFromMemory() throws IOException {
    long hits = Cluster.statistic(there, "hits");
    assertTrue(hits > rounds, () -> hits + " answers from memory in " + rounds + " rounds");
  }

  HttpConnection other() {
    return other;
  }
}
