package dev.pat4j.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void aPercentileIsTheSmallestThatSoManyPercentDoNotExceed() {
    Latencies hundred = Latencies.of(LongStream.rangeClosed(1, 100).boxed().toList());
    assertEquals(50, hundred.median());
    assertEquals(99, hundred.percentile(99));
    assertEquals(100, hundred.maximum());
    assertEquals(2, Latencies.of(List.of(3L, 1L, 2L)).median());
    assertEquals(3, Latencies.of(List.of(3L, 1L, 2L)).percentile(99));
    assertEquals(7, Latencies.of(List.of(7L)).median());
  }

  @Test
  void isWrittenInMillisecondsInEveryLanguage() {
    assertEquals(
        "n=2  median 1.5 ms  p99 20.0 ms  max 20.0 ms",
        Latencies.of(List.of(20_000_000L, 1_460_000L)).toString());
    assertEquals("-0.2 ms", Latencies.milliseconds(-160_000));
  }

  @Test
  void nothingMeasuredIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> Latencies.of(List.of()));
  }
}
