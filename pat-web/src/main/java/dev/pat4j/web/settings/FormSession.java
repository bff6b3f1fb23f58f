package dev.pat4j.web.settings;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * What the host's session keeps for the forms of one person: a text that a foreign page cannot
 * know, the forms that were shown and may each be sent once, and what to say next. Never a token.
 * Thread-safe.
 */
public final class FormSession implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private static final String ATTRIBUTE = "dev.pat4j.web.settings";

  /** More forms than anybody has open; the oldest is then no longer taken. */
  private static final int MOST_FORMS = 64;

  /** Two first requests of one session must not make two of these. */
  private static final Object[] STRIPES = new Object[64];

  static {
    for (int i = 0; i < STRIPES.length; i++) {
      STRIPES[i] = new Object();
    }
  }

  private final String owner;
  private final String proof;
  private final LinkedHashSet<String> forms = new LinkedHashSet<>();
  private @Nullable Notice notice;

  private FormSession(String owner, String proof) {
    this.owner = owner;
    this.proof = proof;
  }

  /** That of this request; a new one if the session is another person's, or new. */
  static FormSession of(HttpServletRequest request, String owner, SecureRandom random) {
    HttpSession session = request.getSession();
    synchronized (STRIPES[Math.floorMod(session.getId().hashCode(), STRIPES.length)]) {
      if (session.getAttribute(ATTRIBUTE) instanceof FormSession known
          && known.owner.equals(owner)) {
        return known;
      }
      FormSession fresh = new FormSession(owner, text(random));
      session.setAttribute(ATTRIBUTE, fresh);
      return fresh;
    }
  }

  /** What every form carries. */
  String proof() {
    return proof;
  }

  /** Whether a form carried it; takes as long for a wrong text of that length. */
  boolean isProvenBy(String sent) {
    return MessageDigest.isEqual(
        proof.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }

  /** A name for a form that is about to be shown, good for one use. */
  String newForm(HttpServletRequest request, SecureRandom random) {
    String form = text(random);
    synchronized (forms) {
      forms.add(form);
      Iterator<String> oldest = forms.iterator();
      while (forms.size() > MOST_FORMS) {
        oldest.next();
        oldest.remove();
      }
    }
    save(request);
    return form;
  }

  /** Uses a form up; false if it was before, or never was one of this session's. */
  boolean use(HttpServletRequest request, String form, UsedForms used) {
    boolean known;
    synchronized (forms) {
      known = forms.remove(form);
    }
    save(request);
    return known && used.add(form);
  }

  void say(HttpServletRequest request, Notice next) {
    synchronized (forms) {
      this.notice = next;
    }
    save(request);
  }

  /** What is to be said; only once. */
  @Nullable Notice said(HttpServletRequest request) {
    Notice now;
    synchronized (forms) {
      now = notice;
      this.notice = null;
    }
    if (now != null) {
      save(request);
    }
    return now;
  }

  /** For sessions that are kept outside this process: they notice what is set. */
  private void save(HttpServletRequest request) {
    request.getSession().setAttribute(ATTRIBUTE, this);
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    synchronized (forms) {
      out.defaultWriteObject();
    }
  }

  private static String text(SecureRandom random) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
