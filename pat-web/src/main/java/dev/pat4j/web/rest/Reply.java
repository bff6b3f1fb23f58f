package dev.pat4j.web.rest;

import jakarta.json.JsonStructure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is answered. */
record Reply(int status, @Nullable JsonStructure body, Map<String, String> headers) {

  static Reply of(JsonStructure body) {
    return new Reply(200, body, Map.of());
  }

  static Reply nothing() {
    return new Reply(204, null, Map.of());
  }
}
