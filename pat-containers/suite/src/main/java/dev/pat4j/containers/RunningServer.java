package dev.pat4j.containers;

/**
 * A started server.
 *
 * @param port where it listens, on 127.0.0.1
 * @param stop how to stop it
 */
public record RunningServer(int port, Stop stop) implements AutoCloseable {

  @Override
  public void close() {
    try {
      stop.run();
    } catch (Exception e) {
      throw new IllegalStateException("the server does not stop", e);
    }
  }

  /** Stops a server. */
  @FunctionalInterface
  public interface Stop {

    /** Stops it. */
    void run() throws Exception;
  }
}
