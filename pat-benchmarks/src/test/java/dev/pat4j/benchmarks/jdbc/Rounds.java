package dev.pat4j.benchmarks.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Contenders that take turns, round after round, and are compared within each round: the ratio told
 * is the median of those.
 */
final class Rounds {

  /** One turn. */
  interface Turn {

    /** How many operations a second. */
    double measure() throws Exception;
  }

  /** What was measured of a contender, one number for each round. */
  record Result(
      String benchmark, Map<String, String> parameters, String unit, List<Double> scores) {}

  private final String name;
  private final Map<String, String> parameters;
  private final Map<String, Turn> contenders = new LinkedHashMap<>();

  /**
   * @param name of the benchmark; those of the contenders are appended
   */
  Rounds(String name, Map<String, String> parameters) {
    this.name = name;
    this.parameters = parameters;
  }

  /** The first is the one with which the others are compared. */
  Rounds add(String contender, Turn turn) {
    contenders.put(contender, turn);
    return this;
  }

  /** Prints what was measured, and returns it. */
  List<Result> run(int warmUps, int rounds) throws Exception {
    Map<String, double[]> rates = new LinkedHashMap<>();
    contenders.keySet().forEach(contender -> rates.put(contender, new double[rounds]));
    for (int round = -warmUps; round < rounds; round++) {
      for (Map.Entry<String, Turn> contender : contenders.entrySet()) {
        double rate = contender.getValue().measure();
        if (round >= 0) {
          rates.get(contender.getKey())[round] = rate;
        }
      }
    }
    print(rates);
    List<Result> results = new ArrayList<>();
    rates.forEach(
        (contender, rate) ->
            results.add(
                new Result(
                    name + "." + contender,
                    parameters,
                    "ops/s",
                    Arrays.stream(rate).boxed().toList())));
    return results;
  }

  private void print(Map<String, double[]> rates) {
    double[] base = rates.values().iterator().next();
    say("%s %s, median (least, most) of %d rounds", name, parameters, base.length);
    rates.forEach(
        (contender, rate) -> {
          double[] ratios =
              IntStream.range(0, rate.length).mapToDouble(i -> rate[i] / base[i]).toArray();
          say(
              "  %-22s %,10.0f /s (%,.0f, %,.0f)  x %.2f (%.2f, %.2f)",
              contender,
              quantile(rate, 0.5),
              quantile(rate, 0),
              quantile(rate, 1),
              quantile(ratios, 0.5),
              quantile(ratios, 0),
              quantile(ratios, 1));
        });
  }

  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    double low = sorted[(int) Math.floor(at)];
    return low + (at - Math.floor(at)) * (sorted[(int) Math.ceil(at)] - low);
  }

  static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
