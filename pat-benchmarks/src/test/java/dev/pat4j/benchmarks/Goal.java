package dev.pat4j.benchmarks;

import java.util.Locale;
import java.util.function.DoublePredicate;

/** What a figure is to be, and whether it is. */
record Goal(String text, DoublePredicate isMetBy) {

  /** Shown, for orientation. */
  static final Goal NONE = new Goal("", figure -> true);

  static Goal atMost(double most, String unit) {
    return new Goal("≤ " + number(most) + unit, figure -> figure <= most);
  }

  static Goal atLeast(double least) {
    return new Goal("≥ " + number(least), figure -> figure >= least);
  }

  /** What stands in the table's last column. */
  String judge(double figure) {
    return text.isEmpty() || isMetBy.test(figure) ? text : text + ", **not met**";
  }

  /** The same, behind what stands there already. */
  String judgeToo(double figure) {
    return text.isEmpty() ? "" : "; " + judge(figure);
  }

  /** Told as one, where neither can be judged. */
  Goal and(Goal other) {
    return other.text.isEmpty() ? this : new Goal(text + "; " + other.text, isMetBy);
  }

  private static String number(double bound) {
    return bound == Math.rint(bound)
        ? String.valueOf((long) bound)
        : String.format(Locale.ROOT, "%s", bound);
  }
}
