package dev.pat4j.web.rest;

import dev.pat4j.AddressRange;
import dev.pat4j.Expiry;
import dev.pat4j.TokenRequest;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.web.http.Bodies;
import dev.pat4j.web.http.Refusal;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The members of a body, each of its type and within its bounds; a member that nobody knows is
 * refused, as it may be one that was to make the token weaker.
 */
final class Input {

  private static final int LONGEST_BODY = 64 * 1024;
  private static final int MOST_ITEMS = 1_000;
  private static final long MOST_DAYS = 36_600;

  private final JsonObject body;

  private Input(JsonObject body) {
    this.body = body;
  }

  /** A body with no other members than these; none at all is an empty one, if that is allowed. */
  static Input of(HttpServletRequest request, boolean mayBeAbsent, String... known)
      throws IOException {
    byte[] bytes = bytes(request);
    if (bytes.length == 0 && mayBeAbsent) {
      return new Input(JsonValue.EMPTY_JSON_OBJECT);
    }
    String type = String.valueOf(request.getContentType()).split(";", 2)[0].strip();
    if (!type.equalsIgnoreCase("application/json")) {
      throw new Problem(415, "the body must be application/json");
    }
    JsonObject body = object(bytes);
    Set<String> names = Set.of(known);
    for (String name : body.keySet()) {
      if (!names.contains(name)) {
        throw new Problem(
            422, "the body has a member that is not one of " + Arrays.toString(known));
      }
    }
    return new Input(body);
  }

  Optional<String> name() {
    return text("name").map(text -> valid("name", () -> checkedName(text)));
  }

  Optional<String> reason() {
    return text("reason").map(text -> valid("reason", () -> checkedName(text)));
  }

  Optional<List<String>> scopes(ScopeCatalog catalog) {
    Optional<List<String>> names = texts("scopes");
    names.ifPresent(list -> valid("scopes", () -> catalog.of(list)));
    return names;
  }

  Optional<List<String>> addresses() {
    Optional<List<String>> ranges = texts("allowed_addresses");
    ranges.ifPresent(
        list -> list.forEach(one -> valid("allowed_addresses", () -> AddressRange.parse(one))));
    ranges.ifPresent(
        list ->
            valid(
                "allowed_addresses",
                () ->
                    TokenRequest.forOwner("anybody")
                        .allowedAddresses(list.toArray(String[]::new))));
    return ranges;
  }

  /** What one of {@code expires_at} and {@code expires_in_days} says; null is never. */
  Optional<Expiry> expiry() {
    if (body.containsKey("expires_at") && body.containsKey("expires_in_days")) {
      throw Problem.member("expires_at", "say expires_at or expires_in_days, not both");
    }
    if (body.containsKey("expires_in_days")) {
      long days = number("expires_in_days", 1, MOST_DAYS);
      return Optional.of(valid("expires_in_days", () -> Expiry.after(Duration.ofDays(days))));
    }
    if (!body.containsKey("expires_at")) {
      return Optional.empty();
    }
    return Optional.of(
        body.isNull("expires_at") ? Expiry.never() : at(text("expires_at").orElseThrow()));
  }

  /** A whole number of seconds; zero if it is absent. */
  Duration seconds(String member, Duration most) {
    return body.containsKey(member)
        ? Duration.ofSeconds(number(member, 0, most.toSeconds()))
        : Duration.ZERO;
  }

  private static Expiry at(String text) {
    try {
      return Expiry.at(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException | IllegalArgumentException e) {
      throw Problem.member(
          "expires_at", "expires_at is a time as 2026-12-31T23:59:59Z, or null for never");
    }
  }

  private long number(String member, long least, long most) {
    if (body.get(member) instanceof JsonNumber number) {
      // The text first: the value of 1e999999999 would fill the memory.
      String text = number.toString();
      if (text.matches("[0-9]{1,12}")
          && Long.parseLong(text) >= least
          && Long.parseLong(text) <= most) {
        return Long.parseLong(text);
      }
    }
    throw Problem.member(member, member + " is a whole number from " + least + " to " + most);
  }

  private Optional<String> text(String member) {
    JsonValue value = body.get(member);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonString text) {
      return Optional.of(text.getString());
    }
    throw Problem.member(member, member + " must be a string");
  }

  private Optional<List<String>> texts(String member) {
    JsonValue value = body.get(member);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonArray array
        && array.size() <= MOST_ITEMS
        && array.stream().allMatch(JsonString.class::isInstance)) {
      return Optional.of(
          array.stream().map(JsonString.class::cast).map(JsonString::getString).toList());
    }
    throw Problem.member(
        member, member + " must be an array of at most " + MOST_ITEMS + " strings");
  }

  private static String checkedName(String text) {
    TokenRequest.forOwner("anybody").name(text);
    return text;
  }

  private static <T> T valid(String member, Supplier<T> check) {
    try {
      return check.get();
    } catch (IllegalArgumentException e) {
      throw Problem.member(member, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] bytes(HttpServletRequest request) throws IOException {
    try {
      return Bodies.bytes(request, LONGEST_BODY);
    } catch (Refusal e) {
      throw new Problem(e.status(), e.message());
    }
  }

  private static JsonObject object(byte[] bytes) {
    JsonStructure body;
    try {
      body = Bodies.json(bytes);
    } catch (Refusal e) {
      throw new Problem(400, "the body is no JSON, or names a member twice");
    }
    if (body instanceof JsonObject object) {
      return object;
    }
    throw new Problem(400, "the body must be a JSON object");
  }
}
