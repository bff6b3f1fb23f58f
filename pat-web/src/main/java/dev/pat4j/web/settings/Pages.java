package dev.pat4j.web.settings;

import dev.pat4j.IssuedToken;
import dev.pat4j.web.settings.html.JteProofGenerated;
import dev.pat4j.web.settings.html.JteRevealGenerated;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.function.Supplier;

/** Pages that several others end in. */
final class Pages {

  private Pages() {}

  /**
   * Makes a token and shows it, this one time. What could fail besides is done before: a token that
   * was made and cannot be shown is lost.
   */
  static void reveal(Visit visit, String title, Supplier<IssuedToken> maker) throws IOException {
    Frame frame = visit.frame(visit.words().text(title));
    String apiUrl = visit.apiUrl();
    URI server = URI.create(visit.publicUrl());
    IssuedToken issued = maker.get();
    Reveal page =
        new Reveal(
            frame,
            TokenView.of(issued.token(), visit),
            issued.secret().reveal(),
            variable(visit.library().format().prefix()),
            apiUrl,
            server,
            visit.owner(),
            visit.showsGit());
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
