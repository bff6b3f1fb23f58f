package dev.pat4j.examples.githost;

import dev.pat4j.PolicyViolationException;
import dev.pat4j.TokenNotFoundException;
import dev.pat4j.store.TokenStoreException;
import jakarta.json.Json;
import jakarta.json.JsonStructure;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Speaks JSON, to be read by people, too; and makes of each exception the status it means. */
abstract class ApiServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final JsonWriterFactory WRITERS =
      Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));

  /** What a request says and no request may say. */
  static final class Unprocessable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;

    Unprocessable(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      super.service(request, response);
    } catch (TokenNotFoundException e) {
      refuse(response, HttpServletResponse.SC_NOT_FOUND, "not found");
    } catch (PolicyViolationException e) {
      refuse(response, 422, String.valueOf(e.getMessage()));
    } catch (Unprocessable e) {
      refuse(response, e.status, String.valueOf(e.getMessage()));
    } catch (TokenStoreException e) {
      response.setHeader("Retry-After", "5");
      refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "temporarily unavailable");
    }
  }

  static void answer(HttpServletResponse response, int status, JsonStructure body)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    // Nearly every answer depends on who asks, and one bears a secret.
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Vary", "Authorization");
    WRITERS.createWriter(response.getOutputStream(), StandardCharsets.UTF_8).write(body);
    response.getOutputStream().write('\n');
  }

  static void refuse(HttpServletResponse response, int status, String message) throws IOException {
    answer(response, status, Json.createObjectBuilder().add("message", message).build());
  }

  /** The only name below this servlet's path, {@code a} of {@code /things/a}; else empty. */
  static String nameIn(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null || path.equals("/") ? "" : path.substring(1);
  }

  /** {@code yyyy-MM-ddTHH:mm:ssZ}, exactly: a fraction of a second breaks several clients. */
  static String written(Instant time) {
    return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
  }
}
