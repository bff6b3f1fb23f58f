package dev.pat4j.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.cluster.Cluster.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What was acknowledged, and of what it is not known because the node died before it answered. */
final class Ledger {

  private enum State {
    LIVE(200),
    REVOKED(401),
    /** A revocation was not acknowledged. */
    UNKNOWN(0);

    private final int status;

    State(int status) {
      this.status = status;
    }
  }

  private final Map<Token, State> tokens = new ConcurrentHashMap<>();
  private final List<String> surprises = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger issues = new AtomicInteger();
  private final AtomicInteger rotations = new AtomicInteger();
  private final AtomicInteger revocations = new AtomicInteger();
  private final AtomicInteger unknown = new AtomicInteger();

  void issued(Token token) {
    issues.incrementAndGet();
    tokens.put(token, State.LIVE);
  }

  /** Both live on, for the overlap. */
  void rotated(Token successor) {
    rotations.incrementAndGet();
    tokens.put(successor, State.LIVE);
  }

  void revoked(Token token) {
    revocations.incrementAndGet();
    tokens.put(token, State.REVOKED);
  }

  /** An issue or a rotation was not acknowledged: what was there before is as it was. */
  void unknownAddition() {
    unknown.incrementAndGet();
  }

  void unknownRevocation(Token token) {
    unknown.incrementAndGet();
    tokens.put(token, State.UNKNOWN);
  }

  void surprise(Exception what) {
    surprises.add(what.toString());
  }

  List<String> surprises() {
    return List.copyOf(surprises);
  }

  int unknown() {
    return unknown.get();
  }

  /** Presents every token. */
  void assertHoldsOn(HttpConnection connection) throws IOException {
    List<String> broken = new ArrayList<>();
    for (Map.Entry<Token, State> each : tokens.entrySet()) {
      int status = connection.whoAmI(each.getKey().secret()).status();
      State state = each.getValue();
      boolean possible =
          state == State.UNKNOWN ? status == 200 || status == 401 : status == state.status;
      if (!possible) {
        broken.add(each.getKey().id() + " is " + state + " and was answered with " + status);
      }
    }
    assertEquals(List.of(), broken);
  }

  @Override
  public String toString() {
    return issues
        + " issued, "
        + rotations
        + " rotated, "
        + revocations
        + " revoked, "
        + unknown
        + " not acknowledged";
  }
}
