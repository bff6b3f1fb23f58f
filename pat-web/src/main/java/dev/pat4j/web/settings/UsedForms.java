package dev.pat4j.web.settings;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The forms that were last sent to this servlet. Sessions alone cannot tell: those that are kept
 * outside the process come as a copy with each request, so that two requests at once find the same
 * form unused, and the slower writes back what the other has removed. Thread-safe.
 */
final class UsedForms {

  private static final int MOST = 10_000;

  private final Set<String> forms = new LinkedHashSet<>();

  /** Keeps it; false if it is there already. */
  synchronized boolean add(String form) {
    boolean first = forms.add(form);
    if (forms.size() > MOST) {
      Iterator<String> oldest = forms.iterator();
      oldest.next();
      oldest.remove();
    }
    return first;
  }
}
