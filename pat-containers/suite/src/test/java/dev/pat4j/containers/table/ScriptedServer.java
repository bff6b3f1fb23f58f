package dev.pat4j.containers.table;

import dev.pat4j.containers.RunningServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A server that answers with these texts, one after the other, whatever it is asked. */
final class ScriptedServer implements AutoCloseable {

  private final ServerSocket socket;
  private final Thread thread;

  ScriptedServer(String... answers) throws IOException {
    socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    thread = new Thread(() -> serve(List.of(answers)), "scripted server");
    thread.setDaemon(true);
    thread.start();
  }

  RunningServer running() {
    return new RunningServer(socket.getLocalPort(), () -> {});
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve(List<String> answers) {
    try (Socket client = socket.accept()) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      for (String answer : answers) {
        readHead(in);
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int matched = 0;
    String end = "\r\n\r\n";
    for (int next = in.read(); next >= 0 && matched < end.length(); ) {
      matched = next == end.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
      next = matched < end.length() ? in.read() : 0;
    }
  }
}
