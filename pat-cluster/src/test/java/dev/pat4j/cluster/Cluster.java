package dev.pat4j.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/** Nodes, started all at once, that are gone when the test is. */
final class Cluster implements AutoCloseable {

  /** After which no node accepts what was revoked: the number in the README. */
  static final Duration BOUND = Duration.ofSeconds(1);

  private final List<NodeProcess> nodes = new ArrayList<>();

  /** A token, as it was answered. */
  record Token(String owner, String id, String secret, long expiresAtMillis) {

    static Token of(String owner, Map<String, String> said) {
      return new Token(
          owner, said.get("id"), said.get("secret"), Long.parseLong(said.get("expires")));
    }
  }

  private Cluster() {}

  static Cluster of(NodeProcess.Builder... builders) throws IOException, InterruptedException {
    Cluster cluster = new Cluster();
    ExecutorService starters = Executors.newFixedThreadPool(builders.length);
    try {
      List<Future<NodeProcess>> starting = new ArrayList<>();
      for (NodeProcess.Builder builder : builders) {
        starting.add(starters.submit(builder::start));
      }
      for (Future<NodeProcess> each : starting) {
        cluster.nodes.add(each.get());
      }
      return cluster;
    } catch (ExecutionException e) {
      cluster.close();
      throw new IOException("a node did not start", e.getCause());
    } finally {
      starters.shutdown();
    }
  }

  /** Two of them, named {@code NAME-1} and {@code NAME-2}. */
  static Cluster ofTwo(String database, String name, UnaryOperator<NodeProcess.Builder> as)
      throws IOException, InterruptedException {
    return of(as.apply(builder(database, name + "-1")), as.apply(builder(database, name + "-2")));
  }

  static NodeProcess.Builder builder(String database, String name) throws IOException {
    Path logs = Files.createDirectories(Path.of("target", "nodes"));
    return NodeProcess.on(database).name(name).log(logs.resolve(name + ".log"));
  }

  NodeProcess one() {
    return nodes.get(0);
  }

  NodeProcess two() {
    return nodes.get(1);
  }

  static Token issue(NodeProcess node, String owner, String... more) throws IOException {
    List<String> form = new ArrayList<>(List.of("owner", owner));
    form.addAll(List.of(more));
    return Token.of(owner, node.control("issue", form.toArray(String[]::new)));
  }

  static long statistic(NodeProcess node, String name) throws IOException {
    return Long.parseLong(node.control("statistics").get(name));
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::close);
  }
}
