package dev.pat4j.containers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection to a server under test. Sends the bytes it is given, and cuts what comes back
 * into responses by their framing (RFC 9112 section 6), without repairing anything.
 */
public final class Wire implements Closeable {

  private static final int PATIENCE_MILLIS = 5_000;
  private static final int CR_LF = 2;

  private final Socket socket;
  private final InputStream in;

  /** Connects to a server. */
  public Wire(RunningServer server) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    socket.connect(new InetSocketAddress(loopback, server.port()), PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends one request on a connection of its own, and reads the answer. */
  public static Answer exchange(RunningServer server, String request) throws IOException {
    try (Wire wire = new Wire(server)) {
      return wire.ask(request);
    }
  }

  /** Sends a request, each character a byte, and reads the final answer to it. */
  public Answer ask(String request) throws IOException {
    send(request);
    return read(isHead(request));
  }

  /** Whether a server will take this request for a HEAD; HTTP/0.9 knows only GET. */
  public static boolean isHead(String request) {
    return request.startsWith("HEAD ") && request.lines().findFirst().orElse("").contains(" HTTP/");
  }

  /** Sends each character as a byte. */
  public void send(String text) throws IOException {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (SocketException e) {
      // The server may answer and close before it was sent everything; its answer is what counts.
    }
  }

  /**
   * Reads the next final response; interim ones are passed over.
   *
   * @param head whether it answers a HEAD, and so has no content
   */
  public Answer read(boolean head) throws IOException {
    Answer answer = readOne(head);
    return answer.status() / 100 == 1 ? read(head) : answer;
  }

  /** Whether the server closes the connection without another byte. */
  public boolean ends() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private Answer readOne(boolean head) throws IOException {
    String statusLine = line();
    String[] parts = statusLine.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.")) {
      String body = statusLine + "\n" + new String(rest(), StandardCharsets.ISO_8859_1);
      return new Answer(Answer.WITHOUT_HEAD, List.of(), body, true);
    }
    int status = Integer.parseInt(parts[1]);
    List<Answer.Field> fields = fields();
    Answer bare = Answer.of(status, fields, new byte[0], false);
    boolean none = head || status < 200 || status == 204 || status == 304;
    byte[] body = none ? new byte[0] : body(bare);
    boolean closing = body == null || saysClose(bare, parts[0]);
    return Answer.of(status, fields, body == null ? rest() : body, closing);
  }

  private List<Answer.Field> fields() throws IOException {
    List<Answer.Field> fields = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("no field line: " + line);
      }
      fields.add(new Answer.Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return fields;
  }

  /** The body by its framing; null if only the end of the connection ends it. */
  private byte @Nullable [] body(Answer head) throws IOException {
    List<String> lengths = head.all("Content-Length");
    if (head.all("Transfer-Encoding").contains("chunked")) {
      return chunks();
    }
    return lengths.isEmpty() ? null : exactly(Integer.parseInt(lengths.get(0)));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(exactly(size));
      exactly(CR_LF);
    }
    fields(); // the trailers
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] read = in.readNBytes(length);
    if (read.length < length) {
      throw new EOFException("the connection ended within a body");
    }
    return read;
  }

  private byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended within a line: " + line);
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static boolean saysClose(Answer head, String version) {
    String connection = Ascii.lower(String.join(",", head.all("Connection")));
    return connection.contains("close")
        || (version.equals("HTTP/1.0") && !connection.contains("keep-alive"));
  }
}
