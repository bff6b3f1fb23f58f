package dev.pat4j.examples.githost;

import dev.pat4j.Expiry;
import dev.pat4j.TokenRequest;
import dev.pat4j.examples.githost.ApiServlet.Unprocessable;
import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The body of {@code POST /tokens}: {@code {"name": …, "scopes": […], "expires_in": SECONDS}}, each
 * of its own JSON type. {@code expires_in} must be said; null means never. There is no member for
 * an owner: that is whoever signed in.
 */
record NewToken(String name, List<String> scopes, Expiry expiry) {

  private static final int LONGEST = 16 * 1024;

  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

  /**
   * Reads a request.
   *
   * @throws Unprocessable if it says something else
   */
  static NewToken in(HttpServletRequest request) throws IOException {
    String type = String.valueOf(request.getContentType());
    // No form of another site can send this type, so a browser that remembers a password is of no
    // use to that site.
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw new Unprocessable(415, "send application/json");
    }
    byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
    if (body.length > LONGEST) {
      throw new Unprocessable(413, "the body is longer than " + LONGEST + " bytes");
    }
    JsonObject json = parsed(body);
    return new NewToken(name(json), scopes(json), expiry(json));
  }

  /**
   * What to ask of the library for this owner.
   *
   * @throws IllegalArgumentException if the name cannot be one
   */
  TokenRequest forOwner(String owner) {
    return TokenRequest.forOwner(owner).name(name).scopes(scopes).expiry(expiry).build();
  }

  private static JsonObject parsed(byte[] body) {
    try (JsonReader reader = READERS.createReader(new ByteArrayInputStream(body))) {
      return reader.readObject();
    } catch (RuntimeException e) {
      // Of several kinds: malformed, an array, a member twice, nested too deeply.
      throw new Unprocessable(400, "the body is no JSON object");
    }
  }

  private static String name(JsonObject json) {
    if (json.get("name") instanceof JsonString name) {
      return name.getString();
    }
    throw new Unprocessable(422, "name must be a string");
  }

  private static List<String> scopes(JsonObject json) {
    if (json.get("scopes") instanceof List<?> array
        && array.stream().allMatch(JsonString.class::isInstance)) {
      return array.stream().map(each -> ((JsonString) each).getString()).toList();
    }
    throw new Unprocessable(422, "scopes must be an array of strings");
  }

  private static Expiry expiry(JsonObject json) {
    JsonValue value = json.get("expires_in");
    if (value == JsonValue.NULL) {
      return Expiry.never();
    }
    try {
      if (value instanceof JsonNumber seconds) {
        return Expiry.after(Duration.ofSeconds(seconds.bigIntegerValueExact().longValueExact()));
      }
    } catch (ArithmeticException | IllegalArgumentException | UnsupportedOperationException e) {
      // A fraction, less than one, or more digits than anybody means: said below.
    }
    throw new Unprocessable(422, "expires_in must be a positive number of seconds, or null");
  }
}
