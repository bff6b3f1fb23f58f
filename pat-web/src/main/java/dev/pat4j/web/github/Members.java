package dev.pat4j.web.github;

import dev.pat4j.TokenRequest;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.web.http.Bodies;
import dev.pat4j.web.http.Refusal;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * The members of a request's body, each asked for by name and type. Null is as good as absent, as
 * some clients send it for all they do not use; what nobody asks for is ignored. Whatever is of
 * another type, too long, or not in the catalogue is {@link Invalid}.
 */
final class Members {

  private static final int LONGEST_BODY = 64 * 1024;
  private static final int MOST_SCOPES = 1_000;

  private final JsonObject body;

  private Members(JsonObject body) {
    this.body = body;
  }

  static Members of(HttpServletRequest request) throws IOException {
    JsonStructure body = Bodies.json(Bodies.bytes(request, LONGEST_BODY));
    if (body instanceof JsonObject object) {
      return new Members(object);
    }
    throw new Refusal(400, "Body should be a JSON object");
  }

  /** A text; empty if it is absent. */
  Optional<String> text(String member, String field) {
    return given(member)
        .map(
            value -> {
              if (value instanceof JsonString text) {
                return text.getString();
              }
              throw Invalid.malformed(field);
            });
  }

  /** As {@link #text}, where an empty one is as good as absent. */
  Optional<String> filled(String member) {
    return text(member, member).filter(value -> !value.isEmpty());
  }

  /** What the token is called; the errors name it {@code description}. */
  Optional<String> note() {
    Optional<String> note = text("note", "description");
    note.ifPresent(text -> valid("description", () -> TokenRequest.forOwner("anybody").name(text)));
    return note;
  }

  /** Where the token's note is explained: an absolute http or https URL, or empty for none. */
  Optional<String> noteUrl() {
    Optional<String> url = attribute("note_url", Entry.NOTE_URL);
    if (url.filter(text -> !text.isEmpty() && !isWebAddress(text)).isPresent()) {
      throw Invalid.malformed("note_url");
    }
    return url;
  }

  Optional<String> fingerprint() {
    return attribute("fingerprint", Entry.FINGERPRINT);
  }

  /** A list of scopes that are in the catalogue. */
  Optional<List<String>> scopes(String member, ScopeCatalog catalog) {
    return given(member)
        .map(
            value -> {
              if (!(value instanceof JsonArray names)
                  || names.size() > MOST_SCOPES
                  || !names.stream().allMatch(JsonString.class::isInstance)) {
                throw Invalid.malformed("scopes");
              }
              List<String> list =
                  names.stream().map(JsonString.class::cast).map(JsonString::getString).toList();
              valid("scopes", () -> catalog.of(list));
              return list;
            });
  }

  boolean has(String member) {
    return given(member).isPresent();
  }

  /** Checks a text against the bounds of attributes. */
  static void checkAttribute(String field, String key, String text) {
    valid(field, () -> TokenRequest.forOwner("anybody").attribute(key, text));
  }

  private Optional<String> attribute(String member, String key) {
    Optional<String> value = text(member, member);
    value.ifPresent(text -> checkAttribute(member, key, text));
    return value;
  }

  private Optional<JsonValue> given(String member) {
    return Optional.ofNullable(body.get(member)).filter(value -> value != JsonValue.NULL);
  }

  private static void valid(String field, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      throw Invalid.malformed(field);
    }
  }

  private static boolean isWebAddress(String text) {
    try {
      URI url = new URI(text);
      boolean web =
          "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
      return web && url.getHost() != null;
    } catch (URISyntaxException notOne) {
      return false;
    }
  }
}
