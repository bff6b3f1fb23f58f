package dev.pat4j.web.settings;

import dev.pat4j.AccessToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.web.settings.html.JteConfirmGenerated;
import java.io.IOException;
import java.util.List;

/** Ends a token, and keeps it listed with the reason. */
final class RevokePage implements Page {

  private static final int LONGEST_REASON = 255;

  private final TokenId id;

  RevokePage(TokenId id) {
    this.id = id;
  }

  @Override
  public void get(Visit visit) throws IOException {
    Words words = visit.words();
    AccessToken token = visit.token(id);
    if (token.revocation().isPresent()) {
      visit.goTo(visit.links().token(id), Notice.warning("state.revoked"));
      return;
    }
    Confirmation page =
        new Confirmation(
            visit.frame(words.text("revoke.title")),
            words.count("delete.what", 1),
            List.of(TokenView.of(token, visit)),
            0,
            words.text("revoke.final"),
            words.text("revoke.action"),
            visit.links().token(id),
            false,
            true);
    visit.show(200, out -> JteConfirmGenerated.render(out, null, page));
  }

  @Override
  public void post(Visit visit) {
    TokenView token = TokenView.of(visit.token(id), visit);
    boolean first = visit.owned().revoke(id, reason(visit.parameter("reason")));
    visit.goTo(
        visit.links().list(),
        first ? Notice.done("notice.revoked", token.name()) : Notice.warning("state.revoked"));
  }

  /** As much as a row keeps of it, in one line; nothing here is worth an error page. */
  private static String reason(String typed) {
    String line = typed.strip().replaceAll("[\\p{Cc}\\p{Cs}]", " ");
    int end = Math.min(line.length(), LONGEST_REASON);
    boolean cutsPair = end < line.length() && Character.isLowSurrogate(line.charAt(end));
    return line.substring(0, cutsPair ? end - 1 : end);
  }
}
