package dev.pat4j.examples.githost;

import dev.pat4j.examples.githost.Options.Unusable;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;

/**
 * Finds options that were meant and not said. Among the properties of a process are many that are
 * none of ours, so that only what is nearly the name of an option is taken for one.
 */
final class Typos {

  private Typos() {}

  /**
   * Refuses a property whose name is an option's but for its case, its punctuation, or one letter
   * that is wrong, missing, too much, or has changed places with the next.
   *
   * @throws Unusable if there is one
   */
  static void refuse(Properties properties, List<String> options) {
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      for (String option : options) {
        if (!options.contains(name) && isNearly(letters(name), letters(option))) {
          throw new Unusable("there is no option -D" + name + "; is -D" + option + " meant?");
        }
      }
    }
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Of two letters the half is no likeness. */
  private static boolean isNearly(String name, String option) {
    return name.equals(option) || (option.length() > 2 && isOneSlip(name, option));
  }

  private static boolean isOneSlip(String name, String option) {
    int from = 0;
    while (from < Math.min(name.length(), option.length())
        && name.charAt(from) == option.charAt(from)) {
      from++;
    }
    String rest = name.substring(from);
    String wanted = option.substring(from);
    return switch (name.length() - option.length()) {
      case 0 ->
          rest.substring(1).equals(wanted.substring(1))
              || (rest.length() > 1
                  && rest.substring(2).equals(wanted.substring(2))
                  && rest.charAt(0) == wanted.charAt(1)
                  && rest.charAt(1) == wanted.charAt(0));
      case 1 -> rest.substring(1).equals(wanted);
      case -1 -> rest.equals(wanted.substring(1));
      default -> false;
    };
  }
}
