package dev.pat4j.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What the programs of this module left in {@code target}. */
final class Results {

  /**
   * One benchmark's result.
   *
   * @param scores of the iterations, in their order: nanoseconds, operations per second, …
   * @param bytes allocated for each; NaN if that was not counted
   * @param jdk the version it ran on
   */
  record Result(List<Double> scores, double bytes, String jdk) {

    double median() {
      return quantile(0.5);
    }

    /** Half the distance from the first quartile to the third, over the median. */
    double spread() {
      return (quantile(0.75) - quantile(0.25)) / 2 / median();
    }

    /** The median of the ratios of each round, if they took turns; or that of their medians. */
    double ratioTo(Result other, boolean tookTurns) {
      if (!tookTurns || scores.size() != other.scores.size()) {
        return median() / other.median();
      }
      return quantile(
          IntStream.range(0, scores.size())
              .mapToDouble(round -> scores.get(round) / other.scores.get(round))
              .toArray(),
          0.5);
    }

    private double quantile(double share) {
      return quantile(scores.stream().mapToDouble(Double::doubleValue).toArray(), share);
    }

    private static double quantile(double[] values, double share) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      double place = share * (sorted.length - 1);
      int below = (int) place;
      double above = sorted[Math.min(below + 1, sorted.length - 1)];
      return sorted[below] + (place - below) * (above - sorted[below]);
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> runs = new ArrayList<>();
  private final List<JsonNode> figures = new ArrayList<>();
  private final NavigableSet<LocalDate> days = new TreeSet<>();

  /** Every file of JMH and of {@link Figures} there. */
  static Results in(Path folder) throws IOException {
    Results results = new Results();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
        JsonNode root = JSON.readTree(file.toFile());
        Instant written = Files.getLastModifiedTime(file).toInstant();
        results.days.add(LocalDate.ofInstant(written, ZoneOffset.UTC));
        if (root.isArray()) {
          root.forEach(results.runs::add);
        } else {
          results.figures.add(root);
        }
      }
    }
    return results;
  }

  /** Of {@code VerifyBenchmark.hmac} or {@code Callers.verify:callers=64,threads=virtual}. */
  Optional<Result> of(String name) {
    String[] parts = name.split(":", 2);
    return runs.stream()
        .filter(run -> run.get("benchmark").asText().endsWith("." + parts[0]))
        .filter(run -> parts.length == 1 || has(run.path("params"), parts[1]))
        .findFirst()
        .map(Results::result);
  }

  private static boolean has(JsonNode parameters, String wanted) {
    return Arrays.stream(wanted.split(",", -1))
        .map(each -> each.split("=", 2))
        .allMatch(each -> parameters.path(each[0]).asText("").equals(each[1]));
  }

  Optional<Double> figure(String name) {
    return figures.stream()
        .filter(each -> each.has(name))
        .map(each -> each.get(name).asDouble())
        .findFirst();
  }

  /** When they were measured: from the first day to the last. */
  String days() {
    return days.size() < 2
        ? String.join("", days.stream().map(LocalDate::toString).toList())
        : days.first() + " to " + days.last();
  }

  /** The JDKs on which those ran whose names begin so. */
  Set<String> jdks(String... names) {
    Set<String> jdks = new TreeSet<>();
    for (JsonNode run : runs) {
      String simple = run.get("benchmark").asText().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1");
      if (Arrays.stream(names).anyMatch(simple::startsWith)) {
        jdks.add(run.get("jdkVersion").asText());
      }
    }
    return jdks;
  }

  private static Result result(JsonNode run) {
    List<Double> all = new ArrayList<>();
    JsonNode metric = run.get("primaryMetric");
    double factor = metric.path("scoreUnit").asText().equals("us/op") ? 1_000 : 1;
    metric.get("rawData").forEach(fork -> fork.forEach(one -> all.add(one.asDouble() * factor)));
    double bytes =
        run.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score").asDouble(Double.NaN);
    return new Result(all, bytes, run.get("jdkVersion").asText());
  }
}
