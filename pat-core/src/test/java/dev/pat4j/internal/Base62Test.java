package dev.pat4j.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
  void encodesAndDecodesWithPadding(long number, String digits) {
    StringBuilder out = new StringBuilder("kept ");
    Base62.encode(number, 6, out);
    assertEquals("kept " + digits, out.toString());
    assertEquals(number, Base62.decode(out, 5, 11));
  }

  @ParameterizedTest
  @CsvSource({"4gfFC4", "4gfFCz", "500000", "zzzzzz"})
  void decodesNothingAbove32Bits(String digits) {
    assertEquals(-1, Base62.decode(digits, 0, digits.length()));
  }

  @Test
  void readsOnlyWhatItWasToldTo() {
    assertTrue(Base62.isBase62("-azAZ09-", 1, 7));
    assertFalse(Base62.isBase62("-azAZ09-", 0, 7));
    assertFalse(Base62.isBase62("-azAZ09-", 1, 8));
    assertTrue(Base62.isBase62("-", 0, 0));
  }
}
