package dev.pat4j.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Why a request is not carried out, as RFC 9457 writes it. Nothing has been changed when it is
 * thrown.
 */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"));

  private final int status;
  private final transient List<String> pointers;
  private final transient Map<String, String> headers;

  private Problem(int status, String detail, List<String> pointers, Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.pointers = pointers;
    this.headers = headers;
  }

  Problem(int status, String detail) {
    this(status, detail, List.of(), Map.of());
  }

  /** With headers, by name. */
  static Problem with(int status, String detail, Map<String, String> headers) {
    return new Problem(status, detail, List.of(), headers);
  }

  /** A member of the body that says what cannot be. */
  static Problem member(String name, String detail) {
    return new Problem(422, detail, List.of("#/" + name), Map.of());
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  JsonObject body() {
    var body =
        Json.createObjectBuilder()
            .add("type", "about:blank")
            .add("title", TITLES.getOrDefault(status, "Error"))
            .add("status", status)
            .add("detail", String.valueOf(getMessage()));
    if (!pointers.isEmpty()) {
      JsonArrayBuilder errors = Json.createArrayBuilder();
      pointers.forEach(
          pointer ->
              errors.add(
                  Json.createObjectBuilder()
                      .add("pointer", pointer)
                      .add("detail", String.valueOf(getMessage()))));
      body.add("errors", errors);
    }
    return body.build();
  }
}
