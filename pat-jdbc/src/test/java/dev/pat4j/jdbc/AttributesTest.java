package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes as one text: exact, readable, and strict. */
class AttributesTest {

  @Test
  void areNamesAndValuesInTheOrderOfNames() {
    assertEquals(
        "a=&key_2=a+%3D+b&ticket=PAT-7&%C3%A4=%E5%B1%B1%26",
        Attributes.encode(Map.of("ticket", "PAT-7", "key_2", "a = b", "a", "", "ä", "山&")));
    assertEquals("", Attributes.encode(Map.of()));
  }

  @Test
  void areReadHoweverTheyAreSpelled() {
    assertEquals(Map.of("a", "b c", "d", "~*ü"), Attributes.decode("d=%7e%2A%c3%bc&%61=%62%20c"));
    assertEquals(Map.of(), Attributes.decode(""));
    assertEquals(Map.of("\uFFFD", ""), Attributes.decode("%EF%BF%BD="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a=b=c",
        "&",
        "a=1&",
        "a=1&a=2",
        "a=1&%61=2",
        "a=%",
        "a=%4",
        "a=%zz",
        "a=%-1",
        "a=%FF",
        "a=%C3",
        "a=%ED%A0%80",
        "a=ü",
        "a=b c",
        "a=\u0000",
        "null",
        "{}"
      })
  void areRefusedIfGarbled(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Attributes.decode(text)).getMessage();
    assertFalse(message.contains(text) && text.length() > 1, message);
  }

  @Property(tries = 200)
  void areReadAsWritten(@ForAll Map<@StringLength(max = 9) String, String> attributes) {
    if (attributes.entrySet().stream().allMatch(e -> isText(e.getKey()) && isText(e.getValue()))) {
      String text = Attributes.encode(attributes);
      assertTrue(text.chars().allMatch(c -> c > ' ' && c < 0x7F), text);
      assertEquals(attributes, Attributes.decode(text));
    }
  }

  private static boolean isText(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}
