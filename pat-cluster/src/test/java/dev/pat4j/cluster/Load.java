package dev.pat4j.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.cluster.Cluster.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/**
 * What else goes on at a node: tokens are used, and now and then one is renamed, so that its change
 * goes round, too. Nothing of it may ever be refused.
 */
final class Load implements AutoCloseable {

  private static final int TOKENS = 20;
  private static final int PAUSE_MILLIS = 3;

  private final List<Thread> threads = new ArrayList<>();
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean closed;
  private final LongAdder requests = new LongAdder();

  static Load on(NodeProcess... nodes) throws IOException {
    Load load = new Load();
    for (NodeProcess node : nodes) {
      List<Token> tokens = new ArrayList<>();
      for (int i = 0; i < TOKENS; i++) {
        tokens.add(Cluster.issue(node, "load-" + node.name() + "-" + i));
      }
      Thread thread = new Thread(() -> load.run(node, tokens), "load " + node.name());
      load.threads.add(thread);
      thread.start();
    }
    return load;
  }

  private void run(NodeProcess node, List<Token> tokens) {
    Random random = new Random(node.name().hashCode());
    try (HttpConnection connection = node.connect()) {
      while (!closed) {
        Token token = tokens.get(random.nextInt(TOKENS));
        if (random.nextInt(20) == 0) {
          String name = "n" + random.nextInt(1_000);
          NodeProcess.control(
              connection, "rename", "owner", token.owner(), "id", token.id(), "name", name);
        }
        HttpConnection.Answer answer = connection.whoAmI(token.secret());
        requests.increment();
        if (answer.status() != 200) {
          wrong.add(answer.toString());
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | InterruptedException e) {
      wrong.add(e.toString());
    }
  }

  /** Fails if anything was refused, or nothing happened. */
  void assertNothingRefused() {
    assertEquals(List.of(), List.copyOf(wrong));
    assertTrue(requests.sum() > 0, "there was no load");
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Patience::join);
  }
}
