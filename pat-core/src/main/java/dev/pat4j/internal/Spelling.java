package dev.pat4j.internal;

import java.util.List;

/** How a text is spelled: as a token, as one that was mistyped, or as none. Seen in one pass. */
public enum Spelling {
  TOKEN,

  /** The shape is that of a token, its checksum is wrong. */
  MISTYPED,

  NO_TOKEN;

  /** Of this text, among tokens with these prefixes. */
  public static Spelling of(String text, List<String> prefixes) {
    int separator = text.length() - Checksum.SPELLED - Checksum.SUMMED - 1;
    if (separator <= 0 || text.charAt(separator) != '_' || !begins(text, separator, prefixes)) {
      return NO_TOKEN;
    }
    long mistake = Checksum.mistake(text, separator + 1);
    return mistake == 0 ? TOKEN : mistake > 0 ? MISTYPED : NO_TOKEN;
  }

  /** Whether one of these is all that there is before this place. */
  private static boolean begins(String text, int end, List<String> prefixes) {
    for (int i = 0; i < prefixes.size(); i++) {
      String prefix = prefixes.get(i);
      if (prefix.length() == end && text.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
