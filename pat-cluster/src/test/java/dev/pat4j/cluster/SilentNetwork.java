package dev.pat4j.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network between a node and its database that can go silent: then nothing arrives on the other
 * side, no connection is closed, and new ones lead nowhere. Nothing that was sent is lost: when it
 * speaks again, it arrives late.
 */
final class SilentNetwork implements AutoCloseable {

  private final ServerSocket door;
  private final int target;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Object silence = new Object();
  private boolean silent;

  private SilentNetwork(int target) throws IOException {
    this.target = target;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** Leads to this port of this machine. */
  static SilentNetwork to(int port) throws IOException {
    return new SilentNetwork(port);
  }

  int port() {
    return door.getLocalPort();
  }

  void silence() {
    synchronized (silence) {
      silent = true;
    }
  }

  void speak() {
    synchronized (silence) {
      silent = false;
      silence.notifyAll();
    }
  }

  @Override
  public void close() throws IOException {
    speak();
    door.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket near = door.accept();
        open.add(near);
        daemon(() -> connect(near));
      }
    } catch (IOException closed) {
      // That was the last one.
    }
  }

  private void connect(Socket near) {
    try {
      awaitSpeech();
      Socket far = new Socket();
      open.add(far);
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      daemon(() -> forward(near, far));
      forward(far, near);
    } catch (IOException | InterruptedException e) {
      hangUp(near);
    }
  }

  /** What was read when the silence begins is kept until it ends. */
  private void forward(Socket from, Socket to) {
    byte[] buffer = new byte[16_384];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitSpeech();
        out.write(buffer, 0, read);
      }
      awaitSpeech();
    } catch (IOException | InterruptedException e) {
      // As if it had ended.
    }
    hangUp(from);
    hangUp(to);
  }

  private void awaitSpeech() throws InterruptedException {
    synchronized (silence) {
      while (silent) {
        silence.wait();
      }
    }
  }

  private static void hangUp(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "network");
    thread.setDaemon(true);
    thread.start();
  }
}
