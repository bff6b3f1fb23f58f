package dev.pat4j.benchmarks.jdbc;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes results as JMH writes its own ({@code -rf json}), for whatever reads those: one fork, an
 * iteration for each round, the error being half the 99.9 % interval of their mean.
 */
final class JmhJson {

  /** Of Student's distribution, two-sided, 99.9 %, for 1, 2, 3, … degrees of freedom. */
  private static final double[] STUDENT = {
    636.6, 31.6, 12.92, 8.61, 6.87, 5.96, 5.41, 5.04, 4.78, 4.59, 4.44, 4.32, 4.22, 4.14, 4.07, 4.02
  };

  private JmhJson() {}

  static void write(Path file, List<Rounds.Result> results) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(
        file, results.stream().map(JmhJson::object).collect(joining(",\n", "[\n", "\n]\n")));
  }

  private static String object(Rounds.Result result) {
    return """
        {"jmhVersion": "1.37", "benchmark": %s, "mode": "%s", "threads": 1, "forks": 1,
         "jvm": %s, "jdkVersion": %s, "vmName": %s, "vmVersion": %s,
         "warmupIterations": 1, "measurementIterations": %d, "params": %s,
         "primaryMetric": %s, "secondaryMetrics": {}}"""
        .formatted(
            quoted("dev.pat4j.benchmarks.jdbc." + result.benchmark()),
            result.unit().equals("ops/s") ? "thrpt" : "avgt",
            quoted(System.getProperty("java.home") + "/bin/java"),
            quoted(System.getProperty("java.version")),
            quoted(System.getProperty("java.vm.name")),
            quoted(System.getProperty("java.vm.version")),
            result.scores().size(),
            parameters(result.parameters()),
            metric(result));
  }

  private static String parameters(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
        .collect(joining(", ", "{", "}"));
  }

  private static String metric(Rounds.Result result) {
    double[] scores = result.scores().stream().mapToDouble(Double::doubleValue).toArray();
    double mean = Arrays.stream(scores).average().orElse(Double.NaN);
    double error = error(scores, mean);
    return """
        {"score": %s, "scoreError": %s, "scoreConfidence": [%s, %s], "scorePercentiles": {%s},
          "scoreUnit": %s, "rawData": [[%s]]}"""
        .formatted(
            number(mean),
            number(error),
            number(mean - error),
            number(mean + error),
            IntStream.of(0, 50, 90, 95, 99, 100)
                .mapToObj(
                    percent ->
                        quoted(percent + ".0")
                            + ": "
                            + number(Rounds.quantile(scores, percent / 100.0)))
                .collect(joining(", ")),
            quoted(result.unit()),
            Arrays.stream(scores).mapToObj(JmhJson::number).collect(joining(", ")));
  }

  private static double error(double[] scores, double mean) {
    if (scores.length < 2) {
      return Double.NaN;
    }
    double squares = Arrays.stream(scores).map(score -> (score - mean) * (score - mean)).sum();
    double deviation = Math.sqrt(squares / (scores.length - 1) / scores.length);
    return deviation * STUDENT[Math.min(scores.length - 1, STUDENT.length) - 1];
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "\"NaN\"" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
