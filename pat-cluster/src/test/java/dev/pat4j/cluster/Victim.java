package dev.pat4j.cluster;

import dev.pat4j.cluster.Cluster.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node that is killed, with some who work on it without a pause, and is started anew at once:
 * they go on with the next one.
 */
final class Victim implements AutoCloseable {

  private static final int WORKERS = 3;

  /** So many operations say that it works. */
  private static final int AT_WORK = 10;

  private final String database;
  private final String name;
  private final Ledger ledger;
  private final AtomicInteger done = new AtomicInteger();
  private final List<Thread> workers = new ArrayList<>();
  private volatile NodeProcess node;
  private volatile Thread starting;
  private volatile boolean closed;

  Victim(String database, String name, Ledger ledger) throws IOException {
    this.database = database;
    this.name = name;
    this.ledger = ledger;
    this.node = Cluster.builder(database, name).start();
    for (int i = 0; i < WORKERS; i++) {
      String worker = name + "-" + i;
      Thread thread = new Thread(() -> work(worker), worker);
      workers.add(thread);
      thread.start();
    }
  }

  /** Returns when the node that is there now has done something. */
  void awaitWork() throws InterruptedException {
    if (starting != null) {
      starting.join();
    }
    int least = done.get() + AT_WORK;
    Patience.until(name + " works", () -> done.get() >= least);
  }

  /** Kills it, and starts the next one meanwhile. */
  void kill() {
    node.kill();
    starting =
        new Thread(
            () -> {
              try {
                node = Cluster.builder(database, name).start();
              } catch (IOException e) {
                ledger.surprise(e);
              }
            },
            "start " + name);
    starting.start();
  }

  @Override
  public void close() {
    closed = true;
    if (starting != null) {
      Patience.join(starting);
    }
    workers.forEach(Patience::join);
    node.close();
  }

  private void work(String worker) {
    Random random = new Random(worker.hashCode());
    List<Token> mine = new ArrayList<>();
    int owners = 0;
    while (!closed) {
      NodeProcess at = node;
      if (!at.isAlive()) {
        pause();
        continue;
      }
      try (HttpConnection connection = at.connect()) {
        while (!closed) {
          operate(connection, worker + "-" + owners++, mine, random);
          done.incrementAndGet();
        }
      } catch (NodeProcess.Refused e) {
        ledger.surprise(e);
      } catch (IOException e) {
        pause(); // it was killed; the ledger knows what of
      }
    }
  }

  private void operate(HttpConnection at, String owner, List<Token> mine, Random random)
      throws IOException {
    int chance = random.nextInt(5);
    if (mine.isEmpty() || chance < 2) {
      issue(at, owner, mine);
    } else if (chance < 4) {
      rotate(at, mine.remove(random.nextInt(mine.size())), mine);
    } else {
      revoke(at, mine.remove(random.nextInt(mine.size())));
    }
  }

  private void issue(HttpConnection at, String owner, List<Token> mine) throws IOException {
    try {
      Token token = Token.of(owner, NodeProcess.control(at, "issue", "owner", owner));
      ledger.issued(token);
      mine.add(token);
    } catch (IOException e) {
      ledger.unknownAddition();
      throw e;
    }
  }

  private void rotate(HttpConnection at, Token token, List<Token> mine) throws IOException {
    try {
      Map<String, String> said =
          NodeProcess.control(at, "rotate", "owner", token.owner(), "id", token.id());
      Token successor = Token.of(token.owner(), said);
      ledger.rotated(successor);
      mine.add(successor);
    } catch (IOException e) {
      ledger.unknownAddition();
      throw e;
    }
  }

  private void revoke(HttpConnection at, Token token) throws IOException {
    try {
      NodeProcess.control(at, "revoke", "owner", token.owner(), "id", token.id());
      ledger.revoked(token);
    } catch (IOException e) {
      ledger.unknownRevocation(token);
      throw e;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
