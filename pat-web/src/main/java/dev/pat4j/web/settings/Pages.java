package dev.pat4j.web.settings;

import dev.pat4j.IssuedToken;
import dev.pat4j.web.settings.html.JteProofGenerated;
import dev.pat4j.web.settings.html.JteRevealGenerated;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/** Pages that several others end in. */
final class Pages {

  private Pages() {}

  /** Shows a token, this one time. */
  static void reveal(Visit visit, String title, IssuedToken issued) throws IOException {
    Reveal page =
        new Reveal(
            visit.frame(visit.words().text(title)),
            TokenView.of(issued.token(), visit),
            issued.secret().reveal(),
            variable(visit.library().format().prefix()),
            visit.apiUrl(),
            URI.create(visit.publicUrl()),
            visit.owner());
    visit.show(200, out -> JteRevealGenerated.render(out, null, page));
  }

  /** Asks to prove who one is, on a page of another server. */
  static void proof(Visit visit, URI page) throws IOException {
    Frame frame = visit.frame(visit.words().text("proof.title"));
    visit.show(403, out -> JteProofGenerated.render(out, null, frame, page.toString()));
  }

  private static String variable(String prefix) {
    String name = prefix.toUpperCase(Locale.ROOT) + "_TOKEN";
    return Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }
}
