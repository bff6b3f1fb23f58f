package dev.pat4j.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** The README's example, run. */
class QuickstartTest {

  @Test
  void printsWhatTheReadmeSays() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      Quickstart.main(new String[0]);
    } finally {
      System.setOut(console);
    }
    assertEquals(
        """
        read:  yes
        write: no, INSUFFICIENT_SCOPE
        later: no, REVOKED
        """,
        printed.toString(UTF_8));
  }
}
