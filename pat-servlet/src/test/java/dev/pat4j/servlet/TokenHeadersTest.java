package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenHeadersTest {

  private static final DateTimeFormatter REFERENCE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Test
  void anExpiryIsWrittenAsGitHubDoes() {
    assertEquals(
        "2026-02-03 04:05:06 UTC", TokenHeaders.written(Instant.parse("2026-02-03T04:05:06.789Z")));
  }

  @Test
  void anExpiryIsWrittenAsThePlatformWould() {
    Random random = new Random(3);
    long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    for (int i = 0; i < 100_000; i++) {
      Instant time = Instant.ofEpochSecond((long) (random.nextDouble() * last));
      assertEquals(REFERENCE.format(time), TokenHeaders.written(time));
    }
    for (String time :
        List.of("0001-01-01T00:00:00Z", "0999-12-31T23:59:59Z", "+10000-01-01T00:00:00Z")) {
      assertEquals(
          REFERENCE.format(Instant.parse(time)), TokenHeaders.written(Instant.parse(time)));
    }
  }
}
