package dev.pat4j.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenIdTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2_147_483_647L, 2_147_483_648L, 9_007_199_254_740_991L})
  void isAPositiveNumberThatJavaScriptCanHold(long value) {
    TokenId id = new TokenId(value);
    assertEquals(value, id.value());
    assertEquals(Optional.of(id), TokenId.parse(id.toString()));
    assertEquals(value, (long) (double) value);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, 9_007_199_254_740_992L, Long.MAX_VALUE})
  void isNothingElse(long value) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new TokenId(value)).getMessage();
    assertEquals("a token id is from 1 to 2^53 - 1, not " + value, message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "+1",
        "01",
        " 1",
        "1 ",
        "1\n",
        "1.0",
        "1e3",
        "0x1",
        "a",
        "null",
        "9007199254740992",
        "9999999999999999",
        "99999999999999999",
        "18446744073709551617",
        "\uFF11",
        "\u0661",
        "1\u0660"
      })
  @DisplayName("threat 16: only the decimal form in ASCII digits is an id, and only one form of it")
  void noOtherTextIsAnId(String text) {
    assertEquals(Optional.empty(), TokenId.parse(text));
  }

  @Test
  void isOrderedAsANumber() {
    List<TokenId> sorted = List.of(new TokenId(2), new TokenId(10), new TokenId(TokenId.MAXIMUM));
    assertEquals(sorted, sorted.stream().sorted().toList());
    assertTrue(new TokenId(10).compareTo(new TokenId(2)) > 0);
    assertEquals(0, new TokenId(10).compareTo(new TokenId(10)));
  }

  @Test
  void isPrintedInAsciiDigitsInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals("1234567890", new TokenId(1_234_567_890).toString());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void refusesNull() {
    assertThrows(NullPointerException.class, () -> TokenId.parse(null));
    assertThrows(NullPointerException.class, () -> new TokenId(1).compareTo(null));
  }
}
