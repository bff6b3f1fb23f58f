package dev.pat4j.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the programs of this module left in {@code target}. */
final class Results {

  /**
   * One benchmark's result.
   *
   * @param nanos the median of the iterations, in nanoseconds
   * @param spread half the distance from the first quartile to the third, over the median
   * @param bytes allocated for each
   */
  record Result(double nanos, double spread, double bytes) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> runs = new ArrayList<>();
  private final List<JsonNode> figures = new ArrayList<>();

  /** Every file of JMH and of {@link Figures} there. */
  static Results in(Path folder) throws IOException {
    Results results = new Results();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
        JsonNode root = JSON.readTree(file.toFile());
        if (root.isArray()) {
          root.forEach(results.runs::add);
        } else {
          results.figures.add(root);
        }
      }
    }
    return results;
  }

  /** Of {@code VerifyBenchmark.inMemory} or {@code VerifyBenchmark.inMemory:10000}. */
  Optional<Result> of(String name) {
    String[] parts = name.split(":", -1);
    for (JsonNode run : runs) {
      boolean named = run.get("benchmark").asText().endsWith("." + parts[0]);
      String tokens = run.path("params").path("tokens").asText("");
      if (named && (parts.length == 1 || tokens.equals(parts[1]))) {
        return Optional.of(result(run));
      }
    }
    return Optional.empty();
  }

  Optional<Double> figure(String name) {
    return figures.stream()
        .filter(each -> each.has(name))
        .map(each -> each.get(name).asDouble())
        .findFirst();
  }

  /** The JDKs that it ran on. */
  Set<String> jdks() {
    Set<String> jdks = new TreeSet<>();
    runs.forEach(run -> jdks.add(run.get("jdkVersion").asText()));
    return jdks;
  }

  private static Result result(JsonNode run) {
    List<Double> all = new ArrayList<>();
    JsonNode metric = run.get("primaryMetric");
    metric.get("rawData").forEach(fork -> fork.forEach(score -> all.add(score.asDouble())));
    double[] sorted = all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double median = at(sorted, 0.5);
    double bytes =
        run.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score").asDouble(Double.NaN);
    return new Result(median, (at(sorted, 0.75) - at(sorted, 0.25)) / 2 / median, bytes);
  }

  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    double above = sorted[Math.min(below + 1, sorted.length - 1)];
    return sorted[below] + (place - below) * (above - sorted[below]);
  }
}
