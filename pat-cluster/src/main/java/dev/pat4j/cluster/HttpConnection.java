package dev.pat4j.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One keep-alive connection to a port of this machine, with as little as can be between a
 * measurement and the socket: no pool, no thread, and above all no second attempt that would not be
 * known of. Not thread-safe.
 */
final class HttpConnection implements AutoCloseable {

  private final Socket socket = new Socket();
  private final InputStream in;

  /**
   * What came back, and when.
   *
   * @param headers with names in lower case
   * @param sent when the first byte was given to the system, in {@link System#nanoTime}
   * @param answered when the last byte was there
   */
  record Answer(int status, Map<String, String> headers, String body, long sent, long answered) {

    /** The lines {@code name=value} of the body. */
    Map<String, String> values() {
      return body.lines()
          .map(line -> line.split("=", 2))
          .filter(pair -> pair.length == 2)
          .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** Without the body, which may hold a secret. */
    @Override
    public String toString() {
      return status + " " + headers;
    }
  }

  private HttpConnection(int port, Duration patience) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        Math.toIntExact(patience.toMillis()));
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects; whoever gives no answer for so long is given up with an exception. */
  static HttpConnection to(int port, Duration patience) throws IOException {
    return new HttpConnection(port, patience);
  }

  /** Asks who the owner of this token is. */
  Answer whoAmI(String secret) throws IOException {
    byte[] request = whoAmIRequest(secret);
    long sent = System.nanoTime();
    send(request);
    return read(sent);
  }

  /** Only the first half of {@link #whoAmI}; {@link #read} is the other. */
  void send(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
  }

  static byte[] whoAmIRequest(String secret) {
    return ("GET /api/whoami HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + secret
            + "\r\n\r\n")
        .getBytes(ISO_8859_1);
  }

  /** Posts a form, given as names and values in turn. */
  Answer post(String path, String... form) throws IOException {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < form.length; i += 2) {
      body.append(i == 0 ? "" : "&").append(form[i]).append('=');
      body.append(URLEncoder.encode(form[i + 1], UTF_8));
    }
    long sent = System.nanoTime();
    send(
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)
            .getBytes(ISO_8859_1));
    return read(sent);
  }

  /** Reads the answer to what was sent at this time. */
  Answer read(long sent) throws IOException {
    String status = line();
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1));
    }
    headers.replaceAll((name, value) -> value.strip());
    String length = headers.get("content-length");
    if (length == null) {
      throw new IOException("an answer without a length: " + status + " " + headers);
    }
    byte[] body = in.readNBytes(Integer.parseInt(length));
    long answered = System.nanoTime();
    int code =
        Stream.of(status.split(" ", -1))
            .skip(1)
            .mapToInt(Integer::parseInt)
            .findFirst()
            .orElseThrow();
    return new Answer(code, headers, new String(body, UTF_8), sent, answered);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed in the middle of an answer");
      }
      line.append((char) next);
    }
    line.setLength(line.length() - 1); // the carriage return
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
