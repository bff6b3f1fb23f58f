package dev.pat4j.databases;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that must come back on the one they had.
 *
 * <p>None is taken from the range that the system gives to outgoing connections (from 32768 on
 * Linux, from 49152 elsewhere): while a server is down, a client that tries its port over and over
 * would in the end be given that very port, and hold it.
 */
final class Ports {

  private static final int LOWEST = 15_000;
  private static final int END = 32_000;

  private Ports() {}

  static int free() {
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + LOWEST + " and " + END);
  }

  static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
