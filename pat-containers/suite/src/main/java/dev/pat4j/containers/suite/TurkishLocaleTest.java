package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.WebApp;
import dev.pat4j.containers.table.Requests;
import dev.pat4j.containers.table.Row;
import dev.pat4j.containers.table.RowRunner;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where i and I are two letters (SHIRO-415): the whole table once more. */
class TurkishLocaleTest extends HostTest {

  private static final Locale BEFORE = Locale.getDefault();

  /** Before the library, the filter and the server are made. */
  TurkishLocaleTest() {
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
  }

  @AfterAll
  static void restore() {
    Locale.setDefault(BEFORE);
  }

  @Override
  protected WebApp[] applications() {
    return new WebApp[] {application("", filter()), application("/app", filter())};
  }

  @Test
  @DisplayName("threat 16: case folding collided (Django CVE-2019-19844, SHIRO-415)")
  void everyRowOfTheTableHasTheSameOutcome() throws Exception {
    RowRunner runner = rowRunner();
    Map<String, List<String>> faults = new TreeMap<>();
    for (Row row : Requests.rows()) {
      List<String> found = runner.faultsOf(row);
      if (!found.isEmpty()) {
        faults.put(row.toString(), found);
      }
    }
    assertEquals(Map.of(), faults);
  }
}
