package dev.pat4j.containers.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the table is written, and that the table at hand is written so. */
class RequestTableTest {

  private static final Map<String, String> TOKENS = Map.of("read", "T0K");

  @Test
  void readsRowsWithTheirRequestAndOutcomes() {
    List<Row> rows =
        RequestTable.parse(
            """
            # a comment

            a-1  shows something (RFC 9110 1)
            > GET / HTTP/1.1
            > Host: h
            < served ada
            <tomcat,undertow refused
            a-2  has a body
            > POST / HTTP/1.1
            >
            > body\\
            < refused
            """);

    assertEquals(
        List.of(
            new Row(
                "a-1",
                "shows something (RFC 9110 1)",
                "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
                Map.of("", "served ada", "tomcat", "refused", "undertow", "refused")),
            new Row("a-2", "has a body", "POST / HTTP/1.1\r\n\r\nbody", Map.of("", "refused"))),
        rows);
  }

  @Test
  void takesTheOutcomeOfTheLongestBeginningOfTheContainersName() {
    Row row = new Row("a", "b", "c", Map.of("", "1", "tomcat", "2", "tomcat-11", "3"));

    assertEquals("1", row.outcomeOn("jetty-ee10"));
    assertEquals("2", row.outcomeOn("tomcat-10.1"));
    assertEquals("3", row.outcomeOn("tomcat-11"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "> GET / HTTP/1.1",
        "< refused",
        "a-1  no request\n< refused",
        "a-1  no outcome\n> GET / HTTP/1.1",
        "a-1\n> GET / HTTP/1.1\n< refused",
        "a-1  twice\n> GET / HTTP/1.1\n< refused\n< served ada",
        "a-1  raw\n> GET /\u00e9 HTTP/1.1\n< refused"
      })
  void refusesWhatIsNoRow(String text) {
    assertThrows(IllegalArgumentException.class, () -> RequestTable.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "a{read}b, aT0Kb",
    "{base64 ada:{read}}, YWRhOlQwSw==",
    "{unpadded ada:{read}}, YWRhOlQwSw",
    "{base64url >>>???}, Pj4-Pz8_",
    "{base64 >>>???}, Pj4+Pz8/",
    "{3 ab}, ababab",
    "\\{read\\}, {read}",
    "\\x41\\\\, A\\"
  })
  void expandsWhatIsWrittenInBraces(String written, String sent) {
    assertEquals(sent, Escapes.expand(written, TOKENS));
  }

  @Test
  void writesEveryByte() {
    assertEquals("\t\r\n\0\u00ff", Escapes.expand("\\t\\r\\n\\x00\\xFF", TOKENS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{nobody}", "{read", "read}", "\\q", "{x y}"})
  void refusesWhatItCannotExpand(String written) {
    assertThrows(IllegalArgumentException.class, () -> Escapes.expand(written, TOKENS));
  }

  @Test
  void hasMoreThanTwoHundredRowsWithIdsOfTheirOwn() {
    List<Row> rows = Requests.rows();

    assertTrue(rows.size() >= 200, () -> "only " + rows.size());
    assertEquals(rows.size(), new TreeSet<>(rows.stream().map(Row::id).toList()).size());
  }

  @Test
  void speaksOfKnownOutcomesAlone() {
    Map<String, Outcome.Template> known = Requests.outcomes();
    for (Row row : Requests.rows()) {
      assertTrue(row.outcomes().containsKey(""), () -> row + " says nothing about the rest");
      for (String outcome : row.outcomes().values()) {
        List<String> words = List.of(outcome.split(" ", -1));
        assertTrue(known.containsKey(words.get(0)), () -> row + " expects " + outcome);
        known.get(words.get(0)).with(words.subList(1, words.size()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\n  status 200\n  X-Unwatched: 1", "x\n  body $2"})
  void refusesAnOutcomeThatWouldNotBeChecked(String text) {
    Outcome.Template template = Outcome.parse(text).get("x");

    assertThrows(IllegalArgumentException.class, () -> template.with(List.of("1")));
  }
}
