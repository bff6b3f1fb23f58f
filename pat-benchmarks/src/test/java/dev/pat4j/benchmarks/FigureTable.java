package dev.pat4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table of Markdown, a question a row. What is asked for and was not measured stands there as not
 * measured.
 */
final class FigureTable {

  private static final String MISSING = "not measured";

  private final Results results;
  private final boolean tellsGoals;
  private final List<String> lines = new ArrayList<>();

  private FigureTable(Results results, String what, boolean tellsGoals) {
    this.results = results;
    this.tellsGoals = tellsGoals;
    row(what, "figure", "compared with, in the same run", "ratio", "goal");
    row("---", "---", "---", "---", "---");
  }

  /** A table that judges each row that has a goal. */
  static FigureTable withGoals(Results results, String what) {
    return new FigureTable(results, what, true);
  }

  /** A table for readers who want the figures alone. */
  static FigureTable of(Results results, String what) {
    return new FigureTable(results, what, false);
  }

  /** What something takes, over what something else does. */
  FigureTable cost(String what, String name, String called, String other, Goal goal) {
    return cost(what, name, called, other, goal, Goal.NONE);
  }

  /** The same, and what it allocates. */
  FigureTable cost(
      String what, String name, String called, String other, Goal goal, Goal allocated) {
    Optional<Results.Result> own = results.of(name);
    Optional<Results.Result> base = results.of(other);
    if (own.isEmpty() || base.isEmpty()) {
      return missing(what, goal.and(allocated));
    }
    double ratio = own.get().ratioTo(base.get(), false);
    return row(
        what,
        told(own.get()),
        called + " " + time(base.get().median()),
        ratio(ratio),
        goal.judge(ratio) + allocated.judgeToo(Math.rint(own.get().bytes())));
  }

  /** What something allocates, and takes, both at most so much. */
  FigureTable alone(String what, String name, Goal nanos, Goal bytes) {
    Optional<Results.Result> own = results.of(name);
    return own.isEmpty()
        ? missing(what, nanos.and(bytes))
        : row(
            what,
            told(own.get()),
            "",
            "",
            nanos.judge(own.get().median()) + bytes.judgeToo(Math.rint(own.get().bytes())));
  }

  /** What something of others takes, over what is ours. */
  FigureTable dearer(String what, String name, String called, String ours, Goal goal) {
    Optional<Results.Result> other = results.of(name);
    Optional<Results.Result> own = results.of(ours);
    if (other.isEmpty() || own.isEmpty()) {
      return missing(what, goal);
    }
    double ratio = other.get().ratioTo(own.get(), false);
    return row(
        what,
        told(other.get()),
        called + " " + time(own.get().median()),
        ratio(ratio),
        goal.judge(ratio));
  }

  /** The same, less what both of them pay for the stand-in of a request. */
  FigureTable dearer(String what, String name, String called, String ours, String less, Goal goal) {
    Optional<Results.Result> other = results.of(name);
    Optional<Results.Result> own = results.of(ours);
    Optional<Results.Result> request = results.of(less);
    if (other.isEmpty() || own.isEmpty() || request.isEmpty()) {
      return missing(what, goal);
    }
    double theirs = other.get().median() - request.get().median();
    double mine = own.get().median() - request.get().median();
    return row(
        what,
        time(theirs),
        called + " " + time(mine),
        ratio(theirs / mine),
        goal.judge(theirs / mine));
  }

  /** How much several threads do, over what one does. */
  FigureTable together(String what, String name, int threads, String alone, Goal goal) {
    Optional<Results.Result> own = results.of(name);
    Optional<Results.Result> one = results.of(alone);
    if (own.isEmpty() || one.isEmpty()) {
      return missing(what, goal);
    }
    double ratio = threads * one.get().median() / own.get().median();
    return row(
        what,
        time(own.get().median() / threads),
        "one thread " + time(one.get().median()),
        ratio(ratio),
        goal.judge(ratio));
  }

  /** How often a second, over something else that took turns with it. */
  FigureTable rate(String what, String name, String called, String other, Goal goal) {
    Optional<Results.Result> own = results.of(name);
    Optional<Results.Result> base = results.of(other);
    if (own.isEmpty() || base.isEmpty()) {
      return missing(what, goal);
    }
    double ratio = own.get().ratioTo(base.get(), true);
    return row(
        what,
        String.format(
            Locale.ROOT, "%,.0f/s ± %.0f %%", own.get().median(), own.get().spread() * 100),
        String.format(Locale.ROOT, "%s %,.0f/s", called, base.get().median()),
        ratio(ratio),
        goal.judge(ratio));
  }

  /** A result that is no time. */
  FigureTable count(String what, String name, String format, Goal goal) {
    return figure(what, results.of(name).map(Results.Result::median), format, goal);
  }

  /** A number of {@link Figures}. */
  FigureTable figure(String what, String name, String format, Goal goal) {
    return figure(what, results.figure(name), format, goal);
  }

  /** What is left of a rate, by those of {@link JettyLoad}: the median of its rounds. */
  FigureTable share(String what, String name, String called, Goal goal) {
    Optional<Double> ratio = results.figure(name + ".ratio");
    Optional<Double> lowest = results.figure(name + ".lowest");
    Optional<Double> highest = results.figure(name + ".highest");
    Optional<Double> base = results.figure(name + ".bare");
    if (ratio.isEmpty() || lowest.isEmpty() || highest.isEmpty() || base.isEmpty()) {
      return missing(what, goal);
    }
    return row(
        what,
        String.format(Locale.ROOT, "%.2f to %.2f of its requests", lowest.get(), highest.get()),
        String.format(Locale.ROOT, "%s %,.0f/s", called, base.get()),
        String.format(Locale.ROOT, "%.3f", ratio.get()),
        goal.judge(ratio.get()));
  }

  private FigureTable figure(String what, Optional<Double> figure, String format, Goal goal) {
    return figure.isEmpty()
        ? missing(what, goal)
        : row(
            what,
            String.format(Locale.ROOT, format, figure.get()),
            "",
            "",
            goal.judge(figure.get()));
  }

  private FigureTable missing(String what, Goal goal) {
    return row(what, MISSING, "", "", goal.text());
  }

  private FigureTable row(String... cells) {
    List<String> told = List.of(cells).subList(0, cells.length - (tellsGoals ? 0 : 1));
    lines.add("| " + String.join(" | ", told) + " |");
    return this;
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }

  private static String told(Results.Result result) {
    String spread = String.format(Locale.ROOT, " ± %.0f %%", result.spread() * 100);
    String bytes =
        Double.isNaN(result.bytes()) ? "" : String.format(Locale.ROOT, ", %,.0f B", result.bytes());
    return time(result.median()) + spread + bytes;
  }

  static String time(double nanos) {
    return nanos < 10_000
        ? String.format(Locale.ROOT, "%,.0f ns", nanos)
        : nanos < 1_000_000
            ? String.format(Locale.ROOT, "%,.0f µs", nanos / 1_000)
            : String.format(Locale.ROOT, "%,.1f ms", nanos / 1_000_000);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%,.0f", ratio);
  }
}
