package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.Tuning;
import dev.pat4j.containers.WebApp;
import dev.pat4j.containers.table.Requests;
import dev.pat4j.containers.table.Row;
import dev.pat4j.containers.table.RowRunner;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container that was told to let everything through: then the filter alone stands guard. */
class CarelessContainerTest extends HostTest {

  /** As the rules say; no path below /public is one that would have to be resolved further. */
  private static final Predicate<String> OPEN =
      Pattern.compile("/open|/admin/health|/public(/(?!\\.\\.?(/|$))[^/;%\\\\]*)*")
          .asMatchPredicate();

  @Override
  protected Tuning tuning() {
    return Tuning.CARELESS;
  }

  @Override
  protected WebApp[] applications() {
    return new WebApp[] {application("", filter()), application("/app", filter())};
  }

  @Test
  void noRowOfTheTableLetsAnybodyInWhoWasToStayOutside() throws IOException {
    RowRunner runner = rowRunner();
    Map<String, List<String>> trespasses = new TreeMap<>();
    for (Row row : rowsAboutTargets()) {
      List<String> found = runner.trespassesOf(row, OPEN);
      if (!found.isEmpty()) {
        trespasses.put(row.toString(), found);
      }
    }
    assertEquals(Map.of(), trespasses);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/public%2f..%2fadmin/x",
        "/public/..%2fadmin/x",
        "/public%5c..%5cadmin/x",
        "/public/%2e%2e/admin/x",
        "/public/%252e%252e/admin/x"
      })
  void theFilterItselfRefusesWhatTheContainerLetsThrough(String path) throws IOException {
    assertEquals("bad request\n", ask("GET", path, bearer("read")).body());
    assertNobodyCalled();
  }

  /** Not those about the framing of messages, where a careless Undertow waits for more. */
  private static List<Row> rowsAboutTargets() {
    return Requests.rows().stream().filter(row -> !row.id().startsWith("message")).toList();
  }
}
