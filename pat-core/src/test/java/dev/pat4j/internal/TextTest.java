package dev.pat4j.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bounds of every text that a row keeps, with messages that name the field. */
class TextTest {

  private static String message(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  @Test
  void aTextIsReturnedUnchanged() {
    for (String text : List.of("", " ", "a", "\u00AD", "\u202E", "\uD83D\uDE80", "x".repeat(255))) {
      assertSame(text, Text.optional("name", text));
    }
    assertSame("a", Text.required("owner", "a"));
    String list = "x".repeat(4_000);
    assertSame(list, Text.list("scopes", list));
  }

  @Test
  void oneCharacterTooManyIsRefused() {
    assertEquals(
        "name has at most 255 characters, this one has 256",
        message(() -> Text.optional("name", "x".repeat(256))));
    assertEquals(
        "scopes has at most 4000 characters, this one has 4001",
        message(() -> Text.list("scopes", "x".repeat(4_001))));
  }

  @Test
  void everyControlCharacterIsRefusedAndItsNeighboursAreNot() {
    for (char c = 0; c < 0x200; c++) {
      String text = "a" + c;
      if (Character.isISOControl(c)) {
        assertEquals(
            "name must not hold control characters; one is at position 1",
            message(() -> Text.optional("name", text)));
      } else {
        assertSame(text, Text.optional("name", text));
      }
    }
  }

  @Test
  void attributesAreReturnedUnchanged() {
    Map<String, String> attributes = Map.of("a.b-c_D9", "", "k", "\uD83D\uDE80");

    assertSame(attributes, Text.attributes(attributes));
  }
}
