package dev.pat4j.web.http;

import jakarta.json.Json;
import jakarta.json.JsonStructure;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Answers in JSON, none of which is kept by a cache or taken for anything but data. */
public final class Answers {

  private static final String JSON = "application/json; charset=utf-8";

  private Answers() {}

  /** Writes this answer, and headers that keep it from caches and from browsers' guesses. */
  public static void json(HttpServletResponse response, int status, JsonStructure body)
      throws IOException {
    write(response, status, body, "", JSON);
  }

  /** As {@link #json}, ended by a newline: people read it in a terminal, where a prompt follows. */
  public static void jsonLine(HttpServletResponse response, int status, JsonStructure body)
      throws IOException {
    write(response, status, body, "\n", JSON);
  }

  /** Writes a problem as RFC 9457 has it, guarded in the same way and ended by a newline. */
  public static void problem(HttpServletResponse response, int status, JsonStructure body)
      throws IOException {
    write(response, status, body, "\n", "application/problem+json");
  }

  private static void write(
      HttpServletResponse response, int status, JsonStructure body, String end, String type)
      throws IOException {
    StringWriter text = new StringWriter();
    Json.createWriter(text).write(body);
    text.write(end);
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    guard(response);
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  /** Writes an answer without a body. */
  public static void empty(HttpServletResponse response, int status) {
    guard(response);
    response.setStatus(status);
  }

  /** Exactly {@code yyyy-MM-ddTHH:mm:ssZ}: a fraction of a second breaks several clients. */
  public static String written(Instant time) {
    return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  private static void guard(HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("X-Frame-Options", "deny");
    response.setHeader("Referrer-Policy", "no-referrer");
  }
}
