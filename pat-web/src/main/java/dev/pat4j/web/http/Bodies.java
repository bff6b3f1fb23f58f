package dev.pat4j.web.http;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonStructure;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Bodies of requests, read whole and never beyond a limit. */
public final class Bodies {

  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

  private Bodies() {}

  /**
   * The whole body.
   *
   * @throws Refusal 413 if it is longer than so many bytes; no more than that is read
   */
  public static byte[] bytes(HttpServletRequest request, int longest) throws IOException {
    if (request.getContentLengthLong() > longest) {
      throw tooLong(longest);
    }
    byte[] body = request.getInputStream().readNBytes(longest + 1);
    if (body.length > longest) {
      throw tooLong(longest);
    }
    return body;
  }

  /**
   * The JSON in a body, in UTF-8, in which no object names a member twice.
   *
   * @throws Refusal 400 if it is none
   */
  public static JsonStructure json(byte[] body) {
    try (JsonReader reader =
        READERS.createReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8)) {
      return reader.read();
    } catch (JsonException | IllegalStateException | StackOverflowError notJson) {
      throw new Refusal(400, "Problems parsing JSON");
    }
  }

  private static Refusal tooLong(int longest) {
    return new Refusal(413, "the body is longer than " + longest + " bytes");
  }
}
