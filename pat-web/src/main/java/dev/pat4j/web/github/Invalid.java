package dev.pat4j.web.github;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What makes a request 422, in the words of this API. Nothing has been changed. */
final class Invalid extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String field;
  private final boolean told;

  private Invalid(String code, String field, @Nullable String message) {
    super(message, null, false, false);
    this.code = code;
    this.field = field;
    this.told = message != null;
  }

  static Invalid missing(String field) {
    return new Invalid("missing_field", field, null);
  }

  static Invalid taken(String field) {
    return new Invalid("already_exists", field, null);
  }

  static Invalid malformed(String field) {
    return new Invalid("invalid", field, null);
  }

  static Invalid custom(String field, String message) {
    return new Invalid("custom", field, message);
  }

  /** The entry of the list {@code errors}. */
  JsonObject error() {
    var error =
        Json.createObjectBuilder()
            .add("resource", "OauthAccess")
            .add("code", code)
            .add("field", field);
    return (told ? error.add("message", String.valueOf(getMessage())) : error).build();
  }
}
