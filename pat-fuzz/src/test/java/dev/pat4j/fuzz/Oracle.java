package dev.pat4j.fuzz;

/** Throws where what a parser answers and what must hold differ. */
public final class Oracle {

  private Oracle() {}

  /**
   * The finding, unless {@code holds}.
   *
   * @param what what must hold, as a sentence
   * @param input what it was fed
   */
  public static void must(boolean holds, String what, Object input) {
    if (!holds) {
      throw new AssertionError(what + "; violated by " + shown(input));
    }
  }

  private static String shown(Object input) {
    StringBuilder out = new StringBuilder("\"");
    String text = String.valueOf(input);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c >= ' ' && c <= '~' ? String.valueOf(c) : String.format("\\u%04x", (int) c));
    }
    return out.append('"').toString();
  }
}
