package dev.pat4j.databases;

/** Waiting, while a process of the machine gets on. */
final class Pause {

  private Pause() {}

  static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a database server", e);
    }
  }
}
