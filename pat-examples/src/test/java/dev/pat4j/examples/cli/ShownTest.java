package dev.pat4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts, tables and times. */
class ShownTest {

  @Test
  void whatIsHiddenIsSpeltOut() {
    assertEquals("a<U+001B>[31mb<U+000A>", Shown.visible("a\u001B[31mb\n"));
    assertEquals("<U+202E><U+2066><U+200B><U+FEFF>", Shown.visible("\u202E\u2066\u200B\uFEFF"));
    assertEquals("<U+2028><U+D800><U+E0041>", Shown.visible("\u2028\uD800\uDB40\uDC41"));
    assertEquals("ada ışık 界 😀", Shown.visible("ada ışık 界 😀"));
  }

  @Test
  void aTextIsCutToColumnsNotToCharacters() {
    assertEquals("abcd", Shown.cut("abcd", 4));
    assertEquals("abc…", Shown.cut("abcde", 4));
    assertEquals("界…", Shown.cut("界界界", 4));
    assertEquals("😀…", Shown.cut("😀😀😀", 4));
    assertEquals(1, Shown.columns("e\u0301"));
  }

  @Test
  void theWidestColumnGivesWayFirst() {
    Table table = new Table().whole("ID").cut("OWNER", 3).cut("NAME", 3);
    table.row("1", "ada", "a name that is long");
    assertEquals("ID  OWNER  NAME\n1   ada    a na…\n", table.text(16));
    assertEquals("ID  OWN…  NAME\n1   ada   a na…\n", table.text(15));
  }

  @ParameterizedTest
  @CsvSource({"30s,PT30S", "45m,PT45M", "12h,PT12H", "90d,PT2160H", "2w,PT336H", "0d,PT0S"})
  void aTimeIsANumberAndAUnit(String text, Duration time) {
    assertEquals(time, Durations.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d", "1", "-1d", "1.5h", "1D", "1 d", "٣d", "1000000000d", "1y"})
  void anythingElseIsNone(String text) {
    assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));
  }
}
