package dev.pat4j.web.github;

import dev.pat4j.hash.TokenHasher;
import dev.pat4j.web.http.Answers;
import dev.pat4j.web.http.Bodies;
import dev.pat4j.web.http.NotAdmitted;
import dev.pat4j.web.http.Realm;
import dev.pat4j.web.http.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The errors of this API, and the headers of every answer. */
final class Replies {

  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "application/vnd\\.github(?:\\.([a-z0-9-]{1,40}))?"
              + "(?:\\.(raw|text|html|full))?(?:\\+json)?");
  private static final int LONGEST_HEADER = 1_024;

  private static final Map<Integer, String> PHRASES =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(204, "No Content"),
          Map.entry(304, "Not Modified"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(413, "Payload Too Large"),
          Map.entry(422, "Unprocessable Entity"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"));

  private final String challenge;

  Replies(Realm realm) {
    this.challenge = realm.basic();
  }

  void write(HttpServletRequest request, HttpServletResponse response, Reply reply)
      throws IOException {
    Bodies.drop(request);
    JsonStructure body = reply.body();
    int status = reply.status();
    if (status == 200 && body != null && !reply.secret() && isReading(request)) {
      String tag = tag(body);
      response.setHeader("ETag", tag);
      status = isKnown(request, tag) ? 304 : 200;
    }
    response.setHeader("Status", status + " " + PHRASES.getOrDefault(status, ""));
    response.setHeader("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP");
    response.setHeader("X-GitHub-Media-Type", mediaType(request.getHeader("Accept")));
    // Not the container's own, which may tell addresses and more of its inside.
    response.setHeader("X-GitHub-Request-Id", UUID.randomUUID().toString());
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader(
        "Access-Control-Expose-Headers",
        "ETag, Link, Location, Retry-After, X-GitHub-OTP, X-GitHub-Media-Type");
    reply.headers().forEach(response::setHeader);
    if (body == null || status == 304) {
      Answers.empty(response, status);
    } else {
      Answers.json(response, status, body);
    }
  }

  Reply notFound() {
    return error(404, "Not Found", Views.DOCUMENTATION);
  }

  Reply methodNotAllowed() {
    return error(405, "Method Not Allowed", Views.DOCUMENTATION)
        .with("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
  }

  Reply invalid(Invalid invalid, HttpServletRequest request) {
    String page =
        switch (request.getMethod()) {
          case "PUT" -> "#get-or-create-an-authorization-for-a-specific-app";
          case "PATCH" -> "#update-an-existing-authorization";
          default -> "#create-a-new-authorization";
        };
    return new Reply(
        422,
        Json.createObjectBuilder()
            .add("message", "Validation Failed")
            .add("errors", Json.createArrayBuilder().add(invalid.error()))
            .add("documentation_url", Views.API_DOCUMENTATION + page)
            .build(),
        Map.of(),
        false);
  }

  /** Of a body that is none, GitHub says what is wrong and nothing else. */
  Reply refusal(Refusal refusal) {
    JsonObject body = Json.createObjectBuilder().add("message", refusal.message()).build();
    return new Reply(refusal.status(), body, Map.of(), false);
  }

  Reply unavailable() {
    return error(503, "Service Unavailable", Views.DOCUMENTATION).with("Retry-After", "5");
  }

  Reply broken() {
    return error(500, "Server Error", Views.DOCUMENTATION);
  }

  Reply notAdmitted(NotAdmitted e) {
    return switch (e.reason()) {
      case TOKEN -> notFound();
      case NO_CREDENTIALS -> challenging("Requires authentication", Views.DOCUMENTATION);
      case BAD_CREDENTIALS -> challenging("Bad credentials", Views.DOCUMENTATION);
      case SECOND_FACTOR ->
          challenging(
                  "Must specify two-factor authentication OTP code.",
                  Views.DOCUMENTATION + "/auth#working-with-two-factor-authentication")
              .with("X-GitHub-OTP", "required; " + e.detail());
      case THROTTLED ->
          error(
                  403,
                  "Maximum number of login attempts exceeded. Please try again later.",
                  Views.DOCUMENTATION)
              .with("Retry-After", e.detail());
      case CROSS_ORIGIN ->
          error(403, "Pages of other sites may not use this API.", Views.DOCUMENTATION);
    };
  }

  /** GitHub sends no challenge, and HTTP libraries throw on a 401 without one. */
  private Reply challenging(String message, String documentation) {
    return error(401, message, documentation).with("WWW-Authenticate", challenge);
  }

  private static Reply error(int status, String message, String documentation) {
    return new Reply(
        status,
        Json.createObjectBuilder()
            .add("message", message)
            .add("documentation_url", documentation)
            .build(),
        Map.of(),
        false);
  }

  private static boolean isReading(HttpServletRequest request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  private static String tag(JsonStructure body) {
    byte[] hash = TokenHasher.sha256().digest(body.toString()).toBytes();
    return "\"" + HexFormat.of().formatHex(hash) + "\"";
  }

  private static boolean isKnown(HttpServletRequest request, String tag) {
    String known = request.getHeader("If-None-Match");
    return known != null
        && known.length() <= LONGEST_HEADER
        && Arrays.stream(known.split(",", -1))
            .map(String::strip)
            .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
  }

  /** {@code github.v3; format=json}, with what the client asked for where that is known. */
  private static String mediaType(@Nullable String accept) {
    String first = accept == null || accept.length() > LONGEST_HEADER ? "" : accept;
    for (String type : first.split("[,;]", -1)) {
      Matcher parts = MEDIA_TYPE.matcher(type.strip());
      if (parts.matches()) {
        String version = parts.group(1) == null ? "v3" : parts.group(1);
        String form = parts.group(2) == null ? "" : "; param=" + parts.group(2);
        return "github." + version + form + "; format=json";
      }
    }
    return "github.v3; format=json";
  }
}
