package dev.pat4j.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumTest {

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final Random random = new Random(7);

  @Test
  void isTheCrc32OfThePlatform() {
    for (int i = 0; i < 10_000; i++) {
      String body = body();
      CRC32 crc = new CRC32();
      crc.update(body.getBytes(StandardCharsets.US_ASCII));
      assertEquals(crc.getValue(), Checksum.of("x_" + body, 2));
    }
  }

  @Test
  void fitsWhatWasSpelledAndNothingElse() {
    for (int i = 0; i < 200; i++) {
      String whole = whole(body());
      assertEquals(0, Checksum.mistake("x_" + whole, 2), whole);
      for (int place = 0; place < whole.length(); place++) {
        StringBuilder other = new StringBuilder(whole);
        char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        other.setCharAt(place, c);
        long mistake = Checksum.mistake("x_" + other, 2);
        assertTrue(mistake >= 0, other.toString());
        assertEquals(c == whole.charAt(place), mistake == 0, other.toString());
      }
    }
  }

  /** Among them those that are a character of the alphabet in their low seven or eight bits. */
  @ParameterizedTest
  @ValueSource(chars = {'-', '_', ' ', '\0', '\u0080', '\u00B0', '\u0130', '\u0161', '\uFF21'})
  void noOtherCharacterFits(char stranger) {
    String whole = whole("a".repeat(30));
    for (int place = 0; place < whole.length(); place++) {
      StringBuilder other = new StringBuilder(whole);
      other.setCharAt(place, stranger);
      assertTrue(Checksum.mistake(other.toString(), 0) < 0, () -> other.toString());
    }
  }

  @Test
  void aSumBeyond32BitsFitsNothing() {
    assertTrue(Checksum.mistake("a".repeat(30) + "zzzzzz", 0) > 0);
  }

  private String body() {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      body.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return body.toString();
  }

  private static String whole(String body) {
    StringBuilder whole = new StringBuilder(body);
    Base62.encode(Checksum.of(body, 0), 6, whole);
    return whole.toString();
  }
}
