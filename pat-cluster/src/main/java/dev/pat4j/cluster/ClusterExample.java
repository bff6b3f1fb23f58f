package dev.pat4j.cluster;

import dev.pat4j.databases.PostgresServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Three nodes behind a reverse proxy, on one PostgreSQL: {@code mvn -q -Pcluster}.
 *
 * <p>Shows a token that is revoked on one node and refused by the others, with the times, and goes
 * on until it is stopped. Flags: {@code -Dport=8080} (0 takes a free one), and {@code -Donce=true},
 * which ends it after the show.
 */
public final class ClusterExample {

  private static final int NODES = 3;

  private ClusterExample() {}

  /** Runs until it is stopped; says in one line what hinders it, and exits with 2 then. */
  public static void main(String[] arguments) throws InterruptedException {
    List<AutoCloseable> opened = new CopyOnWriteArrayList<>();
    AtomicBoolean failed = new AtomicBoolean();
    Thread stop = new Thread(() -> stop(opened, failed.get()), "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      show(opened);
    } catch (IOException | ExecutionException | RuntimeException e) {
      failed.set(true);
      System.err.println("cluster: " + e.getMessage());
      System.exit(2);
    }
    if (Boolean.getBoolean("once")) {
      Runtime.getRuntime().removeShutdownHook(stop);
      stop(opened, false);
    } else {
      Thread.currentThread().join();
    }
  }

  private static void show(List<AutoCloseable> opened)
      throws IOException, InterruptedException, ExecutionException {
    ReverseProxy proxy = listen();
    opened.add(proxy);
    PostgresServer database = PostgresServer.start();
    opened.add(database);
    List<NodeProcess> nodes = startNodes(database.newDatabase().url());
    opened.addAll(nodes);
    proxy.serve(nodes);
    new Show(nodes, proxy, System.out).run();
  }

  private static ReverseProxy listen() throws IOException {
    int port = NodeSettings.port(System.getProperties(), 8080);
    try {
      return ReverseProxy.at(port);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on 127.0.0.1:"
              + port
              + " ("
              + (e.getCause() == null ? e : e.getCause()).getMessage()
              + "); choose another port with -Dport=PORT, a free one with -Dport=0",
          e);
    }
  }

  /** All at once, as after a power cut: each of them finds the database empty. */
  private static List<NodeProcess> startNodes(String database)
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService starters = Executors.newFixedThreadPool(NODES);
    try {
      List<Future<NodeProcess>> starting = new ArrayList<>();
      for (int i = 1; i <= NODES; i++) {
        NodeProcess.Builder node = NodeProcess.on(database).name("node-" + i);
        starting.add(starters.submit(node::start));
      }
      List<NodeProcess> nodes = new ArrayList<>();
      for (Future<NodeProcess> each : starting) {
        nodes.add(each.get());
      }
      return nodes;
    } finally {
      starters.shutdown();
    }
  }

  private static void stop(List<AutoCloseable> opened, boolean failed) {
    closeAll(opened);
    if (!failed) {
      System.out.println("\nStopped.");
    }
  }

  /** The last one first; whatever one of them says, the others are closed, too. */
  private static void closeAll(List<AutoCloseable> opened) {
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (Exception e) {
        System.err.println("cluster: stopped with " + e);
      }
    }
  }
}
