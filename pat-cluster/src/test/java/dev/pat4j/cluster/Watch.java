package dev.pat4j.cluster;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Presents one token to one node, again and again until it is closed, and keeps all that came of
 * it. A connection that breaks is opened anew: whoever has a token goes on trying.
 */
final class Watch implements AutoCloseable {

  /** For an answer that never came, since the connection broke. */
  static final int NONE = 0;

  private final NodeProcess node;
  private final String secret;
  private final long pauseNanos;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  /** One answer, and when the request was sent and the answer there. */
  record Seen(int status, long sent, long answered) {}

  private Watch(NodeProcess node, String secret, long pauseMillis) {
    this.node = node;
    this.secret = secret;
    this.pauseNanos = pauseMillis * 1_000_000;
    this.thread = new Thread(this::run, "watch " + node.name());
  }

  static Watch of(NodeProcess node, String secret, long pauseMillis) {
    Watch watch = new Watch(node, secret, pauseMillis);
    watch.thread.start();
    return watch;
  }

  /** All that came since that time. */
  List<Seen> since(long nanoTime) {
    return seen.stream().filter(each -> each.sent() - nanoTime >= 0).toList();
  }

  List<Seen> all() {
    return List.copyOf(seen);
  }

  /** Which answers came, each with how often. */
  String summary() {
    return seen.stream()
        .collect(Collectors.groupingBy(Seen::status, TreeMap::new, Collectors.counting()))
        .toString();
  }

  private void run() {
    while (!closed) {
      try (HttpConnection connection = node.connect()) {
        while (!closed) {
          HttpConnection.Answer answer = connection.whoAmI(secret);
          seen.add(new Seen(answer.status(), answer.sent(), answer.answered()));
          LockSupport.parkNanos(pauseNanos);
        }
      } catch (IOException e) {
        long now = System.nanoTime();
        seen.add(new Seen(NONE, now, now));
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  /** Ends it, once the answer under way is there. */
  @Override
  public void close() {
    closed = true;
    Patience.join(thread);
  }
}
