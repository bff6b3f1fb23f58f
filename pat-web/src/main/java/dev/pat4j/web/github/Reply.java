package dev.pat4j.web.github;

import jakarta.json.JsonStructure;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is answered.
 *
 * @param secret whether there is a token in it
 */
record Reply(
    int status, @Nullable JsonStructure body, Map<String, String> headers, boolean secret) {

  static Reply of(JsonStructure body) {
    return new Reply(200, body, Map.of(), false);
  }

  static Reply withToken(int status, JsonStructure body) {
    return new Reply(status, body, Map.of(), true);
  }

  static Reply nothing() {
    return new Reply(204, null, Map.of(), false);
  }

  Reply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Reply(status, body, more, secret);
  }
}
