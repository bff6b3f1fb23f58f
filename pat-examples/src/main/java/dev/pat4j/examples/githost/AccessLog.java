package dev.pat4j.examples.githost;

import dev.pat4j.format.TokenFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/**
 * One line for each request: when, from where, what, and what became of it. Holds no header and no
 * query; and since people put tokens in the strangest places, what looks like one is hidden
 * wherever else it stands.
 */
final class AccessLog implements RequestLog, AutoCloseable {

  private final ReentrantLock lock = new ReentrantLock();
  private final BufferedWriter file;
  private final TokenFormat format;

  AccessLog(Path file, TokenFormat format) throws IOException {
    this.file = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    this.format = format;
  }

  @Override
  public void log(Request request, Response response) {
    String line =
        String.join(
            " ",
            Instant.ofEpochMilli(Request.getTimeStamp(request)).toString(),
            Request.getRemoteAddr(request),
            request.getMethod(),
            path(request),
            Integer.toString(response.getStatus()));
    lock.lock();
    try {
      file.write(format.redact(line) + "\n");
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Decoded first, or a token could hide behind an escape; then fit for one line. */
  private static String path(Request request) {
    String path = request.getHttpURI().getDecodedPath();
    return path == null ? "-" : path.replaceAll("[^\\x21-\\x7E]", "?");
  }
}
