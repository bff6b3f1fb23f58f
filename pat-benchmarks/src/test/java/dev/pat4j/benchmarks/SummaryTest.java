package dev.pat4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of results on their way into the README. */
class SummaryTest {

  private static final String RUN =
      """
      {"benchmark": "dev.pat4j.benchmarks.%s", "jdkVersion": "17.0.1", "params": {%s},
       "primaryMetric": {"scoreUnit": "%s", "rawData": [[%s]]},
       "secondaryMetrics": {"gc.alloc.rate.norm": {"score": %s}}}
      """;

  @TempDir Path folder;

  @Test
  void aCostIsToldBesideAnotherWithItsSpread() throws IOException {
    write(
        run("VerifyBenchmark.inMemory", "\"tokens\": \"10000\"", "ns/op", "150, 160, 170", "64"),
        run("VerifyBenchmark.inMemory", "\"tokens\": \"1000000\"", "ns/op", "900", "64"),
        run("FloorBenchmark.sha256Reused", "", "ns/op", "100", "0"));
    FigureTable table = FigureTable.withGoals(Results.in(folder), "what");
    table.cost(
        "verify",
        "VerifyBenchmark.inMemory:tokens=10000",
        "SHA-256",
        "FloorBenchmark.sha256Reused",
        Goal.atMost(1.5, ""));
    assertEquals(
        """
        | what | figure | compared with, in the same run | ratio | goal |
        | --- | --- | --- | --- | --- |
        | verify | 160 ns ± 3 %, 64 B | SHA-256 100 ns | 1.60 | ≤ 1.5, **not met** |
        """,
        table.toString());
  }

  @Test
  void whatIsAllocatedIsHeldToItsOwnGoal() throws IOException {
    write(
        run("VerifyBenchmark.inMemory", "\"tokens\": \"10000\"", "ns/op", "150", "144"),
        run("FloorBenchmark.sha256Reused", "", "ns/op", "100", "0"));
    String goals = new Summary(Results.in(folder)).inFull();
    assertTrue(
        goals.contains(
            "| 150 ns ± 0 %, 144 B | SHA-256 100 ns | 1.50 | ≤ 2; ≤ 64 B, **not met** |\n"),
        goals);
  }

  @Test
  void aShareIsToldWithItsRoundsAndWhatItIsOf() throws IOException {
    Files.writeString(
        folder.resolve("jetty.json"),
        """
        {"jetty.basic.ratio": 0.981, "jetty.basic.lowest": 0.95, "jetty.basic.highest": 1.02,
         "jetty.basic.bare": 60000}
        """);
    String goals = new Summary(Results.in(folder)).inFull();
    assertTrue(
        goals.contains(
            "| Jetty with the filter, Basic | 0.95 to 1.02 of its requests | without 60,000/s"
                + " | 0.981 | ≥ 0.97 |\n"),
        goals);
    assertTrue(
        goals.contains("| Jetty with the filter, Bearer | not measured |  |  | ≥ 0.97 |\n"), goals);
  }

  @Test
  void whatTookTurnsIsComparedRoundByRound() throws IOException {
    write(
        run("jdbc.LookUp.verify", "\"threads\": \"8\"", "ops/s", "90, 40, 95", "\"NaN\""),
        run("jdbc.LookUp.bareSelect", "\"threads\": \"8\"", "ops/s", "100, 50, 50", "\"NaN\""));
    FigureTable table = FigureTable.withGoals(Results.in(folder), "what");
    table.rate(
        "verify",
        "LookUp.verify:threads=8",
        "bare",
        "LookUp.bareSelect:threads=8",
        Goal.atLeast(0.9));
    assertTrue(
        table.toString().endsWith("| verify | 90/s ± 15 % | bare 50/s | 0.90 | ≥ 0.9 |\n"),
        table.toString());
  }

  @Test
  void whatWasNotMeasuredIsSaidToBeMissing() throws IOException {
    write(run("FloorBenchmark.sha256Reused", "", "ns/op", "100", "0"));
    String goals = new Summary(Results.in(folder)).inFull();
    assertTrue(
        goals.contains("| of 10,000 tokens in memory | not measured |  |  | ≤ 2; ≤ 64 B |\n"),
        goals);
    assertTrue(
        goals.contains("| heap for a token in memory, of a million | not measured |"), goals);
  }

  @Test
  void microsecondsAndNumbersThatAreNoTimesAreRead() throws IOException {
    write(
        run("jdbc.Scale.latency", "\"rows\": \"100000\"", "us/op", "20", "\"NaN\""),
        run("jdbc.Scale.latency", "\"rows\": \"10000000\"", "us/op", "25", "\"NaN\""),
        run("jdbc.Threads.pinned", "\"sharing\": \"false\"", "events", "0", "\"NaN\""));
    Files.writeString(folder.resolve("footprint.json"), "{\"heap.memory.bytes\": 193.4}");
    String goals = new Summary(Results.in(folder)).inFull();
    assertTrue(
        goals.contains("| of 10,000,000 rows | 25 µs ± 0 % | of 100,000 20 µs | 1.25 | ≤ 1.3 |\n"),
        goals);
    assertTrue(goals.contains("| how often one of them was pinned | 0 |  |  | ≤ 0 |\n"), goals);
    assertTrue(
        goals.contains("| heap for a token in memory, of a million | 193 B |  |  | ≤ 200 B |\n"),
        goals);
  }

  @Test
  void theReadmeTellsFiguresAndNoGoals() throws IOException {
    write(
        run("VerifyBenchmark.inMemory", "\"tokens\": \"10000\"", "ns/op", "150", "48"),
        run("FloorBenchmark.sha256Reused", "", "ns/op", "50", "0"));
    String brief = new Summary(Results.in(folder)).brief();
    assertTrue(
        brief.contains("| what | figure | compared with, in the same run | ratio |\n"), brief);
    assertTrue(
        brief.contains("in memory | 150 ns ± 0 %, 48 B | SHA-256 alone 50 ns | 3.00 |\n"), brief);
    assertTrue(brief.contains("| heap for a token in memory | not measured |  |  |\n"), brief);
  }

  private void write(String... runs) throws IOException {
    Files.writeString(folder.resolve("runs.json"), "[" + String.join(",", runs) + "]");
  }

  private static String run(
      String benchmark, String parameters, String unit, String scores, String bytes) {
    return RUN.formatted(benchmark, parameters, unit, scores, bytes);
  }
}
