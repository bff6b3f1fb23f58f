package dev.pat4j.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base62Test {

  @ParameterizedTest
  @CsvSource({
    "0, 000000",
    "61, 00000z",
    "62, 000010",
    "8816593, 00azb7",
    "2011552642, 2C8GjS",
    "4294967295, 4gfFC3"
  })
  void encodesWithPadding(long number, String digits) {
    StringBuilder out = new StringBuilder("kept ");
    Base62.encode(number, 6, out);
    assertEquals("kept " + digits, out.toString());
  }

  @Test
  void noneOfTheBytesThatADigitWasDrawnFromIsLeftBehind() {
    List<byte[]> drawn = new ArrayList<>();
    SecureRandom random =
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 7);
            drawn.add(bytes);
          }
        };
    StringBuilder out = new StringBuilder();
    Base62.random(random, 5, out);
    assertEquals("77777", out.toString());
    assertArrayEquals(new byte[5], drawn.get(0));
  }
}
