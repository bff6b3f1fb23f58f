package dev.pat4j.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A response that remembers what was written to it. */
final class FakeResponse {

  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final StringWriter text = new StringWriter();
  private int status = 200;
  private boolean committed;
  private boolean writerTaken;
  int errorSent;

  HttpServletResponse asServlet() {
    return Fake.of(HttpServletResponse.class, this);
  }

  FakeResponse committed() {
    committed = true;
    return this;
  }

  FakeResponse writerTaken() {
    writerTaken = true;
    return this;
  }

  int status() {
    return status;
  }

  String body() {
    return body.toString(StandardCharsets.UTF_8) + text;
  }

  /** Status, headers and body, to search. */
  String everything() {
    return status + " " + headers + " " + body();
  }

  List<String> challenges() {
    return headers("WWW-Authenticate");
  }

  List<String> headers(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /** The only line of a header, or null. */
  String header(String name) {
    List<String> lines = headers(name);
    if (lines.size() > 1) {
      throw new AssertionError(name + " has several lines: " + lines);
    }
    return lines.isEmpty() ? null : lines.get(0);
  }

  // What the servlet API asks for.

  public void setStatus(int newStatus) {
    status = newStatus;
  }

  public int getStatus() {
    return status;
  }

  public void sendError(int newStatus) {
    status = newStatus;
    errorSent++;
    committed = true;
  }

  public void sendError(int newStatus, String message) {
    sendError(newStatus);
  }

  public void setHeader(String name, String value) {
    if (!committed) {
      headers.put(name, new ArrayList<>(List.of(value)));
    }
  }

  public void addHeader(String name, String value) {
    if (!committed) {
      headers.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
  }

  public boolean containsHeader(String name) {
    return headers.containsKey(name);
  }

  public Collection<String> getHeaders(String name) {
    return headers(name);
  }

  public void setContentType(String type) {
    setHeader("Content-Type", type);
  }

  public void setContentLength(int length) {
    setHeader("Content-Length", String.valueOf(length));
  }

  public boolean isCommitted() {
    return committed;
  }

  public void resetBuffer() {
    if (committed) {
      throw new IllegalStateException("committed");
    }
    body.reset();
  }

  public void reset() {
    resetBuffer();
    headers.clear();
    status = 200;
  }

  public void flushBuffer() {
    committed = true;
  }

  public PrintWriter getWriter() {
    return new PrintWriter(text, true);
  }

  public ServletOutputStream getOutputStream() {
    if (writerTaken) {
      throw new IllegalStateException("getWriter() was called");
    }
    return new ServletOutputStream() {
      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setWriteListener(WriteListener listener) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void write(int octet) {
        body.write(octet);
      }
    };
  }
}
