package dev.pat4j.web.settings;

import dev.pat4j.web.settings.html.JteConfirmGenerated;
import java.io.IOException;
import java.util.List;

/** Removes all tokens of the person for good. */
final class DeleteAllPage implements Page {

  private static final int SHOWN = 20;

  @Override
  public void get(Visit visit) throws IOException {
    Words words = visit.words();
    List<TokenView> tokens =
        visit.owned().list().stream().map(token -> TokenView.of(token, visit)).toList();
    if (tokens.isEmpty()) {
      visit.goTo(visit.links().list());
      return;
    }
    Confirmation page =
        new Confirmation(
            visit.frame(words.text("deleteAll.title")),
            words.count("deleteAll.what", tokens.size()),
            tokens.subList(0, Math.min(SHOWN, tokens.size())),
            Math.max(0, tokens.size() - SHOWN),
            words.text("delete.final"),
            words.count("deleteAll.action", tokens.size()),
            visit.links().list(),
            false,
            false);
    visit.show(200, out -> JteConfirmGenerated.render(out, null, page));
  }

  @Override
  public void post(Visit visit) {
    int removed = visit.owned().deleteAll();
    visit.goTo(
        visit.links().list(),
        Notice.done(removed == 1 ? "notice.removed.one" : "notice.removed.other", removed));
  }
}
