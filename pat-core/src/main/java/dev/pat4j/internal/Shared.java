package dev.pat4j.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One object for texts that are in many rows and of which there are few: lists of scopes, names of
 * keys. Rows that were read from a database bring a copy each, of 80 bytes and more.
 *
 * <p>Remembers some texts and forgets them for others; whoever is forgotten is merely not shared.
 */
public final class Shared {

  private static final int LONGEST = 512;
  private static final int PLACES = 1_024;

  private static final AtomicReferenceArray<String> TEXTS = new AtomicReferenceArray<>(PLACES);

  private Shared() {}

  /** This text, or one that is equal to it. */
  public static String text(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return text;
    }
    int hash = text.hashCode();
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
    String known = TEXTS.getAcquire(place);
    if (text.equals(known)) {
      return known;
    }
    TEXTS.setRelease(place, text);
    return text;
  }
}
