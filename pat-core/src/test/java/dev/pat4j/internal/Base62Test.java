package dev.pat4j.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
