package dev.pat4j.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;

/**
 * Writes down what PostgreSQL's driver sends, which makes one by its name: {@code
 * socketFactory=dev.pat4j.jdbc.RecordingSockets}. Of all connections together, so for one thread.
 */
public final class RecordingSockets extends SocketFactory {

  /** A message of PostgreSQL's protocol, section 55.7 of its manual, after the first. */
  record Message(char type, ByteBuffer body) {}

  private static final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private static int flushes;

  /** For the driver. */
  public RecordingSockets() {}

  static synchronized void forget() {
    sent.reset();
    flushes = 0;
  }

  /** How often the driver stopped sending, which it does to wait for an answer. */
  static synchronized int flushes() {
    return flushes;
  }

  static synchronized List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(sent.toByteArray());
    while (bytes.hasRemaining()) {
      char type = (char) bytes.get();
      int length = bytes.getInt() - Integer.BYTES;
      messages.add(new Message(type, bytes.slice(bytes.position(), length)));
      bytes.position(bytes.position() + length);
    }
    return messages;
  }

  private static synchronized void record(byte[] bytes, int from, int length) {
    sent.write(bytes, from, length);
  }

  private static synchronized void recordFlush() {
    flushes++;
  }

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public OutputStream getOutputStream() throws IOException {
        return new Recording(super.getOutputStream());
      }
    };
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  private static final class Recording extends FilterOutputStream {

    Recording(OutputStream real) {
      super(real);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      record(bytes, from, length);
      out.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      recordFlush();
      super.flush();
    }
  }
}
