package dev.pat4j.web.settings;

import dev.pat4j.AccessToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.web.settings.html.JteConfirmGenerated;
import java.io.IOException;
import java.util.List;

/** Removes a token for good. */
final class DeletePage implements Page {

  private final TokenId id;

  DeletePage(TokenId id) {
    this.id = id;
  }

  @Override
  public void get(Visit visit) throws IOException {
    Words words = visit.words();
    Confirmation page =
        new Confirmation(
            visit.frame(words.text("delete.title")),
            words.count("delete.what", 1),
            List.of(TokenView.of(visit.token(id), visit)),
            0,
            words.text("delete.final"),
            words.text("delete.action"),
            visit.links().token(id),
            false,
            false);
    visit.show(200, out -> JteConfirmGenerated.render(out, null, page));
  }

  @Override
  public void post(Visit visit) {
    AccessToken token = visit.token(id);
    visit.owned().delete(id);
    visit.goTo(
        visit.links().list(), Notice.done("notice.deleted", TokenView.of(token, visit).name()));
  }
}
