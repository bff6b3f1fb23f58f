package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.WebApp;
import dev.pat4j.containers.table.Requests;
import dev.pat4j.containers.table.RowRunner;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every row of the table of requests, over a socket, to the byte. */
class RequestTableTest extends HostTest {

  @Override
  protected WebApp[] applications() {
    return new WebApp[] {application("", filter()), application("/app", filter())};
  }

  @TestFactory
  Stream<DynamicTest> rows() {
    RowRunner runner = rowRunner();
    return Requests.rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.toString(), () -> assertEquals(List.of(), runner.faultsOf(row))));
  }
}
