package dev.pat4j.web.http;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonStructure;
import jakarta.json.stream.JsonParser;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Bodies of requests, read whole and never beyond a limit. */
public final class Bodies {

  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

  private static final long LONGEST_DROPPED = 16 * 1024 * 1024;

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
   * Reads what nobody has read of a body, before an answer is written: a container that is left
   * with it closes the connection, and the client may lose the answer, or its next request on that
   * connection. Keeps nothing, and gives up on what is longer than anybody sends by mistake.
   */
  public static void drop(HttpServletRequest request) {
    byte[] space = new byte[8 * 1024];
    try {
      InputStream rest = request.getInputStream();
      for (long read = 0; read < LONGEST_DROPPED; ) {
        int more = rest.read(space);
        if (more < 0) {
          return;
        }
        read += more;
      }
    } catch (IOException | IllegalStateException gone) {
      // Then there is nobody to lose the answer.
      return;
    }
  }

  /**
   * The JSON in a body, in UTF-8, in which no object names a member twice.
   *
   * @throws Refusal 400 if it is none
   */
  public static JsonStructure json(byte[] body) {
    try {
      String text = text(body);
      requireOneValue(text);
      try (JsonReader reader = READERS.createReader(new StringReader(text))) {
        return reader.read();
      }
    } catch (CharacterCodingException | RuntimeException | StackOverflowError notJson) {
      // Beyond its limits of depth the parser throws a RuntimeException of no other type.
      throw new Refusal(400, "Problems parsing JSON");
    }
  }

  /** The reader stops at the end of the first value, whatever comes after it. */
  private static void requireOneValue(String text) {
    try (JsonParser parser = Json.createParser(new StringReader(text))) {
      while (parser.hasNext()) {
        parser.next();
      }
    }
  }

  /** Strictly: a reader of streams would put a replacement character where a byte is wrong. */
  private static String text(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  private static Refusal tooLong(int longest) {
    return new Refusal(413, "the body is longer than " + longest + " bytes");
  }
}
